"""When something of ours goes wrong in the midst of a session: it is told, or tried again, and it is never a pass."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from facevow.errors import KeyringError, ModelError, StoreError
from facevow.server.services import Clock
from facevow.server.v1 import storing
from facevow.signing.keyring import Keyring
from facevow.store.endings import Ending
from facevow.store.records import SessionRecord
from facevow.store.sessions import Sessions
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import FAILING, NOBODY, ColourAnalyser
from tests.server.serving import HandClock, Running, serving
from tests.server.v1.streaming import Ordered, code_of, ended, is_ended, order, refused, stored, streaming
from tests.server.v1.test_stream_tokens import Calendar


def broke(server: Running, made: Ordered) -> None:
    """The session is ABORTED as broken, without anything that could be taken for a pass."""
    record = ended(server, made.id)
    assert (record.state, record.ended_by) == ("ABORTED", "broken")
    assert (record.verdict, record.token, record.confidence) == (None, None, None)


BROKEN = {"type": "ended", "state": "ABORTED", "ended_by": "broken"}


def test_an_analysis_that_fails_breaks_the_session(timed: Running, hand: HandClock) -> None:
    """Whatever the person had done so far; the close code is 4500."""
    made = order(timed, policy="passive_only", reveal="token")
    with streaming(timed, made, hand=hand) as streamer:
        for _ in range(25):
            streamer.show()
        assert streamer.show(FAILING) == BROKEN
        assert streamer.close_code() == (4500, "broken")
    broke(timed, made)


def test_an_analysis_that_is_too_late_breaks_the_session(database: Path) -> None:
    """The server has more to do than it can: no verdict."""
    with serving(database, analysers=lambda: ColourAnalyser(delay=1.0), analysis_timeout=0.1) as server:
        made = order(server)
        with streaming(server, made) as streamer:
            assert streamer.show() == BROKEN
        broke(server, made)


class LosesItsModel(ColourAnalyser):
    """A network that is gone when somebody is before the camera."""

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """Answer for empty pictures only."""
        analysis = super().analyse(frame, memory, judge=judge)
        if analysis.face is not None:
            raise ModelError("expected a network")
        return analysis


class Garbles(ColourAnalyser):
    """One whose answers cannot be judged."""

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """Answer nonsense."""
        return replace(super().analyse(frame, memory, judge=judge), at="never")  # type: ignore[arg-type]


@pytest.mark.parametrize("analyser", [LosesItsModel, Garbles])
def test_whatever_breaks_breaks_the_session(database: Path, analyser: type[ColourAnalyser]) -> None:
    """A model that is lost, and an exception in the judging itself, which is not among those foreseen."""
    with serving(database, analysers=analyser) as server:
        made = order(server, policy="passive_only")
        with streaming(server, made) as streamer:
            answer = streamer.show(NOBODY)
            while not is_ended(answer):
                answer = streamer.show()
            assert answer == BROKEN
            assert streamer.close_code() == (4500, "broken")
        broke(server, made)


@dataclass
class Moody:
    """What a database does at each attempt to write an end: it fails before, or after it was written."""

    before: int = 0
    after: int = 0
    endings: list[Ending] = field(default_factory=list)


class MoodySessions(Sessions):
    """A database that comes and goes."""

    mood: Moody

    def end(self, session_id: str, ending: Ending, *, compared: frozenset[str] = frozenset()) -> SessionRecord:
        """Fail as the mood is."""
        self.mood.endings.append(ending)
        if self.mood.before:
            self.mood.before -= 1
            raise StoreError("expected a database")
        record = super().end(session_id, ending, compared=compared)
        if self.mood.after:
            self.mood.after -= 1
            raise StoreError("expected an answer of the database")
        return record


def moody(server: Running, **mood: Any) -> Moody:  # noqa: ANN401 - of Moody
    """Give the server a database that comes and goes."""
    services = server.services
    sessions = MoodySessions(services.database, lambda *_: None)
    sessions.mood = Moody(**mood)
    server.app.state.services = replace(services, sessions=sessions)
    return sessions.mood


@pytest.mark.parametrize(("before", "after"), [(2, 0), (0, 1), (1, 2)])
def test_an_end_is_stored_when_the_database_is_back(
    timed: Running, hand: HandClock, monkeypatch: pytest.MonkeyPatch, before: int, after: int
) -> None:
    """It is tried again, also where it was written and the answer was lost; the client is told once it stands."""
    monkeypatch.setattr(storing, "FIRST_PAUSE", 0.01)
    made = order(timed, policy="passive_only")
    mood = moody(timed, before=before, after=after)
    with streaming(timed, made, hand=hand) as streamer:
        assert streamer.show_until(is_ended)[-1]["state"] == "COMPLETED"
        assert streamer.close_code() == (1000, "decided")
    assert len(mood.endings) == before + after + 1
    assert all(ending is mood.endings[0] for ending in mood.endings)
    assert stored(timed, made.id).verdict == "BONA_FIDE"


def test_an_end_that_is_not_stored_is_not_told(
    timed: Running, hand: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the database stays away the close code is 4500, and the session reads IN_PROGRESS until it expires."""
    monkeypatch.setattr(storing, "PATIENCE", 0.1)
    monkeypatch.setattr(storing, "FIRST_PAUSE", 0.05)
    made = order(timed, policy="passive_only", reveal="token")
    moody(timed, before=10**6)
    with streaming(timed, made, hand=hand) as streamer, pytest.raises(ConnectionClosed) as caught:
        streamer.show_until(is_ended)
    assert code_of(caught.value) == (4500, "not_stored")
    record = stored(timed, made.id)
    assert (record.state, record.verdict, record.token) == ("IN_PROGRESS", None, None)
    timed.services.sessions.expire(record.expires)
    record = stored(timed, made.id)
    assert (record.state, record.verdict, record.token) == ("EXPIRED", None, None)


