"""The client's WebSocket and the users on it, against a real server."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.channel import TEXT, Channel, Refused, frame_head, post
from bench.footage import write_reel
from bench.users import Plan, run

from facevow.server.v1.wire import PROTOCOL
from tests.server.analysers import FAILING, REAL, picture
from tests.server.serving import Running, serving
from tests.server.v1.streaming import order


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """A server whose analyser reads colours."""
    with serving(tmp_path / "facevow.db") as running:
        yield running


def test_a_channel_speaks_to_a_session_and_hears_how_it_ends(server: Running) -> None:
    """What is sent arrives whole, texts come back, and the close code and reason are those of the server."""
    ordered, heard, closed = order(server, policy="passive_only"), [], asyncio.Queue[tuple[int, str]]()

    async def talk() -> tuple[int, str]:
        channel = await Channel.open(
            server.port,
            f"/v1/sessions/{ordered.id}/stream",
            lambda text: heard.append(json.loads(text)["type"]),
            lambda code, reason: closed.put_nowait((code, reason)),
            PROTOCOL,
            f"facevow.token.{ordered.token}",
        )
        channel.send(TEXT, b'{"type":', b'"leave"}')
        return await asyncio.wait_for(closed.get(), 30)

    assert asyncio.run(talk()) == (1000, "left")
    assert heard == ["welcome", "ended"]


def test_a_channel_that_is_not_opened_says_so(server: Running) -> None:
    """An answer other than 101 raises, with the status."""
    with pytest.raises(Refused, match=r"40\d"):
        asyncio.run(Channel.open(server.port, "/v1/nothing", lambda _: None, lambda *_: None))


def test_a_post_that_is_refused_says_why(server: Running) -> None:
    """A status beyond 299 raises with what was said."""
    with pytest.raises(Refused, match="422"):
        asyncio.run(post(server.port, "/v1/sessions", b'{"policy": "none"}'))


@pytest.mark.parametrize(("length", "head"), [(125, 6), (126, 8), (65_535, 8), (65_536, 14)])
def test_a_frame_has_the_head_that_its_length_asks_for(length: int, head: int) -> None:
    """RFC 6455, section 5.2: seven bits, sixteen or sixty-four for the length, and the mask behind it."""
    assert len(frame_head(TEXT, length)) == head


def came(server: Running, folder: Path, pictures: list[bytes], **given: float) -> dict[str, object]:
    """What two users came through, as the bench reads it; over with so many sessions, and the seconds are patience."""
    reel = folder / "a.reel"
    write_reel(reel, pictures)
    wanted = {"users": 2, "rate": 20.0, "seconds": 30.0, "warm_up": 0.2, "sessions": 2} | given
    plan = Plan(port=server.port, reels=[str(reel)], policy="passive_only", speed=1.0, through=1, **wanted)  # type: ignore[arg-type]
    found: dict[str, object] = asyncio.run(run(plan))
    return found


def test_users_stream_session_after_session_and_count_their_answers(server: Running, tmp_path: Path) -> None:
    """With a camera each session is decided, every frame sent is answered once, and nothing fails."""
    users = came(server, tmp_path, 200 * [picture(REAL)])["users"]
    assert isinstance(users, list)
    for told in users:
        assert told["failures"] == {}
        assert len(told["milliseconds"]) == told["answered"] > 0
        assert told["answered"] + told["dropped"] + told["withheld"] <= told["due"] + 2
    assert sum(told["ends"].get("BONA_FIDE", 0) for told in users) >= 2


def test_a_clip_that_is_over_ends_the_session_by_leaving(server: Running, tmp_path: Path) -> None:
    """Users whose pictures are used up leave, and come again."""
    users = came(server, tmp_path, 5 * [picture(REAL)], rate=0.0, sessions=6)["users"]
    assert isinstance(users, list)
    assert sum(told["ends"].get("left", 0) for told in users) >= 6


def test_what_goes_wrong_is_counted_and_not_taken_for_an_answer(server: Running, tmp_path: Path) -> None:
    """A server that cannot analyse ends the session by name: it is no success of the load."""
    users = came(server, tmp_path, 50 * [picture(FAILING)], sessions=4)["users"]
    assert isinstance(users, list)
    assert sum(told["answered"] for told in users) == 0
    assert sum(told["ends"].get("broken", 0) for told in users) >= 4


@pytest.mark.parametrize("shown", [b"no picture", picture(REAL)[:200]])
def test_an_error_in_place_of_an_answer_is_a_failure(server: Running, tmp_path: Path, shown: bytes) -> None:
    """A picture that the server refuses counts as refused and not as answered, and the stream goes on to its end."""
    users = came(server, tmp_path, 5 * [shown], rate=0.0, warm_up=0.0, sessions=4)["users"]
    assert isinstance(users, list)
    assert sum(told["answered"] for told in users) == 0
    assert sum(sum(told["failures"].values()) for told in users) >= 20
    assert sum(told["ends"].get("left", 0) for told in users) >= 4
