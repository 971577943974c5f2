"""What a session tells of its stream is what the published document says, and what was signed."""

import json
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from facevow.server.v1 import examples
from facevow.server.v1.routes import document
from facevow.server.v1.shown import session as shown
from facevow.server.v1.telling import transcript
from facevow.signing.digests import transcript_sha256
from tests.server.serving import HandClock, Running
from tests.server.v1.coursing import Coursing
from tests.server.v1.streaming import ended, order, stored, streaming

DOCUMENT = document()


def complaints(name: str, value: object) -> list[str]:
    """What speaks against a value by the schema of that name in the document."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return [error.message for error in Draft202012Validator(schema, validate_formats=True).iter_errors(value)]


def schema_of(name: str) -> dict[str, Any]:
    """One schema of the document."""
    found: dict[str, Any] = DOCUMENT["components"]["schemas"][name]
    return found


@pytest.mark.parametrize("policy", [None, "passive_only"])
def test_a_real_session_is_as_the_document_has_it(timed: Running, hand: HandClock, policy: str | None) -> None:
    """Its timings and each entry of its transcript: every name is published, and none that was measured is lost."""
    made = order(timed, policy=policy)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.follow()
    record = ended(timed, made.id)
    told = timed.get(f"/v1/sessions/{made.id}").json()
    assert complaints("Session", told) == []
    assert (told["transcript"], told["timings"]) == (record.transcript, record.timings)
    assert transcript_sha256(told["transcript"]) == told["transcript_sha256"]
    assert set(told["timings"]) == set(schema_of("Timings")["properties"])
    assert set(told["timings"]["frames"]) == set(schema_of("FrameCounts")["properties"])
    assert told["timings"]["frames"]["analysed"] > 0


def test_the_document_refuses_what_no_session_tells() -> None:
    """The schemas are closed: a name that is made up, or one that is missing, does not pass."""
    entry, timings = examples.SESSION["transcript"][0], examples.SESSION["timings"]
    assert complaints("TranscriptEntry", entry) == complaints("Timings", timings) == []
    for wrong in (entry | {"score": 0.9}, entry | {"event": "sneezed"}, {"at": 1.0}, {"event": "settled"}):
        assert complaints("TranscriptEntry", wrong), wrong
    for wrong in ({"frames_analysed": 268}, timings | {"more": 1}, {}, timings | {"milliseconds": {"p50": 1.0}}):
        assert complaints("Timings", wrong), wrong


def test_every_kind_of_entry_is_published() -> None:
    """What a challenge writes down, with all its fields: a step, an act, when it began, and the signs of flatness."""
    coursing = Coursing.of()
    coursing.perform()
    entries = json.loads(json.dumps(transcript(coursing.course.session.active_check)))
    assert [complaint for entry in entries for complaint in complaints("TranscriptEntry", entry)] == []
    names = {name for entry in entries for name in entry}
    assert names == set(schema_of("TranscriptEntry")["properties"])


def test_before_the_end_there_are_no_timings(timed: Running, hand: HandClock) -> None:
    """null, and no empty object that looks like some; an aborted session has its own."""
    made = order(timed)
    assert timed.get(f"/v1/sessions/{made.id}").json()["timings"] is None
    with streaming(timed, made, hand=hand) as streamer:
        assert timed.get(f"/v1/sessions/{made.id}").json()["timings"] is None
        streamer.ask({"type": "leave"})
    told = timed.get(f"/v1/sessions/{made.id}").json()
    assert (told["timings"]["first_frame"], told["timings"]["frames"]["received"]) == (None, 0)
    assert told["timings"]["milliseconds"] == {"p50": None, "p95": None}
    assert complaints("Session", told) == []


def test_the_example_is_of_one_piece(timed: Running, hand: HandClock) -> None:
    """What it says of its transcript is true of it, and its cues have names that a real session has."""
    example = examples.SESSION
    assert transcript_sha256(example["transcript"]) == example["transcript_sha256"]
    asked = {entry["act"] for entry in example["transcript"] if "act" in entry}
    assert asked.isdisjoint(example["excluded"])
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.follow()
    real = shown(stored(timed, made.id), ()).evidence
    for cue, values in example["evidence"].items():
        assert set(values) <= set(real[cue]), cue
