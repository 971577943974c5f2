"""Describes images with several matchers and compares pairs of them, and takes the time of both."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from facevow.comparing import Analyser, hindrances
from facevow.datasets.pictures import read_image
from facevow.errors import MatchError
from facevow.evaluation.metrics import Scores
from facevow.evaluation.pairs import Pair
from facevow.evaluation.people import Shown
from facevow.evaluation.run import OnStep
from facevow.matching.matcher import Describer, Measure
from facevow.types import Frame, FrameAnalysis, QualityCode, Template

NO_MATTER: Final = frozenset({QualityCode.CUT_OFF})
"""What says something of how the data set was cut, and nothing of what was before the camera."""


@dataclass(frozen=True, slots=True)
class Described:
    """One image. `fit`: a server would compare it, as `comparing.hindrances` has it but for NO_MATTER.

    `templates` by matcher, None where it could make none; `milliseconds` by matcher, of describing alone.
    """

    shown: Shown
    fit: bool
    templates: Mapping[str, Template | None]
    milliseconds: Mapping[str, float]


def is_fit(analysis: FrameAnalysis) -> bool:
    """Whether a server would compare this face, were it not for how the data set was cut."""
    return not set(hindrances(analysis)) - set(NO_MATTER)


def described(
    images: Sequence[Shown],
    analyser: Analyser,
    describers: Mapping[str, Describer],
    on_step: OnStep | None = None,
) -> list[Described]:
    """Describe every image with every matcher. One without a face has no template of any.

    Raises:
        DatasetError: a picture cannot be read.
        ModelError: a network gave no usable answer.
    """
    found = []
    for number, shown in enumerate(images):
        frame = Frame(read_image(shown.entry.views[0].path))
        analysis = analyser.analyse(frame)
        made = {name: _described(describer, frame, analysis) for name, describer in describers.items()}
        templates = {name: template for name, (template, _) in made.items()}
        found.append(Described(shown, is_fit(analysis), templates, {name: spent for name, (_, spent) in made.items()}))
        if on_step is not None:
            on_step(number + 1, len(images))
    return found


def _described(describer: Describer, frame: Frame, analysis: FrameAnalysis) -> tuple[Template | None, float]:
    if analysis.landmarks is None:
        return None, 0.0
    started = time.perf_counter()
    try:
        template = describer.describe(frame, analysis.landmarks)
    except MatchError:
        return None, 0.0
    return template, (time.perf_counter() - started) * 1000


def compared(images: Sequence[Described], pairs: Sequence[Pair], name: str, measure: Measure) -> tuple[Scores, float]:
    """The score of each pair, NaN where one of the two has no template, and the median milliseconds of a comparison."""
    scores, spent = np.full(len(pairs), np.nan), []
    for number, pair in enumerate(pairs):
        one, other = images[pair.one].templates[name], images[pair.other].templates[name]
        if one is not None and other is not None:
            started = time.perf_counter()
            scores[number] = measure.compare(one, other)
            spent.append((time.perf_counter() - started) * 1000)
    return scores, median(spent) if spent else 0.0


Keep = Callable[[Described], bool]
"""Says which images a figure is made of."""


def of_kind(
    images: Sequence[Described], pairs: Sequence[Pair], keep: Keep
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which pairs have two images that are kept, shape (pairs,)."""
    kept = [keep(image) for image in images]
    return np.array([kept[pair.one] and kept[pair.other] for pair in pairs], dtype=bool)