def test_a_verdict_that_comes_after_the_end_is_none(timed: Running, hand: HandClock) -> None:
    """A session that was written off meanwhile (the date was set forward) stays so; the stream is closed with 4410."""
    made = order(timed, policy="passive_only", reveal="token")
    with streaming(timed, made, hand=hand) as streamer:
        streamer.show()
        timed.services.sessions.expire(datetime.now(UTC) + timedelta(days=1))
        with pytest.raises(ConnectionClosed) as caught:
            streamer.show_until(is_ended)
    assert code_of(caught.value) == (4410, "session_ended")
    record = stored(timed, made.id)
    assert (record.state, record.verdict, record.token) == ("EXPIRED", None, None)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_date_that_is_set_is_no_way_to_pass(database: Path, hand: HandClock, days: int) -> None:
    """Set forward, the session has expired; set back, it goes on, since nothing in it is timed by the date."""
    calendar = Calendar()
    with serving(database, clock=Clock(monotonic=hand, now=calendar)) as server:
        made = order(server, policy="passive_only")
        with streaming(server, made, hand=hand) as streamer:
            streamer.show()
            calendar.at += timedelta(days=days)
            if days < 0:
                assert streamer.show_until(is_ended)[-1]["state"] == "COMPLETED"
            else:
                with pytest.raises(ConnectionClosed) as caught:
                    streamer.show_until(is_ended)
                assert code_of(caught.value)[0] == 4410
        record = stored(server, made.id)
    assert record.verdict == (None if days > 0 else "BONA_FIDE")
    assert record.state != "COMPLETED" or days < 0


@pytest.mark.parametrize("seconds", [-10, -0.01])
def test_a_steady_clock_that_is_none_breaks_the_session(timed: Running, hand: HandClock, seconds: float) -> None:
    """A monotonic clock that goes back cannot time anything."""
    made = order(timed)
    hand.seconds = 100
    with streaming(timed, made, hand=hand) as streamer:
        streamer.show()
        hand.seconds += seconds
        assert streamer.receive() == BROKEN
    broke(timed, made)


def test_a_steady_clock_that_leaps_is_silence(timed: Running, hand: HandClock) -> None:
    """A minute that did not happen ends the session, whatever was seen."""
    made = order(timed, policy="passive_only")
    with streaming(timed, made, hand=hand) as streamer:
        for _ in range(20):
            streamer.show()
        hand.seconds += 600
        assert streamer.receive() == {"type": "ended", "state": "ABORTED", "ended_by": "silent"}


class LostKeys:
    """A keyring that was there when the client came, and is gone afterwards."""

    def __init__(self, present: Keyring) -> None:
        self._present: Keyring | None = present

    def present(self) -> Keyring:
        """The keyring, once."""
        given, self._present = self._present, None
        if given is None:
            raise KeyringError("expected a keyring")
        return given


def test_a_verdict_that_cannot_be_signed_is_none(timed: Running, hand: HandClock) -> None:
    """Without the keyring a session that was decided on is stored as broken."""
    made = order(timed, policy="passive_only")
    timed.app.state.services = replace(timed.services, secrets=LostKeys(timed.services.keyring))
    with streaming(timed, made, hand=hand) as streamer:
        assert streamer.show_until(is_ended)[-1] == BROKEN
        assert streamer.close_code() == (4500, "broken")
    broke(timed, made)


def test_a_record_that_the_database_refuses_is_broken(
    timed: Running, hand: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What will never fit is not tried for ever; the session is stored without a verdict."""

    class Fussy(Sessions):
        def end(self, session_id: str, ending: Ending, *, compared: frozenset[str] = frozenset()) -> SessionRecord:
            if ending.outcome is not None and ending.outcome.verdict is not None:
                raise StoreError("expected other values", code="bad_record")
            return super().end(session_id, ending, compared=compared)

    monkeypatch.setattr(storing, "FIRST_PAUSE", 0.01)
    made = order(timed, policy="passive_only")
    timed.app.state.services = replace(timed.services, sessions=Fussy(timed.services.database, lambda *_: None))
    with streaming(timed, made, hand=hand) as streamer:
        assert streamer.show_until(is_ended)[-1] == BROKEN
    broke(timed, made)


def test_a_session_does_not_outlive_its_server(database: Path, hand: HandClock) -> None:
    """Whoever is in the midst of it when the server stops is told; after a restart the session cannot go on."""
    with serving(database, clock=Clock(monotonic=hand), stop_seconds=0.1) as server, ExitStack() as open_still:
        made = order(server, policy="passive_only")
        streamer = open_still.enter_context(streaming(server, made, hand=hand))
        streamer.show()
        kept = open_still.pop_all()
    with kept:
        assert streamer.close_code()[0] in {1001, 1012}
    with serving(database) as server:
        record = stored(server, made.id)
        assert (record.state, record.ended_by, record.verdict) == ("ABORTED", "server_stopped", None)
        assert refused(server, made.id, made.token) == (4409, "token_used")
