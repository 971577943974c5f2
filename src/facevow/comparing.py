"""Tells whether two pictures or clips show the same person: the Python API behind `facevow match`.

from facevow import Comparer

comparer = Comparer.open()
comparison = comparer.compare("passport.jpg", "selfie.mp4")
print(comparison.matched, comparison.score)

Faces are compared, nothing else: whether they are live is what `Checker` tells.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median
from typing import Final, Protocol

from facevow.errors import MatchError, ModelError, SettingsError
from facevow.matching.matcher import Describer, Measure
from facevow.matching.opening import choose_matcher
from facevow.media.files import is_picture, read_picture
from facevow.media.video import VideoReader
from facevow.types import Frame, FrameAnalysis, QualityCode, Template
from facevow.vision.manifest import Progress
from facevow.vision.opening import open_pipeline

GREATEST_YAW: Final = 25.0
GREATEST_PITCH: Final = 20.0
"""Degrees: a face turned further shows too little of what a template is made of. Sessions go by the same limits."""

HARMLESS: Final = frozenset({QualityCode.TOO_NEAR})
"""What stands against a liveness check alone: a passport picture is nearly all face."""

MOST_FRAMES: Final = 16
"""Templates kept of a clip. Beyond so many every second one is let go, and from then on half as many are made: however
long it is, between half as many and all of them remain, spread over its whole length."""

LEAST_FRAMES: Final = 5
"""Frames of a clip that can be compared, below which nothing is said: as in a session, one is to be outvoted."""

MOST_STRANGERS: Final = 1
"""Frames of a clip that may show another face than most of it; one may be a slip of the mesh, two are two people."""

STEP: Final = 0.1
"""Seconds from one frame of a clip to the next, at first."""

AGAIN: Final = 0.4
"""The share of a step that is waited after a frame that cannot be compared: the face may be back in a moment."""


class Analyser(Protocol):
    """Says what a frame shows, as `vision.pipeline.Pipeline` does."""

    def analyse(self, frame: Frame) -> FrameAnalysis:
        """All that one frame shows.

        Raises:
            ModelError: a network gave no usable answer.
        """


@dataclass(frozen=True, slots=True)
class Side:
    """One of two inputs.

    `input` is the path as it was given, `seen` how many frames of it were looked at, `frames` how many of them were
    compared. `reasons` say why none was, the most frequent first: codes of `QualityCode`, `no_template`,
    `too_few_frames`, `not_one_person` (never said of a clip by the matcher orb, which cannot tell); empty where it was
    compared.
    """

    input: str
    seen: int
    frames: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """One input and the templates made of it, none where it cannot be compared."""

    side: Side
    templates: tuple[Template, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two inputs came to.

    `score` is the median over all pairs of a frame of the one and a frame of the other, -1..1, None where one of them
    could not be compared. `threshold` is the least score of the same person, `matcher` name and version of the matcher.
    """

    a: Side
    b: Side
    score: float | None
    threshold: float
    matcher: str

    @property
    def matched(self) -> bool:
        """Whether it is the same person. What could not be compared never is."""
        return self.score is not None and self.score >= self.threshold


