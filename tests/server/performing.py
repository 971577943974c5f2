"""A client that does what the server's prompts ask for, at its own time."""

from collections import deque
from collections.abc import Callable
from typing import Any

from facevow.challenge.events import Act
from tests.server.analysers import REAL, Colour, doing, picture
from tests.server.serving import Client, HandClock

STEP = 0.1
"""Seconds from frame to frame."""

MOST_FRAMES = 400

Answer = dict[str, Any]


ON = {"type": "set_active_check", "enabled": True}
OFF = {"type": "set_active_check", "enabled": False}
RESET = {"type": "reset_active_check"}


def acted(act: str, times: int, *, reaction: int = 4, by: Colour = REAL) -> list[Colour]:
    """Frames that show an act once it was asked for: rest while the person reacts, the act, and rest again."""
    if act == Act.BLINK:
        closed = doing(Act.BLINK, person=by)
        return [by] * reaction + times * [closed, closed, by, by]
    return [by] * reaction + [doing(Act(act), person=by)] * 6 + [by] * 2


class Performer:
    """Sends a frame every STEP seconds of a clock that it winds itself."""

    def __init__(self, client: Client, hand: HandClock) -> None:
        self._client = client
        self._hand = hand
        self._planned: deque[Colour] = deque()
        self._answered = 0

    def show(self, colour: Colour = REAL) -> Answer:
        """One frame later."""
        self._hand.seconds += STEP
        return self._client.ask(picture(colour))

    def follow(self, until: Callable[[Answer], bool]) -> list[Answer]:
        """Do what is asked until an answer fulfils the condition; all answers."""
        answers: list[Answer] = []
        while not answers or not until(answers[-1]):
            assert len(answers) < MOST_FRAMES, f"it never came to that; the last answer: {answers[-1]}"
            answers.append(self.show(self._planned.popleft() if self._planned else REAL))
            self._plan(answers[-1]["active_check"]["prompt"])
        return answers

    def forget(self) -> None:
        """Stand by for another challenge."""
        self._planned.clear()
        self._answered = 0

    def _plan(self, prompt: dict[str, Any] | None) -> None:
        if prompt is None:
            if not self._planned:
                self._answered = 0
        elif self._answered != prompt["number"]:
            self._answered = prompt["number"]
            self._planned.extend(acted(prompt["act"], prompt["times"]))


def state(wanted: str) -> Callable[[Answer], bool]:
    """The condition that the check is in a state."""
    return lambda answer: bool(answer["active_check"]["state"] == wanted)


def begin(client: Client, hand: HandClock, **more: Any) -> Performer:  # noqa: ANN401
    """Switch the active check on."""
    assert client.ask(ON | more) == {"type": "active_check", "enabled": True}
    return Performer(client, hand)


def told(answers: list[Answer]) -> list[str]:
    """The states gone through."""
    return list(dict.fromkeys(answer["active_check"]["state"] for answer in answers))


def is_no_pass(answer: Answer) -> bool:
    """Whether nothing in an answer could be taken for a pass."""
    return not answer["active_check_passed"] and answer["verdict"] != "BONA_FIDE"
