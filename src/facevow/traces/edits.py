"""Makes traces of what nobody filmed: pure functions from analyses to new ones, for tests and measurements.

Each takes the frames of a trace in their order and returns new ones; times are seconds of the stream, `start` is
within and `end` beyond what is meant. Digests stay those of the pictures that a frame came from, so what is shown
twice is known again, unless a function says otherwise; `fresh_digests` gives those of a live camera.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import pairwise
from statistics import median
from typing import Final

from facevow.traces import drift
from facevow.types import Drift, FrameAnalysis, Quality, QualityCode, QualityIssue

Frames = tuple[FrameAnalysis, ...]

_USUAL_INTERVAL: Final = 1 / 30
_RIVAL_SHARE: Final = 0.25
"""The share of the first face's area above which a second one is a quality issue (`vision.quality.Limits`)."""


class Beat:
    """Says which frames of a stream to take, so that at most `rate` come a second: the first of each 1 / `rate`."""

    def __init__(self, rate: float) -> None:
        """Begin with the first frame that comes.

        Raises:
            ValueError: the rate is not positive.
        """
        if not 0 < rate < math.inf:
            raise ValueError(f"expected a positive rate, found {rate}")
        self._rate = rate
        self._began: float | None = None
        self._latest = -1

    def takes(self, at: float) -> bool:
        """Whether to take the frame of `at` seconds."""
        if self._began is None:
            self._began = at
        beat = math.floor((at - self._began) * self._rate + 0.01)  # times are rounded; a hundredth is no late frame
        if beat <= self._latest:
            return False
        self._latest = beat
        return True


def thin(frames: Sequence[FrameAnalysis], rate: float) -> Frames:
    """At most `rate` frames a second; drift becomes that since the frame before among those that are left.

    Raises:
        ValueError: the rate is not positive.
    """
    beat = Beat(rate)
    kept: list[FrameAnalysis] = []
    drifts: list[Drift | None] = []
    for frame in frames:
        drifts.append(frame.drift)
        if beat.takes(frame.at):
            kept.append(replace(frame, drift=drift.since(drifts)))
            drifts = []
    return _renumbered(kept)


def cut(frames: Sequence[FrameAnalysis], start: float, end: float) -> Frames:
    """The frames from `start` to `end`, with the times that they had."""
    return _renumbered(frame for frame in frames if start <= frame.at < end)


def splice(*pieces: Sequence[FrameAnalysis], gap: float | None = None) -> Frames:
    """The pieces one after the other, on one clock that begins at 0.

    Each piece begins `gap` seconds after the last frame of the one before, by default the usual time between two
    frames of that one. The first frame of a piece has no drift: what surrounds the face is not what was there before.
    """
    joined: list[FrameAnalysis] = []
    now = 0.0
    for piece in pieces:
        start = len(joined)
        joined += [replace(frame, at=now + frame.at - piece[0].at) for frame in piece]
        if piece:
            joined[start] = replace(joined[start], drift=None)
            now = joined[-1].at + (interval(piece) if gap is None else gap)
    return _renumbered(joined)


def interval(frames: Sequence[FrameAnalysis]) -> float:
    """The median time between two frames in seconds; a thirtieth where there are fewer than two."""
    steps = [after.at - before.at for before, after in pairwise(frames)]
    return median(steps) if steps else _USUAL_INTERVAL


def loop(frames: Sequence[FrameAnalysis], times: int) -> Frames:
    """The whole again and again, as a recording that is played in a loop."""
    return splice(*([frames] * times))


def freeze(frames: Sequence[FrameAnalysis], start: float, seconds: float) -> Frames:
    """A picture that stands still: from `start` on and for so long, every frame shows what the first of them shows."""
    held: FrameAnalysis | None = None
    frozen: list[FrameAnalysis] = []
    for frame in frames:
        if start <= frame.at < start + seconds:
            frozen.append(frame if held is None else replace(held, at=frame.at, drift=drift.none_of(held.drift)))
            held = held or frame
        else:
            frozen.append(frame)
    return _renumbered(frozen)