class Comparer:
    """Compares files by one matcher. Not for use by several threads at once."""

    def __init__(self, analyser: Analyser, describer: Describer, measure: Measure, threshold: float) -> None:
        """Compare by `measure` what `describer` made of the frames; `threshold` is a score, -1..1.

        Raises:
            SettingsError: the threshold is none.
        """
        if not -1 <= threshold <= 1:
            raise SettingsError(f"expected a threshold of -1 to 1, got {threshold}")
        self._analyser = analyser
        self._describer = describer
        self._measure = measure
        self.threshold = threshold

    @classmethod
    def open(
        cls,
        matcher: str = "embedding",
        file: Path | None = None,
        *,
        fmr: str = "0.001",
        threshold: float | None = None,
        progress: Progress | None = None,
    ) -> "Comparer":
        """Make a comparer, fetching the networks that are not on this machine yet.

        Args:
            matcher: `embedding` or `orb`.
            file: the description of another embedding, in TOML, its network beside it.
            fmr: the false-match rate that the threshold is set at: "0.01", "0.001" or "0.0001".
            threshold: a threshold of your own in its place, -1..1.
            progress: told how a download goes on.

        Raises:
            SettingsError: there is no such matcher, rate or threshold.
            ModelError: a file is missing and cannot be fetched, or is not what it should be.
        """
        chosen = choose_matcher(matcher, file, progress=progress)
        least = chosen.measure.threshold(fmr) if threshold is None else threshold
        return cls(open_pipeline(progress=progress), chosen.open_describer(), chosen.measure, least)

    @property
    def matcher(self) -> str:
        """Name and version of the matcher."""
        return self._measure.title

    def compare(self, a: str | Path, b: str | Path) -> Comparison:
        """Compare the faces of two files, pictures or clips. Either order gives the same score.

        Raises:
            InputError: a file is missing, or is neither a picture nor a video within the limits.
            ModelError: a network gave no usable answer.
        """
        return self.between(self.describe(a), self.describe(b))

    def between(self, a: Described, b: Described) -> Comparison:
        """Compare what was described before, so that one file can be held against many.

        Raises:
            ModelError: the matcher gave no usable answer.
        """
        score = self._score(product(a.templates, b.templates)) if a.templates and b.templates else None
        return Comparison(a.side, b.side, score, self.threshold, self.matcher)

    def describe(self, given: str | Path) -> Described:
        """Make the templates of a picture, which must show one face only, or of a clip.

        Of a clip, frames spread over its length are taken, of which at least LEAST_FRAMES must be fit, and which must
        show one person: no more than MOST_STRANGERS of them may be less like the others than the matcher's
        `continuity`. ORB's is 0, below which no score is, so with it a clip of several people is compared as if it
        were of one.

        Raises:
            InputError: the file is missing, or is neither a picture nor a video within the limits.
            ModelError: a network gave no usable answer.
        """
        path, name = Path(given), str(given)
        if is_picture(path):
            found = self._template(Frame(read_picture(path)), alone=True)
            if isinstance(found, Template):
                return Described(Side(name, 1, 1), (found,))
            return Described(Side(name, 1, 0, found))
        with VideoReader(path) as reader:
            seen, templates, issues = self._spread(reader)
        if len(templates) < LEAST_FRAMES:
            common = tuple(code for code, _ in issues.most_common())
            return Described(Side(name, seen, 0, ("too_few_frames", *common)))
        if self._strangers(templates) > MOST_STRANGERS:
            return Described(Side(name, seen, 0, ("not_one_person",)))
        return Described(Side(name, seen, len(templates)), tuple(templates))

    def _spread(self, frames: Iterable[Frame]) -> tuple[int, list[Template], Counter[str]]:
        """How many frames were looked at, templates spread over all of them, and what stood against the others."""
        seen, due, step = 0, 0.0, STEP
        templates: list[Template] = []
        issues: Counter[str] = Counter()
        for frame in frames:
            if frame.at < due:
                continue
            seen += 1
            found = self._template(frame)
            if isinstance(found, Template):
                templates.append(found)
                due = frame.at + step
            else:
                issues.update(found)
                due = frame.at + step * AGAIN
            if len(templates) > MOST_FRAMES:
                templates, step = templates[::2], step * 2
        return seen, templates, issues

    def _template(self, frame: Frame, *, alone: bool = False) -> Template | tuple[str, ...]:
        """The template of the one face in a frame, or what stands against making one; `alone` as `hindrances`."""
        analysis = self._analyser.analyse(frame)
        reasons = hindrances(analysis, alone=alone)
        if reasons or analysis.landmarks is None:
            return reasons or (QualityCode.NO_FACE,)
        try:
            return self._describer.describe(frame, analysis.landmarks)
        except MatchError as error:
            return (error.code,)

    def _strangers(self, templates: Sequence[Template]) -> int:
        """How many frames show another face than most of the others; each of them, where two share the clip evenly."""
        return sum(
            self._score((one, other) for other in templates if other is not one) < self._measure.continuity
            for one in templates
        )

    def _score(self, pairs: Iterable[tuple[Template, Template]]) -> float:
        score = median(self._measure.compare(one, other) for one, other in pairs)
        if not math.isfinite(score):
            raise ModelError(f"expected a score from the matcher {self.matcher}, got {score}")
        return score


def hindrances(analysis: FrameAnalysis, *, alone: bool = False) -> tuple[str, ...]:
    """The codes of what forbids comparing a frame's face; empty where it may be.

    With `alone` any second face does, however small: in a picture nothing else tells whose it is. The frames of a clip
    are held against each other, and a face in the background is none of their person.
    """
    codes = [code for code in analysis.quality.codes if code not in HARMLESS]
    if alone and len(analysis.faces) > 1 and QualityCode.SEVERAL_FACES not in codes:
        codes.append(QualityCode.SEVERAL_FACES)
    pose = None if analysis.motion is None else analysis.motion.pose
    turned = pose is not None and (abs(pose.yaw) > GREATEST_YAW or abs(pose.pitch) > GREATEST_PITCH)
    if turned and QualityCode.TURNED_AWAY not in codes:
        codes.append(QualityCode.TURNED_AWAY)
    return tuple(codes)
