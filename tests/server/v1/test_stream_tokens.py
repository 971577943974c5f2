"""Who is let in to a session's stream: every attack on the client token, and what it is answered."""

import secrets
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from facevow.server.services import Clock
from tests.server.analysers import no_model
from tests.server.serving import HandClock, Running, serving, until
from tests.server.v1.streaming import Ordered, code_of, ended, opening, order, refused, stored, streaming

PROTOCOL = Subprotocol("facevow.v1")


@dataclass
class Calendar:
    """The date, set by hand."""

    at: datetime = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Now."""
        return self.at


def test_a_token_works_once(timed: Running, hand: HandClock) -> None:
    """A second socket with the token is closed with 4409, during the session and after it; the first goes on."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        assert refused(timed, made.id, made.token) == (4409, "token_used")
        assert streamer.follow()[-1]["state"] == "COMPLETED"
    assert refused(timed, made.id, made.token) == (4409, "token_used")
    assert stored(timed, made.id).verdict == "BONA_FIDE"


def test_of_ten_sockets_at_once_one_wins(server: Running) -> None:
    """One token, ten sockets: one is welcome, nine are closed with 4409."""
    assert all_at_once(server, [order(server)] * 10) == {"welcome": 1, (4409, "token_used"): 9}


def all_at_once(server: Running, ordered: list[Ordered]) -> Counter[object]:
    """Open sockets together, none of which is closed before each has had its first answer; what the answers were."""
    outcomes: Counter[object] = Counter()
    answered = threading.Barrier(len(ordered))

    def attempt(made: Ordered) -> None:
        with opening(server, made.id, made.token) as streamer:
            try:
                outcomes[streamer.receive()["type"]] += 1
            except ConnectionClosed as closed:
                outcomes[code_of(closed)] += 1
            answered.wait(60)

    threads = [threading.Thread(target=attempt, args=(made,)) for made in ordered]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def forgeries(made: Ordered, other: Ordered) -> dict[str, list[str]]:
    """Subprotocols that show no good token of a session."""
    flipped = made.token[:-5] + ("A" if made.token[-5] != "A" else "B") + made.token[-4:]
    shown = {
        "none": [],
        "another session's": [f"facevow.token.{other.token}"],
        "drawn at random": [f"facevow.token.fvt_{secrets.token_urlsafe(32)}"],
        "one letter changed": [f"facevow.token.{flipped}"],
        "empty": ["facevow.token."],
        "the session's id": [f"facevow.token.{made.id}"],
        "the hash of it": [f"facevow.token.{'a' * 64}"],
        "without its prefix": [f"facevow.token.{made.token.removeprefix('fvt_')}"],
        "cut": [f"facevow.token.{made.token[:-1]}"],
        "longer": [f"facevow.token.{made.token}A"],
        "two, one of them good": [f"facevow.token.{made.token}", f"facevow.token.{other.token}"],
        "twice the good one": [f"facevow.token.{made.token}"] * 2,
        "in another case": [f"FACEVOW.TOKEN.{made.token}"],
        "a signed text": ["facevow.token.eyJhbGciOiJub25lIn0.e30."],
    }
    return {name: ["facevow.v1", *tokens] for name, tokens in shown.items()}


def test_a_forged_token_is_refused_and_harms_nothing(server: Running) -> None:
    """Whatever is shown but the token itself is answered by 4401; the session can still be begun afterwards."""
    made, other = order(server), order(server)
    for name, offered in forgeries(made, other).items():
        protocols = [Subprotocol(each) for each in offered]
        assert refused(server, made.id, None, subprotocols=protocols) == (4401, "token_invalid"), name
    assert stored(server, made.id).state == "CREATED"
    with streaming(server, made):
        pass


def test_a_token_in_the_address_is_none(server: Running) -> None:
    """Addresses are logged by everybody on the way, so a token in one is not read."""
    made = order(server)
    with opening(server, made.id, None) as streamer:
        assert streamer.close_code() == (4401, "token_invalid")
    address = f"ws://127.0.0.1:{server.port}/v1/sessions/{made.id}/stream?token={made.token}"
    with connect(address, subprotocols=[PROTOCOL]) as connection, pytest.raises(ConnectionClosed) as caught:
        connection.recv()
    assert code_of(caught.value) == (4401, "token_invalid")


def test_the_answer_never_repeats_the_token(server: Running) -> None:
    """The server answers with facevow.v1 alone."""
    made = order(server)
    with streaming(server, made) as streamer:
        assert streamer.connection.subprotocol == "facevow.v1"


def test_a_client_that_speaks_something_else_is_refused(server: Running) -> None:
    """Without facevow.v1 among the subprotocols the answer is 4400, and the token is not used up."""
    made = order(server)
    shown = Subprotocol(f"facevow.token.{made.token}")
    for protocols in ([shown], [Subprotocol("facevow.v2"), shown], None):
        assert refused(server, made.id, None, subprotocols=protocols) == (4400, "bad_message")
    assert stored(server, made.id).state == "CREATED"


@pytest.mark.parametrize("session", ["fvs_AAAAAAAAAAAAAAAAAAAAAA", "nothing", "fvs_%00", "%F0%9F%98%80", "a" * 3000])
def test_an_unknown_session_is_refused(server: Running, session: str) -> None:
    """Ids that nobody was given, and texts that can be none."""
    made = order(server)
    assert refused(server, session, made.token) == (4404, "session_unknown")


