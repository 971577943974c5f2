"""From when on an act counts: not from the frame that led to its prompt, but from when the prompt was sent."""

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from facevow.challenge.events import Act
from facevow.server.services import Clock
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import REAL, ColourAnalyser, doing, picture
from tests.server.conftest import RULES
from tests.server.performing import STEP, Answer, Performer, begin, state
from tests.server.serving import PATIENCE, Client, HandClock, serving

BEGUN_AFTER = 0.3
"""Seconds from the frame that leads to the prompt to the act; more than the least time of reaction."""


@dataclass
class Hold:
    """Keeps one frame in the analysis until it may go on."""

    number: int = 0
    taken: threading.Event = field(default_factory=threading.Event)
    gate: threading.Event = field(default_factory=threading.Event)

    def made(self) -> ColourAnalyser:
        """An analyser that holds the frame of that number."""
        hold = self

        class Held(ColourAnalyser):
            """Waits at the gate."""

            def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
                """As of the protocol."""
                if frame.index + 1 == hold.number:
                    hold.taken.set()
                    assert hold.gate.wait(PATIENCE)
                return super().analyse(frame, memory, judge=judge)

        return Held()


def act_from(performer: Performer, act: Act) -> list[Answer]:
    """Go on with an act that has begun, and come back to rest."""
    return [performer.show(colour) for colour in [doing(act)] * 6 + [REAL] * 2]


@pytest.mark.parametrize(("sent_after", "done"), [(0.0, True), (0.4, False)])
def test_an_act_begun_before_its_prompt_was_sent_is_hasty(
    database: Path, hand: HandClock, *, sent_after: float, done: bool
) -> None:
    """It begins 0.3 s after the frame that led to the prompt: an answer if the prompt was sent at once, else none."""
    hold = Hold()
    with serving(database, analysers=hold.made, clock=Clock(monotonic=hand), choose=lambda _: 0) as server:
        server.app.state.services = replace(server.services, policy=replace(server.services.policy, challenge=RULES))
        with server.socket() as client:
            prompt = begin(client, hand).follow(state("act_due"))[-1]
        act = Act(prompt["active_check"]["prompt"]["act"])
        with server.socket() as client:
            performer = begin(client, hand)
            for _ in range(prompt["frame"] - 1):
                performer.show()
            hold.number = prompt["frame"]
            hand.seconds += STEP
            client.send(picture(REAL))
            assert hold.taken.wait(PATIENCE)
            if sent_after:
                answers = two_frames_late(client, hand, hold, act, sent_after)
            else:
                hold.gate.set()
                answers = [client.receive()]
                hand.seconds += BEGUN_AFTER
                answers.append(client.ask(picture(doing(act))))
            answers += act_from(performer, act)
    checks = [answer["active_check"] for answer in answers]
    assert checks[0]["state"] == "act_due"
    assert any(check["notice"] == "hasty_act" for check in checks) is not done
    assert checks[-1]["done"] == ([act] if done else [])
    assert all(check["prompt"]["seconds_left"] <= RULES.window for check in checks if check["prompt"])


def two_frames_late(client: Client, hand: HandClock, hold: Hold, act: Act, sent_after: float) -> list[Answer]:
    """Begin the act while the frame that leads to the prompt is still analysed; both answers."""
    hand.seconds += BEGUN_AFTER
    client.send(picture(doing(act)))
    assert client.ask({"type": "ping"}) == {"type": "pong"}  # so the act's frame has been read by now
    hand.seconds += sent_after - BEGUN_AFTER
    hold.gate.set()
    return [client.receive(), client.receive()]