def shift_time(frames: Sequence[FrameAnalysis], start: float, by: float) -> Frames:
    """The clock jumps: frames from `start` on come `by` seconds later, or earlier where that is negative."""
    return tuple(replace(frame, at=frame.at + by) if frame.at >= start else frame for frame in frames)


def reverse_time(frames: Sequence[FrameAnalysis]) -> Frames:
    """The same pictures in the same order, under a clock that runs backwards."""
    return tuple(replace(frame, at=other.at) for frame, other in zip(frames, reversed(frames), strict=True))


def play_backwards(frames: Sequence[FrameAnalysis]) -> Frames:
    """The pictures from the last to the first, under a clock that runs as it should."""
    if not frames:
        return ()
    total = frames[0].at + frames[-1].at
    following = [drift.undone(frame.drift) for frame in frames[1:]] + [None]
    turned = [replace(frame, at=total - frame.at, drift=back) for frame, back in zip(frames, following, strict=True)]
    return _renumbered(reversed(turned))


def early(frames: Sequence[FrameAnalysis], start: float, end: float, by: float) -> Frames:
    """What was done between `start` and `end` is done `by` seconds sooner; what came before it comes after."""
    return splice(
        cut(frames, -float("inf"), start - by),
        cut(frames, start, end),
        cut(frames, start - by, start),
        cut(frames, end, float("inf")),
    )


def with_second_face(frames: Sequence[FrameAnalysis], start: float, end: float, share: float = 0.5) -> Frames:
    """A second face stands beside the first between `start` and `end`.

    `share` is its area over that of the first, above 0 and at most 1; above a quarter the frame has the quality issue
    SEVERAL_FACES, as the pipeline would find.

    Raises:
        ValueError: the share is out of range.
    """
    if not 0 < share <= 1:
        raise ValueError(f"expected a share above 0 and up to 1, found {share}")
    return tuple(_joined(frame, share) if start <= frame.at < end else frame for frame in frames)


def fresh_digests(frames: Iterable[FrameAnalysis], seed: int) -> Frames:
    """Every frame named anew, as a live camera never makes the same picture twice."""
    return tuple(replace(frame, digest=_digest(f"{seed}:{number}")) for number, frame in enumerate(frames))


def _joined(frame: FrameAnalysis, share: float) -> FrameAnalysis:
    """With a smaller copy of the first face on the side where there is more room."""
    if frame.face is None:
        return frame
    box, factor = frame.face.box, share**0.5
    left = box.centre[0] > frame.width / 2
    x = box.x - 1.2 * box.width * factor if left else box.right + 0.2 * box.width * factor

    def moved(point: tuple[float, float]) -> tuple[float, float]:
        return (x + (point[0] - box.x) * factor, box.y + (point[1] - box.y) * factor)

    second = replace(
        frame.face,
        box=replace(box, x=x, width=box.width * factor, height=box.height * factor),
        points=tuple(moved(point) for point in frame.face.points),
    )
    faces = (frame.face, second, *frame.faces[1:])
    return replace(frame, faces=faces, quality=_with_rival(frame.quality, share))


def _with_rival(quality: Quality, share: float) -> Quality:
    if share <= _RIVAL_SHARE or QualityCode.SEVERAL_FACES in quality.codes:
        return quality
    issue = QualityIssue(QualityCode.SEVERAL_FACES, share, _RIVAL_SHARE)
    return Quality((issue, *quality.issues), {**quality.measures, issue.code: share})


def _renumbered(frames: Iterable[FrameAnalysis]) -> Frames:
    return tuple(replace(frame, index=index) for index, frame in enumerate(frames))


def _digest(name: str) -> str:
    """As long as a picture's (`vision.fingerprint`)."""
    return blake2b(name.encode(), digest_size=8).hexdigest()
