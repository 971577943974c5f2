"""What GET /v1/sessions/{session}/frames tells of the frames of a session."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from facevow.store import InferenceRecord
from tests.server.analysers import FAKE, NOBODY, REAL
from tests.server.serving import HandClock, Running, until
from tests.server.v1.asking import NOBODY_KNOWS, complete, key_for, locked_server, make, problem
from tests.server.v1.streaming import order, streaming


def frames(server: Running, session: str, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
    """A page of frames."""
    answer = server.get(f"/v1/sessions/{session}/frames", params=asked)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def logged(session: str, at: datetime, milliseconds: float) -> InferenceRecord:
    """A line of the log whose frame was answered at a moment."""
    return InferenceRecord(
        timestamp=at, connection=session, source="v1", face_detected=True, is_real=True, confidence=0.9,
        active_check_passed=False, verdict="BONA_FIDE", score=0.9, x=1, y=2, width=3, height=4, quality=[], model="m",
        milliseconds=milliseconds,
    )  # fmt: skip


def test_every_frame_that_was_analysed_is_told(timed: Running, hand: HandClock) -> None:
    """In order, with its score, face and codes; of a frame without a face there is no box."""
    ordered = order(timed)
    with streaming(timed, ordered, hand=hand) as streamer:
        for colour in (REAL, FAKE, NOBODY):
            streamer.show(colour)
        streamer.ask({"type": "leave"})
    until(lambda: len(frames(timed, ordered.id)["frames"]) == 3)
    page = frames(timed, ordered.id)
    first, _, last = page["frames"]
    assert page["next"] is None
    assert [one["face_detected"] for one in page["frames"]] == [True, True, False]
    assert (first["box"], last["box"], last["quality"]) == ([40, 30, 61, 71], None, ["no_face"])
    assert first["score"] == pytest.approx(0.9, abs=0.02)
    assert first["number"] < last["number"]


def test_seconds_are_from_the_beginning_of_the_stream_to_the_frames_arrival(server: Running) -> None:
    """The log dates a frame by its answer, so its milliseconds are taken off."""
    made = make(server)
    complete(server, made["id"])
    began = server.services.sessions.get(made["id"]).started  # type: ignore[union-attr]
    assert began is not None
    server.services.store.add([logged(made["id"], began + timedelta(seconds=2), 500.0)])
    until(lambda: bool(frames(server, made["id"])["frames"]))
    (only,) = frames(server, made["id"])["frames"]
    assert (only["seconds"], only["milliseconds"], only["box"]) == (1.5, 500.0, [1, 2, 3, 4])


def test_a_session_that_was_never_begun_has_no_frames(standing: Running) -> None:
    """And one that nobody knows is not there."""
    made = make(standing)
    assert frames(standing, made["id"]) == {"frames": [], "next": None}
    problem(standing.get(f"/v1/sessions/{NOBODY_KNOWS}/frames"), 404, "session_unknown")


def test_frames_come_in_pages(server: Running) -> None:
    """Each page leads on to the next."""
    made = make(server)
    now = server.services.clock.now()
    server.services.store.add([logged(made["id"], now, float(number)) for number in range(5)])
    until(lambda: len(frames(server, made["id"])["frames"]) == 5)
    found, after = [], 0
    while after is not None:
        page = frames(server, made["id"], after=after, limit=2)
        found += [one["milliseconds"] for one in page["frames"]]
        after = page["next"]
    assert found == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "asked", ["after=-1", "after=9223372036854775808", "limit=0", "limit=1001", "limit=x", "afer=1", "limit=1&limit=2"]
)
def test_a_page_that_makes_no_sense_is_refused(standing: Running, asked: str) -> None:
    """Also one whose names are misspelt or stand twice."""
    problem(standing.get(f"/v1/sessions/{NOBODY_KNOWS}/frames?{asked}"), 422, "bad_parameter")


def test_it_takes_a_key_for_sessions(database: Path) -> None:
    """Scores are told, which help whoever wants to pass."""
    with locked_server(database) as server:
        path = f"/v1/sessions/{NOBODY_KNOWS}/frames"
        problem(server.get(path), 401, "key_missing")
        problem(server.get(path, headers=key_for(server, "operate", "erase")), 403, "scope_missing")
        problem(server.get(path, headers=key_for(server, "sessions")), 404, "session_unknown")


def test_erased_with_its_session(server: Running) -> None:
    """Nothing is told of a session that is gone."""
    made = make(server)
    server.services.store.add([logged(made["id"], server.services.clock.now(), 1.0)])
    until(lambda: bool(frames(server, made["id"])["frames"]))
    assert server.http.delete(f"/v1/sessions/{made['id']}").json()["counts"]["log_rows"] == 1
    problem(server.get(f"/v1/sessions/{made['id']}/frames"), 404, "session_unknown")
