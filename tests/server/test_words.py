"""What the person is told."""

from dataclasses import replace
from random import Random

import pytest

from facevow.challenge.check import ActiveCheck, Prompt
from facevow.challenge.events import Act, Event, State
from facevow.challenge.rules import MOST_TIMES, Step
from facevow.challenge.table import TRANSITIONS
from facevow.challenge.transcript import FAULTS, RESTARTS
from facevow.server import words
from tests.challenge.acting import RULES, Person, act_out, make_check

SENTENCES = (*words.STATES.values(), *words.NOTICES.values(), *words.ENDS.values(), *words.ACTS.values())


def test_nothing_is_without_words() -> None:
    """Every act and count, every state without a prompt, every notice and every end has its sentence."""
    assert set(words.ACTS) == set(Act)
    assert set(words.TIMES) == set(range(1, MOST_TIMES + 1))
    assert set(words.STATES) == set(State) - {State.ACT_DUE, State.FAILED}
    assert set(words.NOTICES) == FAULTS | RESTARTS
    ends = {event for steps in TRANSITIONS.values() for event, state in steps.items() if state is State.FAILED}
    assert set(words.ENDS) == ends


def test_no_two_things_are_said_alike() -> None:
    """Sentences differ, and none is empty or as long as a paragraph."""
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert all(3 < len(sentence) < 100 for sentence in SENTENCES)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(Act.TURN_LEFT), "Turn your head to your left"),
        (Step(Act.BLINK), "Blink"),
        (Step(Act.BLINK, 2), "Blink twice"),
        (Step(Act.BLINK, 3), "Blink three times"),
    ],
)
def test_a_prompt_says_how_often(step: Step, said: str) -> None:
    """Left is the person's left, and a number of blinks is said."""
    assert words.asked(step) == said


def told(check: ActiveCheck, person: Person) -> list[str]:
    """All that is said in the course of a challenge, without what is said twice in a row."""
    said: list[str] = []
    for _ in act_out(check, person):
        sentence = words.sentence(check)
        if not said or said[-1] != sentence:
            said.append(sentence)
    return said


def test_a_challenge_is_told_from_beginning_to_end() -> None:
    """What is to be done now, one thing at a time, with a good word between."""
    assert told(make_check(Step(Act.TURN_LEFT), Step(Act.OPEN_MOUTH)), Person()) == [
        "Look straight ahead and hold still",
        "Keep looking straight ahead",
        "Turn your head to your left",
        "Good. Look straight ahead again",
        "Keep looking straight ahead",
        "Open your mouth wide",
        "Active check passed",
    ]


def test_a_wrong_act_is_told_beside_the_prompt() -> None:
    """The prompt stands, so it is said again."""
    said = told(make_check(Step(Act.TURN_LEFT)), Person(lambda _: Act.TURN_RIGHT))
    assert "That was something else. Turn your head to your left" in said


def test_whoever_does_nothing_is_told_so() -> None:
    """A window that ends is told, and at last that it happened too often."""
    said = told(make_check(Step(Act.SMILE)), Person(lambda _: None))
    assert words.NOTICES[Event.WINDOW_OVER] in said
    assert said[-1] == words.ENDS[Event.TOO_MANY_RESTARTS]


def test_the_switched_off_check_says_so() -> None:
    """As the seed's page expects."""
    assert words.sentence(None) == "Active check is off"
    assert words.sentence(ActiveCheck(RULES, Random(1).randrange)) == words.STATES[State.FACE_DUE]


def clumsy(seed: int) -> Person:
    """Somebody who now and then is too fast, does something else, or does nothing."""
    luck = Random(seed)
    mistakes = (Act.TURN_RIGHT, Act.SMILE, Act.TURN_LEFT, None)

    def answer(prompt: Prompt) -> Act | None:
        return prompt.step.act if luck.random() < 0.6 else luck.choice(mistakes)

    return Person(answer, reaction=luck.choice((-0.4, 0.1, 0.5)), flat=luck.random() < 0.3)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_said_never_contradicts_the_state(seed: int) -> None:
    """A prompt is said as it is, after a wrong act with a word on that; on the way back only fast and flat acts are."""
    steps = (Step(Act.TURN_LEFT), Step(Act.OPEN_MOUTH), Step(Act.TURN_RIGHT))
    check = make_check(*steps, rules=replace(RULES, faults=20, restarts=20))
    returning = {words.STATES[State.RETURNING], words.NOTICES[Event.HASTY_ACT], words.NOTICES[Event.FLAT_ACT]}
    for _ in act_out(check, clumsy(seed), seconds=30):
        said = words.sentence(check)
        if check.prompt is not None:
            asked = words.asked(check.prompt.step)
            assert said in {asked, f"That was something else. {asked}"}
            assert (said == asked) is (check.notice is not Event.WRONG_ACT)
        elif check.state is State.RETURNING:
            assert said in returning
        elif check.state is State.PASSED:
            assert said == words.STATES[State.PASSED]
