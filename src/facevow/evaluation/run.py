"""Scores the images of a data set with one passive network, as serving would: same cutting, same graph."""

from collections.abc import Callable, Sequence

from facevow.datasets.entry import Entry
from facevow.datasets.pictures import pictures, require_files
from facevow.errors import DatasetError, EvaluationError, InputError, ModelCorrupt
from facevow.evaluation.scores import ScoreRow
from facevow.vision.passive import PassiveNetwork

OnStep = Callable[[int, int], None]
"""Told after each image how many are done, and how many there are."""


def score_entries(network: PassiveNetwork, entries: Sequence[Entry], on_step: OnStep | None = None) -> list[ScoreRow]:
    """Score every image; one that cannot be decoded or scored becomes a non-response (score None).

    `face_width` is the width of the detector's box, uncorrected, in pixels of the closest view.

    Raises:
        DatasetError: a file is missing; nothing has been scored then.
        EvaluationError: there is no image, or not one could be scored, which is no matter of single images.
    """
    if not entries:
        raise EvaluationError("expected images to score, found none")
    require_files(entries)
    rows, reason = [], ""
    for number, entry in enumerate(entries):
        score, said = _score(network, entry)
        reason = said or reason
        rows.append(_row(entry, score))
        if on_step is not None:
            on_step(number + 1, len(entries))
    if all(row.score is None for row in rows):
        raise EvaluationError(f"not one of {len(rows)} images could be scored; of the last: {reason}")
    return rows


def _score(network: PassiveNetwork, entry: Entry) -> tuple[float | None, str]:
    """The score, or None and why there is none."""
    try:
        crops = network.crops(pictures(entry))
        return network.postprocess(network.run(crops)).value, ""
    except (DatasetError, InputError, ModelCorrupt) as error:
        return None, str(error)


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
