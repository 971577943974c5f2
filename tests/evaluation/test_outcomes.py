"""Sessions that nobody filmed, and how they are counted."""

import json
from dataclasses import replace
from itertools import count

import pytest

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import Act, Event
from facevow.challenge.rules import Rules, Step
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.evaluation.outcomes import AFTER, LONGEST, Outcome, Shown, chooser, over_seeds, see_through, tally
from facevow.types import FrameAnalysis
from tests.making import make_analysis, make_motion

RULES = Rules(steps=(Step(Act.OPEN_MOUTH), Step(Act.SMILE)), bits=1, pause_most=0.5)
POLICY = Policy(PolicyName.BALANCED, "1", "test", threshold=0.5, challenge=RULES)
ENDED = Outcome(0, Verdict.NO_RESPONSE, ("active_failed",), False, Event.TIMED_OUT, 1, 3, 2, 1, 0.9, 60.0)


class Person:
    """Opens the mouth or smiles half a second after being asked; nothing in the pictures changes else."""

    def __init__(self, score: float = 0.9) -> None:
        self._numbers = count()
        self._score = score
        self._asked_at: float | None = None

    def __call__(self, session: Session) -> FrameAnalysis:
        """Show the next frame."""
        number = next(self._numbers)
        check = session.active_check
        assert isinstance(check, ActiveCheck)
        self._asked_at = None if check.prompt is None else self._asked_at or number / 10
        active = check.prompt is not None and number / 10 - (self._asked_at or 0) > 0.5
        mouth = check.prompt is not None and check.prompt.step.act is Act.OPEN_MOUTH
        opened, smile = (0.7, 0.0) if mouth else (0.0, 0.9)
        motion = make_motion(jaw=opened, mouth=opened, smile=smile) if active else make_motion()
        return replace(make_analysis(number / 10, score=self._score, index=number, motion=motion), digest=f"{number}")


def idle() -> Shown:
    """Somebody who looks into the camera and does nothing."""
    numbers = count()

    def show(_: Session) -> FrameAnalysis:
        number = next(numbers)
        return replace(make_analysis(number / 10, index=number), digest=f"{number}")

    return show


def test_a_person_who_answers_is_accepted_at_once() -> None:
    """The session ends with the pass when the verdict is BONA_FIDE then."""
    outcome = see_through(POLICY, Person(), 1)
    assert (outcome.verdict, outcome.passed, outcome.ended_by) == (Verdict.BONA_FIDE, True, None)
    assert outcome.done == outcome.of == 1
    assert 1 < outcome.seconds < 5


def test_a_pass_that_is_no_acceptance_is_watched_a_while_longer() -> None:
    """What passes the challenge with a low passive score counts as passed and as an attack, after AFTER seconds."""
    outcome = see_through(POLICY, Person(0.1), 1)
    assert (outcome.verdict, outcome.passed) == (Verdict.ATTACK, True)
    assert outcome.seconds > see_through(POLICY, Person(), 1).seconds + AFTER


def test_whoever_does_nothing_ends_with_the_rules() -> None:
    """The last window that is forgiven ends it, and the outcome tells by what."""
    outcome = see_through(POLICY, idle(), 1)
    assert (outcome.verdict, outcome.passed, outcome.ended_by) == (
        Verdict.NO_RESPONSE,
        False,
        Event.TOO_MANY_RESTARTS,
    )
    assert outcome.restarts == RULES.restarts + 1


def test_a_challenge_without_an_end_is_given_up() -> None:
    """Rules for recordings wait for ever; LONGEST seconds do not."""
    outcome = see_through(POLICY.for_recording(), idle(), 1)
    assert (outcome.verdict, outcome.ended_by) == (Verdict.NO_RESPONSE, None)
    assert outcome.seconds == pytest.approx(LONGEST, abs=0.2)


def test_a_policy_without_a_challenge_is_refused() -> None:
    """There would be nothing to draw."""
    with pytest.raises(ValueError, match="challenge"):
        see_through(POLICY.passive_only(), idle(), 1)


def test_equal_seeds_have_equal_luck() -> None:
    """And other seeds other luck."""
    drawn = [[chooser(seed).randrange(1000) for _ in range(3)] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_tally_counts_verdicts_and_passes_apart() -> None:
    """Shares have the exact interval, ends are sorted by how often they came, and all of it can be JSON."""
    passed = replace(ENDED, verdict=Verdict.ATTACK, passed=True, ended_by=None, done=3, seconds=20.0)
    figures = tally([ENDED, ENDED, replace(ENDED, ended_by=Event.LOOPED), passed])
    assert json.loads(json.dumps(figures)) == figures
    assert figures["verdicts"] == {"BONA_FIDE": 0, "ATTACK": 1, "NO_RESPONSE": 3}
    assert figures["passed"]["count"] == 1
    assert figures["passed"]["rate"] == 0.25
    assert figures["passed"]["low"] == pytest.approx(0.0063, abs=1e-4)
    assert figures["bona_fide"]["low"] == 0 < figures["bona_fide"]["high"]
    assert list(figures["ended_by"].items()) == [("timed_out", 2), ("looped", 1)]
    assert figures["acts_done"] == {"1": 3, "3": 1}
    assert figures["seconds"] == 50.0


def of_seed(seed: int) -> Outcome:
    return replace(ENDED, seed=seed)


def test_several_processes_keep_the_order_of_the_seeds() -> None:
    """The same outcomes as in one process."""
    assert over_seeds(of_seed, range(9), workers=2) == over_seeds(of_seed, range(9)) == [of_seed(n) for n in range(9)]
