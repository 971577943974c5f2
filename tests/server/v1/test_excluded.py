"""What was not asked for: an application reads it off the session and off the token, and decides what that is worth."""

from datetime import UTC, datetime
from typing import Any

from facevow.signing.verdicts import verify
from tests.server.serving import HandClock, Running
from tests.server.v1.asking import make
from tests.server.v1.streaming import Ordered, ended, order, stored, streaming

BOTH = ["raise_eyebrows", "turn_left", "turn_right"]


def told(server: Running, session: str) -> dict[str, Any]:
    """The session as the API has it."""
    answer: dict[str, Any] = server.get(f"/v1/sessions/{session}").json()
    return answer


def test_what_the_person_excluded_stands_in_session_and_token(timed: Running, hand: HandClock) -> None:
    """The acts in effect, of the application and of the person, in order; beside them what the application asked."""
    made = make(timed, exclude=["brows"])
    assert (made["exclude"], made["excluded"]) == (["brows"], ["raise_eyebrows"])
    with streaming(timed, Ordered(made["id"], made["client_token"]), hand=hand) as streamer:
        assert streamer.ask({"type": "exclude", "acts": ["turns"]}) == {"type": "excluded", "acts": BOTH}
        streamer.follow()
    record = ended(timed, made["id"])
    read, listed = told(timed, made["id"]), timed.get("/v1/sessions").json()["sessions"][0]
    assert (read["verdict"], read["exclude"], read["excluded"]) == ("BONA_FIDE", ["brows"], BOTH)
    assert (listed["exclude"], listed["excluded"]) == (["brows"], BOTH)
    assert record.token is not None
    claims = verify(record.token, timed.services.keyring.jwks(), now=datetime.now(UTC), session=made["id"])
    assert list(claims.excluded) == BOTH


def test_where_nothing_was_excluded_it_says_so(timed: Running, hand: HandClock) -> None:
    """An empty list, which is not the same as not to know."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.follow()
    record = ended(timed, made.id)
    assert told(timed, made.id)["excluded"] == []
    assert record.token is not None
    assert verify(record.token, timed.services.keyring.jwks(), now=datetime.now(UTC)).excluded == ()


def test_the_last_word_of_the_person_counts(timed: Running, hand: HandClock) -> None:
    """Who takes back an exclusion before anything was asked is asked again, and nothing else is told of it."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.ask({"type": "exclude", "acts": ["turns"]})
        assert streamer.ask({"type": "exclude", "acts": []}) == {"type": "excluded", "acts": []}
        streamer.follow()
    assert told(timed, made.id)["excluded"] == []


def test_a_session_without_a_verdict_tells_it_too(timed: Running, hand: HandClock) -> None:
    """Whoever left after excluding acts; what was asked for stays as it was."""
    made = order(timed, exclude=["brows"])
    with streaming(timed, made, hand=hand) as streamer:
        streamer.ask({"type": "exclude", "acts": ["turns"]})
        streamer.ask({"type": "leave"})
    read = told(timed, made.id)
    assert (read["state"], read["token"]) == ("ABORTED", None)
    assert (read["exclude"], read["excluded"]) == (["brows"], BOTH)
    assert stored(timed, made.id).wish["exclude"] == ["brows"]
