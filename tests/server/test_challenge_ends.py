"""Every way in which an active check is broken off, fails, or loses its pass, over real sockets."""

import json

import pytest

from facevow.challenge.events import Act
from tests.server.analysers import ANOTHER_FACE, FAILING, FAKE, NOBODY, REAL, TWO_FACES, Colour, doing
from tests.server.performing import begin, is_no_pass, state
from tests.server.serving import HandClock, Running, until


def test_a_pass_is_lost_with_the_face(timed: Running, hand: HandClock) -> None:
    """A face gone for a moment is the same face; gone for longer, the pass is gone, and coming back is not enough."""
    with timed.socket() as client:
        performer = begin(client, hand)
        performer.follow(state("passed"))
        short = [performer.show(NOBODY) for _ in range(5)]
        assert all(answer["is_real"] is False for answer in short)
        assert performer.show()["verdict"] == "BONA_FIDE"
        long = [performer.show(NOBODY) for _ in range(20)][-1]
        assert is_no_pass(long)
        back = [performer.show() for _ in range(10)]
        assert all(is_no_pass(answer) for answer in back)
        performer.forget()
        performer.follow(state("passed"))


def failing_course(name: str) -> list[Colour]:
    """What is shown after a prompt."""
    return {
        "another face": [ANOTHER_FACE] * 6,
        "wrong acts": [doing(Act.GO_BACK), doing(Act.GO_BACK), REAL, REAL, REAL] * 3,
        "nothing": [REAL] * 390,
        "nobody": [NOBODY] * 650,
    }[name]


@pytest.mark.parametrize(
    ("name", "ends", "notices", "verdict"),
    [
        ("another face", "face_swapped", set(), "ATTACK"),
        ("wrong acts", "too_many_faults", {"wrong_act"}, "NO_RESPONSE"),
        ("nothing", "too_many_restarts", {"window_over"}, "NO_RESPONSE"),
        ("nobody", "timed_out", {"face_lost"}, "NO_RESPONSE"),
    ],
)
def test_each_way_to_fail_is_told(
    timed: Running, hand: HandClock, *, name: str, ends: str, notices: set[str], verdict: str
) -> None:
    """What went wrong is a notice, what ended the check a code and words; what comes later is no pass either."""
    with timed.socket() as client:
        performer = begin(client, hand)
        performer.follow(state("act_due"))
        answers = [performer.show(colour) for colour in failing_course(name)]
        failed = next(answer for answer in answers if answer["active_check"]["state"] == "failed")
        assert failed["active_check"]["failed_by"] == ends
        assert failed["active_check"]["prompt"] is None
        assert "tart again" in failed["active_check_message"]
        assert notices <= {answer["active_check"]["notice"] for answer in answers}
        assert all(is_no_pass(answer) for answer in answers)
        later = [performer.show() for _ in range(40)]
        assert all(answer["active_check"]["failed_by"] == ends and is_no_pass(answer) for answer in later)
        assert {answer["verdict"] for answer in later} == {verdict}
    until(lambda: timed.health()["connections"] == 0)
    outcome = timed.services.store.recent_verdicts(1)[0]
    assert (outcome.verdict, outcome.evidence["challenge"]["ended_by"]) == (verdict, ends)
    assert json.dumps(outcome.evidence, allow_nan=False)


@pytest.mark.parametrize(
    ("colour", "frames", "pause", "notice"),
    [(NOBODY, 20, 0.0, "face_lost"), (TWO_FACES, 8, 0.0, "face_joined"), (REAL, 1, 5.0, "clock_jumped")],
)
def test_what_breaks_a_challenge_begins_it_anew(
    timed: Running, hand: HandClock, *, colour: Colour, frames: int, pause: float, notice: str
) -> None:
    """The acts done are forgotten, the person is told why, and can still pass."""
    with timed.socket() as client:
        performer = begin(client, hand)
        performer.follow(lambda answer: len(answer["active_check"]["done"]) == 2)
        hand.seconds += pause
        answers = [performer.show(colour) for _ in range(frames)]
        assert notice in {answer["active_check"]["notice"] for answer in answers}
        assert answers[-1]["active_check"]["done"] == []
        performer.forget()
        after = performer.follow(state("passed"))
        assert all(is_no_pass(answer) for answer in (*answers, *after[:-1]))


def test_a_failing_analysis_in_a_challenge_is_no_pass(timed: Running, hand: HandClock) -> None:
    """In every state of it what was done is forgotten; a connection that ends then is NO_RESPONSE."""
    with timed.socket() as client:
        performer = begin(client, hand, exclude=["eyes"])  # blinks are at rest at once: "returning" might not be told
        for where in ("settling", "resting", "act_due", "returning", "passed"):
            performer.follow(state(where))
            assert performer.show(FAILING)["code"] == "analysis_failed"
            performer.forget()
            after = performer.show()
            assert is_no_pass(after)
            assert after["active_check"]["done"] == []
            assert after["active_check"]["enabled"] is True
        performer.follow(state("passed"))
        performer.show(FAILING)
    until(lambda: timed.health()["connections"] == 0)
    outcome = timed.services.store.recent_verdicts(1)[0]
    assert (outcome.verdict, outcome.reasons, outcome.active_check_passed) == ("NO_RESPONSE", ["error"], False)


def test_a_face_that_looks_fake_does_not_pass_by_acting(timed: Running, hand: HandClock) -> None:
    """All acts done, but the passive score says attack from the beginning, or from the middle on."""
    with timed.socket() as client:
        performer = begin(client, hand, exclude=["eyes"])
        performer.follow(state("returning"))
        answers = [performer.show(FAKE) for _ in range(40)]
    assert answers[-1]["verdict"] == "ATTACK"
    assert all(is_no_pass(answer) for answer in answers)
