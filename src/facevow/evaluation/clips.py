"""Whether the frames of a clip match its own beginning, and no other clip's, as a session would look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from facevow.comparing import Analyser, hindrances
from facevow.decision.likeness import BEGINNING, EVERY
from facevow.decision.looks import IN_A_ROW
from facevow.errors import EvaluationError, MatchError
from facevow.evaluation.groups import Json
from facevow.matching.matcher import Describer, Measure
from facevow.media.video import VideoReader
from facevow.types import Frame, Template

_SLACK: Final = 1e-6
"""Seconds that times of capture may be rounded by."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The faces of a clip that a server would compare: `beginning`, the first of them, and the `rest`.

    `seen` is how many frames were looked at. `bona_fide` is read off the clip's name.
    """

    name: str
    bona_fide: bool
    seen: int
    beginning: tuple[Template, ...]
    rest: tuple[Template, ...]


def read_clip(path: Path, analyser: Analyser, describer: Describer) -> Clip:
    """Look at a clip every quarter of a second.

    Raises:
        VideoError: it cannot be read.
        EvaluationError: too few of its frames can be compared.
    """
    seen, due = 0, 0.0
    templates: list[Template] = []
    with VideoReader(path) as reader:
        for frame in reader:
            if frame.at < due - _SLACK:
                continue
            seen, due = seen + 1, frame.at + EVERY
            template = _template(frame, analyser, describer)
            if template is not None:
                templates.append(template)
    if len(templates) <= BEGINNING:
        raise EvaluationError(f"{path}: expected more than {BEGINNING} frames to compare, found {len(templates)}")
    beginning, rest = tuple(templates[:BEGINNING]), tuple(templates[BEGINNING:])
    return Clip(path.stem, not path.stem.startswith("attack"), seen, beginning, rest)


def _template(frame: Frame, analyser: Analyser, describer: Describer) -> Template | None:
    analysis = analyser.analyse(frame)
    if analysis.landmarks is None or hindrances(analysis):
        return None
    try:
        return describer.describe(frame, analysis.landmarks)
    except MatchError:
        return None


def clip_figures(clips: Sequence[Clip], measure: Measure, threshold: float) -> Json:
    """What clips show of a matcher.

    `matches`: of each clip the share of its frames whose best score against a beginning reaches the threshold, by the
    beginning of each clip. `highest`: the highest such score. `continuity`: of each bona fide clip the lowest median
    score against its own beginning; and of each bona fide clip that another is spliced to, whether a session would see
    it, by the measure's own limit.
    """
    best = {clip.name: {at.name: _best(clip.rest, at.beginning, measure) for at in clips} for clip in clips}
    return {
        "threshold": threshold,
        "limit": measure.continuity,
        "clips": [
            {"name": clip.name, "seen": clip.seen, "compared": len(clip.beginning) + len(clip.rest)} for clip in clips
        ],
        "matches": {
            name: {at: sum(score >= threshold for score in scores) / len(scores) for at, scores in row.items()}
            for name, row in best.items()
        },
        "highest": {name: {at: max(scores) for at, scores in row.items()} for name, row in best.items()},
        "lowest_own": {clip.name: min(_middle(clip.rest, clip.beginning, measure)) for clip in clips},
        "splices": splices([clip for clip in clips if clip.bona_fide], measure),
    }


def splices(clips: Sequence[Clip], measure: Measure) -> Json:
    """Every clip continued by every other: how many of these swaps a session would see, and the scores after them."""
    middles: list[Json] = []
    for first, second in permutations(clips, 2):
        after = _middle(second.beginning + second.rest, first.beginning, measure)
        seen = _in_a_row([score < measure.continuity for score in after])
        told = {"from": first.name, "to": second.name, "seen": seen}
        middles.append(told | {"median": median(after), "highest": max(after)})
    return {"swaps": len(middles), "seen": sum(row["seen"] for row in middles), "scores": middles}


def continuity_of(sessions: Mapping[tuple[str, str], Sequence[Template]], measure: Measure) -> Json:
    """The continuity limit on the images of a data set: whole sessions as they are, and with another person after.

    Args:
        sessions: templates in their order, by person and session; those of under 10 are passed over.
        measure: with its own limit.

    Returns:
        How many sessions would end though nobody was swapped, how many swaps there were and how many would be seen, and
        the share of single images below the limit in both.
    """
    long = {key: templates for key, templates in sessions.items() if len(templates) >= 2 * BEGINNING}
    own = [_below(templates[BEGINNING:], templates, measure) for templates in long.values()]
    swapped = [
        _below(long[other], long[one], measure) for one, other in permutations(sorted(long), 2) if one[0] != other[0]
    ]
    return {
        "sessions": len(own),
        "ended": sum(map(_in_a_row, own)),
        "own_below": float(np.mean(np.concatenate(own))) if own else None,
        "swaps": len(swapped),
        "seen": sum(map(_in_a_row, swapped)),
        "strangers_below": float(np.mean(np.concatenate(swapped))) if swapped else None,
    }


def _below(templates: Sequence[Template], of: Sequence[Template], measure: Measure) -> list[bool]:
    return [score < measure.continuity for score in _middle(templates, of[:BEGINNING], measure)]


def _in_a_row(below: Sequence[bool]) -> bool:
    """Whether IN_A_ROW are below the limit, one after another, as a session calls another face (over half a second)."""
    return any(all(below[at : at + IN_A_ROW]) for at in range(len(below) - IN_A_ROW + 1))


def _best(templates: Sequence[Template], against: Sequence[Template], measure: Measure) -> list[float]:
    return [max(measure.compare(template, one) for one in against) for template in templates]


def _middle(templates: Sequence[Template], against: Sequence[Template], measure: Measure) -> list[float]:
    return [median(measure.compare(template, one) for one in against) for template in templates]