def test_an_expired_session_is_refused(database: Path) -> None:
    """A session that was not begun in time is over, whether or not anybody has noticed yet."""
    calendar = Calendar()
    with serving(database, clock=Clock(now=calendar)) as server:
        made = order(server, expires_in=60)
        calendar.at += timedelta(seconds=61)
        assert refused(server, made.id, made.token) == (4410, "session_expired")
        record = ended(server, made.id)
        assert (record.state, record.verdict, record.token) == ("EXPIRED", None, None)


def test_an_aborted_session_is_refused(server: Running) -> None:
    """Its token was used."""
    made = order(server)
    with streaming(server, made) as streamer:
        assert streamer.ask({"type": "leave"}) == {"type": "ended", "state": "ABORTED", "ended_by": "left"}
    assert refused(server, made.id, made.token) == (4409, "token_used")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_a_stranger_is_refused(server: Running, origin: str) -> None:
    """The close code is 4403, and the token is not used up."""
    made = order(server)
    assert refused(server, made.id, made.token, origin=Origin(origin)) == (4403, "origin_refused")
    with streaming(server, made, origin=Origin(server.url)):
        pass


def test_a_full_server_says_so(database: Path) -> None:
    """One session beyond the capacity gets 4503, and its token still works when there is room."""
    with serving(database, max_sessions=2) as server:
        first, second, third = order(server), order(server), order(server)
        with streaming(server, first):
            with streaming(server, second):
                assert refused(server, third.id, third.token) == (4503, "server_full")
            until(lambda: server.services.live.inside == 1)
            with streaming(server, third):
                assert server.services.live.full


def test_one_address_has_so_many_sessions(database: Path) -> None:
    """Beyond the limit of an address the answer is 4503 with a name of its own."""
    with serving(database, max_per_address=2) as server, ExitStack() as stack:
        for made in (order(server), order(server)):
            stack.enter_context(streaming(server, made))
        third = order(server)
        assert refused(server, third.id, third.token) == (4503, "address_full")


def test_a_server_without_a_model_says_so(database: Path) -> None:
    """No token is used up where nothing can be judged."""
    with serving(database, analysers=no_model, require_model=False) as server:
        made = order(server)
        assert refused(server, made.id, made.token) == (4503, "no_model")
        assert stored(server, made.id).state == "CREATED"


def test_a_stopping_server_says_so(server: Running) -> None:
    """Nobody is let in while it drains."""
    made = order(server)
    server.services.live.draining = True
    assert refused(server, made.id, made.token) == (4503, "draining")


def test_a_subject_that_failed_too_often_is_locked_out(database: Path) -> None:
    """Sessions that were made before do not help: the stream is refused with 4429, and the token is not used up."""
    with serving(database, lockout_failures=2) as server:
        made = [order(server, subject="somebody") for _ in range(3)]
        for one in made[:2]:
            with streaming(server, one) as streamer:
                streamer.ask({"type": "leave"})
        assert refused(server, made[2].id, made[2].token) == (4429, "locked_out")
        assert stored(server, made[2].id).state == "CREATED"
        with streaming(server, order(server, subject="somebody else")):
            pass


def test_opening_many_at_once_is_no_way_around_the_lock(database: Path) -> None:
    """Streams of one subject that are opened together are counted one after the other."""
    with serving(database, lockout_failures=3) as server:
        made = [order(server, subject="somebody") for _ in range(8)]
        assert all_at_once(server, made) == {"welcome": 3, (4429, "locked_out"): 5}


def test_opening_on_several_servers_is_no_way_around_the_lock(database: Path) -> None:
    """Servers that share a database count together: each begins with the database's word, not its own."""
    with serving(database, lockout_failures=3) as one, serving(database, lockout_failures=3) as other:
        made = [order(one, subject="somebody") for _ in range(8)]
        with ThreadPoolExecutor(2) as pool:
            halves = pool.map(all_at_once, (one, other), (made[:4], made[4:]))
            assert sum(halves, Counter[object]()) == {"welcome": 3, (4429, "locked_out"): 5}


def test_whoever_guesses_has_to_wait(database: Path) -> None:
    """After so many refused tokens an address is refused whatever it shows but the right one (see `test_entering`)."""
    with serving(database, limit_refused="3/minute") as server:
        made = order(server)
        for _ in range(3):
            assert refused(server, made.id, order(server).token) == (4401, "token_invalid")
        assert refused(server, made.id, order(server).token) == (4429, "rate_limited")


def test_sockets_count_as_requests(database: Path) -> None:
    """An address has so many a minute."""
    with serving(database, limit_address="2/minute") as server:
        made = [order(server) for _ in range(3)]
        for one in made[:2]:
            with streaming(server, one):
                pass
        assert refused(server, made[2].id, made[2].token) == (4429, "rate_limited")


def test_whoever_is_refused_leaves_nothing_behind(server: Running) -> None:
    """After twenty refusals no place is taken, and the figures tell each of them."""
    made = order(server)
    for _ in range(20):
        assert refused(server, made.id, None) == (4401, "token_invalid")
    assert server.services.live.inside == 0
    assert 'facevow_refused_total{what="token_invalid"} 20.0' in server.services.metrics.text().decode()
