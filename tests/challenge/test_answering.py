"""Acts held against a prompt, and recordings that do everything all the time."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import facevow.decision
from facevow.challenge.actions import Seen
from facevow.challenge.answering import Answering
from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import Act, Event
from facevow.challenge.flatness import Signs
from facevow.challenge.rules import Step
from facevow.decision.policy import parse_policies
from tests.challenge.acting import RULES, make_check, points, posed, trembling
from tests.making import make_analysis

FACES_ONLY = replace(
    RULES,
    bits=6,
    unasked=2,
    steps=(Step(Act.BLINK, 2), Step(Act.SMILE), Step(Act.OPEN_MOUTH), Step(Act.RAISE_EYEBROWS)),
)
POLICIES = Path(facevow.decision.__file__).with_name("policies.toml")


def test_a_burst_of_blinks_counts_from_its_own_beginning() -> None:
    """A blink, a long pause and two blinks answer a prompt for two with the latter two; progress begins anew."""
    answering = Answering(Step(Act.BLINK, 2), 0.0, 0.2)
    signs = Signs(None, 0.0, None)
    assert answering.judge(Seen(Act.BLINK, 0.4, 0.5, 1), signs) is None
    assert answering.judge(Seen(Act.BLINK, 3.0, 3.1, 1), signs) is None
    assert answering.progress(0) == 0.5
    done = answering.judge(Seen(Act.BLINK, 3.6, 3.7, 2), signs)
    assert done is not None
    assert (done[0], done[1].began) == (Event.ACT_DONE, 3.0)


def rotation(check: ActiveCheck, acts: Sequence[Act | None], seconds: float) -> None:
    """Play these acts over and over, each for so long, without a look at what is asked; until the check has ended."""
    for number in range(70 * 15):
        at = number / 15
        act, share = acts[int(at / seconds) % len(acts)], math.sin(math.pi * (at % seconds) / seconds)
        motion = trembling(posed(act if at > 2 else None, share), at)
        check.observe(replace(make_analysis(at, motion=motion), tracked=points(motion), digest=str(number)))
        if check.passed or check.ended_by is not None:
            return


def test_somebody_who_does_everything_all_the_time_fails() -> None:
    """A loop of blinks, smiles, talk and raised brows answers no prompt: unasked, they are counted and end it."""
    faces = [Act.BLINK, Act.BLINK, Act.BLINK, Act.SMILE, Act.OPEN_MOUTH, Act.RAISE_EYEBROWS]
    for seed in range(50):
        check = make_check(rules=FACES_ONLY, seed=seed)
        rotation(check, faces, 0.7)
        assert check.ended_by is Event.TOO_MANY_FAULTS
        assert check.transcript.count(Event.UNASKED_ACT) > FACES_ONLY.unasked


@pytest.mark.parametrize(("name", "most"), [("strict", 2), ("balanced", 6), ("lenient", 30)])
def test_the_best_rotation_we_know_seldom_passes(name: str, most: int) -> None:
    """Two blinks, an open mouth and a turn in endless rotation fit every window; how many of 150 draws let it pass."""
    rules = parse_policies(POLICIES.read_text(encoding="utf-8")).choose(name).challenge
    assert rules is not None
    passed = 0
    for seed in range(150):
        check = make_check(rules=rules, seed=seed)
        rotation(check, [Act.BLINK, Act.BLINK, None, None, Act.OPEN_MOUTH, None, Act.TURN_LEFT], 0.8)
        passed += check.passed
    assert passed <= most
