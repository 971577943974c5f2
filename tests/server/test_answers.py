"""From sessions to answers and records: pure values."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.challenge.events import State
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.server import answers
from facevow.server.words import OFF
from facevow.types import Box, Face, FrameAnalysis, PadScore, Quality
from tests.challenge.acting import RULES, Person

BALANCED = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5)
IMAGE, STREAM = BALANCED.for_image(), BALANCED.for_stream()
ASKING = replace(STREAM, challenge=RULES)


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


def test_every_verdict_has_its_label() -> None:
    """A verdict without a label would be an exception instead of an answer."""
    assert set(answers.LABELS) == set(Verdict)


def test_without_the_active_check_there_is_nothing_to_tell_of_it() -> None:
    """The fields are there, and empty; nobody has passed what was not asked for."""
    session, seen = Session(STREAM), analysis(Box(1, 1, 50, 50))
    session.observe(seen)
    assert answers.progress(session).model_dump() == {
        "enabled": False,
        "state": "face_due",
        "done": [],
        "of": 0,
        "prompt": None,
        "notice": None,
        "failed_by": None,
    }
    assert answers.active_check_passed(session) is False
    assert answers.result(session, seen, dropped=0).active_check_message == OFF


def test_the_course_of_a_challenge_is_told() -> None:
    """What a person does before a camera is told state by state, and the future never: not even in the record."""
    check_session = Session(ASKING, Random(3).randrange)
    check, person = check_session.active_check, Person()
    assert check is not None
    states = []
    for number in range(600):
        seen = person.frame(number / 15, check)
        check_session.observe(seen)
        told = answers.progress(check_session)
        states.append(told.state)
        assert told.enabled
        assert told.of == len(check.steps)
        assert told.done == [step.act for step in check.steps[: len(told.done)]]
        assert (told.prompt is not None) is (told.state == State.ACT_DUE)
        if told.prompt is not None:
            assert told.prompt.number == len(told.done) + 1
            assert (told.prompt.act, told.prompt.times) == (
                check.steps[len(told.done)].act,
                check.steps[len(told.done)].times,
            )
            assert 0 <= told.prompt.progress <= 1
            assert 0 <= told.prompt.seconds_left <= told.prompt.window == 6.0
        if check.passed:
            break
    assert list(dict.fromkeys(states)) == ["settling", "resting", "act_due", "returning", "passed"]
    assert answers.active_check_passed(check_session)
    assert (told.notice, told.failed_by) == (None, None)


def test_a_verdict_is_recorded_with_policy_and_evidence() -> None:
    """The record can be written as JSON, names the policy, and holds every cue of the decision."""
    session = Session(ASKING, Random(3).randrange)
    for at in (0.0, 0.1, 0.2):
        session.observe(analysis(Box(1, 1, 50, 50), at=at))
    decision, origin = session.decide(), answers.Origin("c", "ws", "test")
    now = datetime(2026, 1, 2, tzinfo=UTC)
    record = answers.verdict_record(decision, origin, started=now, ended=now, active_check_passed=False)
    assert record.policy == decision.policy == "balanced 1"
    assert set(record.evidence) == set(decision.evidence) >= {"passive", "challenge", "identity", "quality", "timing"}
    assert json.loads(json.dumps(record.evidence, allow_nan=False)) == record.evidence
    passive = replace(
        Session(STREAM).decide(), evidence={"identity": {"pace": math.inf, "all": (1, [math.nan, -math.inf])}}
    )
    record = answers.verdict_record(passive, origin, started=now, ended=now, active_check_passed=False)
    assert record.policy == "balanced 1, passive only"
    assert record.evidence == {"identity": {"pace": None, "all": [1, [None, None]]}}


@pytest.mark.parametrize(("score", "label"), [(0.9, "REAL"), (0.1, "FAKE"), (None, "UNKNOWN")])
def test_a_prediction_has_the_second_seeds_words(score: float | None, label: str) -> None:
    """One label for each verdict."""
    session, seen = Session(replace(IMAGE, blocking=frozenset())), analysis(Box(1, 2, 30, 40), score)
    session.observe(seen)
    prediction = answers.prediction(session.decide(), seen)
    assert (prediction.label, prediction.score, prediction.bbox) == (label, score, (1, 2, 31, 42))
