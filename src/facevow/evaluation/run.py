"""Scores the images of a data set with one passive network, as serving would: same cutting, same graph."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

from facevow.datasets.entry import Entry
from facevow.datasets.pictures import pictures, require_files
from facevow.datasets.seeing import require_unseen
from facevow.distributing.spreading import Spread, here
from facevow.errors import DatasetError, EvaluationError, InputError, ModelCorrupt
from facevow.evaluation.kept import Answer, Kept, NothingKept
from facevow.evaluation.scores import ScoreRow
from facevow.vision.passive import PassiveNetwork

OnStep = Callable[[int, int], None]
"""Told after each image how many are done, and how many there are."""


def score_entries(
    opening: Callable[[], PassiveNetwork],
    entries: Sequence[Entry],
    on_step: OnStep | None = None,
    *,
    kept: Kept | NothingKept | None = None,
    spread: Spread = here,
) -> list[ScoreRow]:
    """Score every image; one that cannot be decoded or scored becomes a non-response (score None).

    `face_width` is the width of the detector's box, uncorrected, in pixels of the closest view. Every image is scored
    by itself, never in a batch, so whoever works, and however often it was stopped, the same scores come out;
    processors of another kind may differ in a score's last digits.

    Args:
        opening: opens the network, once for each worker; it can be pickled where `spread` sends it elsewhere.
        entries: the images; the rows have their order.
        on_step: told how it goes on.
        kept: the answers of a run that was stopped, which are not asked for again; new ones are added.
        spread: who works.

    Raises:
        DatasetError: a file is missing, and nothing has been scored then; or a worker did not see one that is there.
        EvaluationError: there is no image, or not one could be scored, which is no matter of single images, or an
            answer cannot be kept.
        FacevowError: what `opening` and `spread` raise.
    """
    if not entries:
        raise EvaluationError("expected images to score, found none")
    require_files(entries)
    kept = NothingKept() if kept is None else kept  # an empty one is false
    answers = {place: answer for place, entry in enumerate(entries) if (answer := kept.get(entry)) is not None}
    wanted = [place for place in range(len(entries)) if place not in answers]
    with closing(spread(partial(_scorer, opening), [entries[place] for place in wanted])) as results:
        for number, answer in results:
            entry = entries[wanted[number]]
            if answer.code == _NO_FILE:
                for view in entry.views:
                    require_unseen(view.path, entry.name)
            kept.add(entry, answer)
            answers[wanted[number]] = answer
            if on_step is not None:
                on_step(len(answers), len(entries))
    told = [answers[place] for place in range(len(entries))]
    if all(answer.score is None for answer in told):
        raise EvaluationError(f"not one of {len(told)} images could be scored; of the last: {told[-1].reason}")
    return [_row(entry, answer.score) for entry, answer in zip(entries, told, strict=True)]


_NO_FILE = "no_such_file"


def _scorer(opening: Callable[[], PassiveNetwork]) -> Callable[[Entry], Answer]:
    """What scores one image after the other with one network."""
    return partial(_score, opening())


def _score(network: PassiveNetwork, entry: Entry) -> Answer:
    """The score, or why there is none."""
    try:
        crops = network.crops(pictures(entry))
        return Answer(network.postprocess(network.run(crops)).value)
    except (DatasetError, InputError, ModelCorrupt) as error:
        return Answer(None, str(error), error.code)


def _row(entry: Entry, score: float | None) -> ScoreRow:
    return ScoreRow(
        path=entry.name,
        source=entry.source,
        subject=entry.subject,
        session=entry.session,
        framing=entry.framing,
        bona_fide=entry.bona_fide,
        species=entry.species,
        score=score,
        face_width=entry.views[0].box.width,
    )
