"""Sessions over real footage: the pipeline that ships, real sockets, and a verdict that is verified offline."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from facevow.challenge.draw import Choose
from facevow.server.opening import pipeline_factory
from facevow.server.services import Clock
from facevow.server.settings import load_settings
from facevow.server.v1.wire import frame_message
from facevow.signing.verdicts import verify
from facevow.store.records import SessionRecord
from tests.server.serving import HandClock, Running, serving
from tests.server.test_footage import RULES, jpegs
from tests.server.v1.streaming import Message, is_ended, order, stored, streaming

Timed = tuple[float, bytes]


def played(server: Running, hand: HandClock, frames: Iterable[Timed]) -> tuple[list[Message], SessionRecord]:
    """Stream pictures at their times until the session is over, at the latest when its time is; answers and record."""
    made = order(server, person_may_exclude=False)
    answers: list[Message] = []
    with streaming(server, made, hand=hand) as streamer:
        for number, (at, jpeg) in enumerate(frames):
            hand.seconds = at
            answers.append(streamer.ask(frame_message(number, at, jpeg)))
            if is_ended(answers[-1]):
                break
        else:
            hand.seconds += 200
            streamer.close_code()
    return answers, stored(server, made.id)


def serve(database: Path, hand: HandClock, choose: Choose) -> Iterator[Running]:
    """A server with the pipeline that ships, whose challenge may be one that a clip shows by chance."""
    factory = pipeline_factory(load_settings())
    with serving(database, analysers=factory, clock=Clock(monotonic=hand), choose=choose) as server:
        services = server.services
        server.app.state.services = replace(services, policy=replace(services.policy, challenge=RULES))
        yield server


@pytest.fixture
def rigged(shared: Path, database: Path, hand: HandClock) -> Iterator[Running]:
    """It asks for what the clip of a turning head shows."""
    assert shared.is_dir()
    yield from serve(database, hand, lambda _: 0)


@pytest.fixture
def honest(shared: Path, database: Path, hand: HandClock) -> Iterator[Running]:
    """It asks for something else."""
    assert shared.is_dir()
    yield from serve(database, hand, lambda count: count - 1)


def test_a_live_person_gets_a_verdict_that_can_be_verified(rigged: Running, hand: HandClock, shared: Path) -> None:
    """Who turns left and right as asked is BONA_FIDE; the signed verdict names the network's own file."""
    clip = shared / "footage" / "bonafide-2-head-turns.mp4"
    answers, record = played(rigged, hand, jpegs(clip, every=2, until=9))
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert (record.verdict, record.reasons) == ("BONA_FIDE", ["passive_high", "active_passed"])
    assert record.token is not None
    claims = verify(record.token, rigged.services.keyring.jwks(), now=datetime.now(UTC), session=record.id)
    assert (claims.model, claims.model_sha256) == (rigged.services.engine.model, rigged.services.engine.model_sha256)
    assert len(claims.model_sha256) == 64
    assert claims.frames == len(answers)


def test_the_same_person_doing_something_else_does_not_pass(honest: Running, hand: HandClock, shared: Path) -> None:
    """What is shown must be what was asked for."""
    clip = shared / "footage" / "bonafide-2-head-turns.mp4"
    _, record = played(honest, hand, jpegs(clip, every=2, until=9))
    assert record.verdict != "BONA_FIDE"
    assert record.state in {"COMPLETED", "ABORTED"}


def test_a_loop_is_an_attack_and_a_still_no_response(rigged: Running, hand: HandClock, shared: Path) -> None:
    """A second of a live person over and over, and one picture all the time; the browser sees the same end as ever."""
    second = list(jpegs(shared / "footage" / "bonafide-2-head-turns.mp4", every=2, until=1))
    loop = [(number / 15, second[number % len(second)][1]) for number in range(60)]
    answers, record = played(rigged, hand, loop)
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert (record.verdict, record.reasons[0]) == ("ATTACK", "looped")
    hand.seconds = 0
    answers, record = played(rigged, hand, [(1 + number / 15, second[0][1]) for number in range(60)])
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert (record.verdict, record.reasons[:2]) == ("NO_RESPONSE", ["active_failed", "frozen"])


def test_a_photo_on_a_phone_does_not_pass(rigged: Running, hand: HandClock, shared: Path) -> None:
    """Whatever the challenge makes of it, it is never BONA_FIDE, and nothing is signed that says so."""
    _, record = played(rigged, hand, jpegs(shared / "footage" / "attack-1-phone-still.webm", every=2, until=5))
    assert record.verdict != "BONA_FIDE"
