"""Frames for the tests of traces: some made by hand, some by hypothesis."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from facevow.types import (
    TRACKED_POINTS,
    Box,
    Drift,
    Face,
    FaceMotion,
    FrameAnalysis,
    HeadPose,
    PadScore,
    Quality,
    QualityCode,
    QualityIssue,
)
from tests.making import make_analysis


def full_frame(at: float = 0.0) -> FrameAnalysis:
    """A frame with something in every field that a trace keeps."""
    tracked = np.arange(3 * len(TRACKED_POINTS), dtype=np.float32).reshape(-1, 3)
    return replace(
        make_analysis(at, issues=[QualityCode.BLURRED]), tracked=tracked, digest="0f" * 8, drift=Drift(1, 2, 3, 4, 50)
    )


def numbers(least: float, most: float) -> st.SearchStrategy[float]:
    """Finite floats in a range."""
    return st.floats(least, most, allow_nan=False, allow_infinity=False)


_SHARES, _PIXELS = numbers(0, 1), numbers(-9e4, 9e4)
_LENGTHS, _ANGLES, _RATIOS = numbers(0, 9e4), numbers(-179, 179), numbers(0, 1e6)

_FACES = st.builds(
    Face,
    box=st.builds(Box, _PIXELS, _PIXELS, _LENGTHS, _LENGTHS),
    score=_SHARES,
    points=st.lists(st.tuples(_PIXELS, _PIXELS), max_size=6).map(tuple),
)
_MOTIONS = st.builds(
    FaceMotion,
    pose=st.builds(HeadPose, _ANGLES, _ANGLES, _ANGLES),
    right_eye=_RATIOS,
    left_eye=_RATIOS,
    right_blink=_SHARES,
    left_blink=_SHARES,
    mouth=_RATIOS,
    jaw=_SHARES,
    smile=_SHARES,
    brows=_SHARES,
    size=_LENGTHS,
)
_TRACKED = st.tuples(st.integers(0, 2**32 - 1), numbers(0.01, 5000)).map(
    lambda drawn: np.random.default_rng(drawn[0]).normal(0, drawn[1], (len(TRACKED_POINTS), 3)).astype(np.float32)
)
_ISSUES = st.lists(st.builds(QualityIssue, st.sampled_from(QualityCode), numbers(-1e6, 1e6), _RATIOS), max_size=3)
_DRIFTS = st.builds(Drift, _RATIOS, _ANGLES, _PIXELS, _PIXELS, st.integers(0, 10_000))


@st.composite
def frames(draw: st.DrawFn) -> FrameAnalysis:
    """Any frame that a pipeline could make, with or without a face, at any time."""
    faces = tuple(draw(st.lists(_FACES, max_size=3)))
    motion = draw(st.none() | _MOTIONS) if faces else None
    return FrameAnalysis(
        index=draw(st.integers(0, 10**6)),
        at=draw(numbers(-1e5, 1e5)),
        width=draw(st.integers(1, 10_000)),
        height=draw(st.integers(1, 10_000)),
        faces=faces,
        quality=Quality(tuple(draw(_ISSUES)), {}),
        motion=motion,
        passive=draw(
            st.none()
            | st.builds(
                PadScore, _SHARES, st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
            )
        )
        if faces
        else None,
        tracked=draw(st.none() | _TRACKED) if motion is not None else None,
        digest=draw(st.text("0123456789abcdef", max_size=16)),
        drift=draw(st.none() | _DRIFTS),
    )
