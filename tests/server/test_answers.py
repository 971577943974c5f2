"""From sessions to answers and records: pure values."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.challenge.events import State
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.server import answers
from facevow.types import Box, Face, FrameAnalysis, PadScore, Quality

BALANCED = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5)
IMAGE, STREAM = BALANCED.for_image(), BALANCED.for_stream()


def analysis(box: Box | None, score: float | None = 0.8, *, at: float = 0.0) -> FrameAnalysis:
    """What a frame of 200 x 100 shows."""
    return FrameAnalysis(
        index=0,
        at=at,
        width=200,
        height=100,
        faces=() if box is None else (Face(box, 0.9, ()),),
        quality=Quality((), {}),
        passive=None if score is None or box is None else PadScore(score, "test"),
    )


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Box(10, 20, 30, 40), (10, 20, 40, 60)),
        (Box(10.6, 20.6, 29.6, 39.6), (10, 20, 41, 61)),
        (Box(-5, -5, 30, 40), (0, 0, 25, 35)),
        (Box(190, 90, 30, 40), (190, 90, 200, 100)),
        (Box(-50, 0, 30, 40), None),
        (Box(300, 0, 30, 40), None),
        (None, None),
    ],
)
def test_a_box_is_clipped_to_the_frame(box: Box | None, expected: answers.Corners | None) -> None:
    """Whole pixels, none of them outside, and no box where none is left."""
    assert answers.corners(analysis(box)) == expected
    if expected is None:
        assert answers.sides(analysis(box)) is None
    else:
        left, top, right, bottom = expected
        assert answers.sides(analysis(box)) == (left, top, right - left, bottom - top)


@settings(deadline=None)
@given(*(st.floats(-1e6, 1e6) for _ in range(4)))
def test_no_box_reaches_outside(x: float, y: float, width: float, height: float) -> None:
    """Whatever a detector says, the answer is within the frame and not empty, or null."""
    found = answers.sides(analysis(Box(x, y, width, height)))
    if found is not None:
        x0, y0, w, h = found
        assert 0 <= x0 < x0 + w <= 200
        assert 0 <= y0 < y0 + h <= 100


@settings(deadline=None)
@given(st.floats(0, 1))
def test_confidence_belongs_to_the_label(score: float) -> None:
    """It is the score for a real face, its complement for a fake one, so never below one half."""
    session, seen = Session(STREAM), analysis(Box(1, 1, 50, 50), score)
    session.observe(seen)
    result = answers.result(session, seen, dropped=3)
    assert result.is_real is (score >= STREAM.threshold)
    assert result.confidence == pytest.approx(score if result.is_real else 1 - score)
    assert result.dropped == 3


@pytest.mark.parametrize("seen", [analysis(None), analysis(Box(1, 1, 50, 50), None)])
def test_where_nothing_was_judged_there_is_no_confidence(seen: FrameAnalysis) -> None:
    """No face, or no score, is never real."""
    session = Session(STREAM)
    session.observe(seen)
    result = answers.result(session, seen, dropped=0)
    assert (result.is_real, result.confidence) == (False, 0.0)


def test_every_state_has_its_words() -> None:
    """A state without a prompt would be an exception in the middle of a check."""
    assert set(answers.PROMPTS) == set(State)
    assert set(answers.LABELS) == set(Verdict)


def test_time_running_out_is_told() -> None:
    """After the time limit the client is told to reset."""
    session = Session(STREAM, active=True)
    for at in (0.0, STREAM.active_time_limit + 1):
        seen = analysis(Box(1, 1, 50, 50), at=at)
        session.observe(seen)
    assert answers.result(session, seen, dropped=0).active_check_message == answers.PROMPTS[State.FAILED]


@pytest.mark.parametrize(("score", "label"), [(0.9, "REAL"), (0.1, "FAKE"), (None, "UNKNOWN")])
def test_a_prediction_has_the_second_seeds_words(score: float | None, label: str) -> None:
    """One label for each verdict."""
    session, seen = Session(replace(IMAGE, blocking=frozenset())), analysis(Box(1, 2, 30, 40), score)
    session.observe(seen)
    prediction = answers.prediction(session.decide(), seen)
    assert (prediction.label, prediction.score, prediction.bbox) == (label, score, (1, 2, 31, 42))
