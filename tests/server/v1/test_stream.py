"""The stream of a session from beginning to end, against a real server."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from facevow.signing import base64url
from facevow.signing.digests import FrameChain, transcript_sha256
from facevow.signing.verdicts import verify
from tests.server.analysers import ANOTHER_FACE, COLOURS_SHA256, FAKE, NOBODY, REAL, Colour
from tests.server.performing import STEP
from tests.server.serving import HandClock, Running, until
from tests.server.v1.streaming import Message, Ordered, ended, is_ended, order, stored, streaming

SECRETS = ("score", "verdict", "confidence", "is_real", "token", "BONA_FIDE", "ATTACK", "NO_RESPONSE", "reasons")
"""Words that may not stand in anything that the browser is told."""


def tells_nothing(message: Message) -> bool:
    """Whether nothing of score or verdict stands in a message."""
    return not any(secret in str(message) for secret in SECRETS)


def test_a_person_who_does_what_is_asked_passes(timed: Running, hand: HandClock) -> None:
    """The session is COMPLETED with BONA_FIDE and a signed verdict; the browser is told of progress only."""
    made = order(timed, subject="somebody", metadata={"cart": 7})
    assert stored(timed, made.id).state == "CREATED"
    with streaming(timed, made, hand=hand) as streamer:
        assert stored(timed, made.id).state == "IN_PROGRESS"
        answers = streamer.follow()
        assert streamer.close_code() == (1000, "decided")
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert all(tells_nothing(answer) for answer in answers)
    assert {answer["type"] for answer in answers[:-1]} == {"progress"}
    record = stored(timed, made.id)
    assert (record.state, record.verdict, record.ended_by) == ("COMPLETED", "BONA_FIDE", None)
    assert record.reasons == ["passive_high", "active_passed"]
    assert record.confidence is not None
    assert record.confidence > 0.8
    assert (record.model, record.model_sha256) == ("colours", COLOURS_SHA256)
    assert [step["event"] for step in record.transcript].count("prompted") == 3
    assert record.transcript[-1]["event"] == "last_act_done"
    assert record.timings["frames"] == {"received": len(answers), "analysed": len(answers), "dropped": 0, "refused": 0}
    assert record.timings["milliseconds"]["p95"] >= record.timings["milliseconds"]["p50"] >= 0
    assert record.evidence["challenge"]["done"] == 3
    assert record.metadata_ == {"cart": 7}


def test_the_signed_verdict_can_be_verified_offline(timed: Running, hand: HandClock) -> None:
    """Its claims are those of the record, its hashes those of transcript and frames as they were sent."""
    made = order(timed, subject="somebody")
    chain = FrameChain(made.id)
    with streaming(timed, made, hand=hand) as streamer:
        plain = streamer.frame
        streamer.frame = lambda jpeg: _noted(chain, plain(jpeg))  # type: ignore[method-assign]
        streamer.follow()
    record = ended(timed, made.id)
    assert record.token is not None
    claims = verify(record.token, timed.services.keyring.jwks(), now=datetime.now(UTC), session=made.id)
    assert (claims.verdict, claims.reasons) == ("BONA_FIDE", ("passive_high", "active_passed"))
    assert claims.issuer == timed.services.settings.issuer
    assert claims.subject == record.subject_claim
    assert claims.policy == record.policy_title
    assert claims.thresholds == {"passive": 0.5, "bits": 8}
    assert claims.model_sha256 == COLOURS_SHA256
    assert claims.excluded == ()
    assert claims.transcript_sha256 == record.transcript_sha256 == transcript_sha256(record.transcript)
    assert claims.frames_sha256 == record.frames_sha256 == chain.sha256
    assert claims.frames == chain.count == record.timings["frames"]["analysed"]


def _noted(chain: FrameChain, message: bytes) -> bytes:
    chain.add(message)
    return message


def test_a_face_that_is_swapped_is_an_attack(timed: Running, hand: HandClock) -> None:
    """The session is COMPLETED with ATTACK, and the browser is not told."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.follow(lambda answer: answer["active_check"]["state"] == "act_due")
        answers = streamer.show_until(is_ended, ANOTHER_FACE)
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert all(tells_nothing(answer) for answer in answers)
    record = stored(timed, made.id)
    assert (record.state, record.verdict, record.reasons[0]) == ("COMPLETED", "ATTACK", "face_swapped")


def test_a_person_who_does_nothing_gets_no_response(timed: Running, hand: HandClock) -> None:
    """The time limit of the policy ends the session as COMPLETED with NO_RESPONSE."""
    made = order(timed)
    services = timed.services
    rules = replace(services.policy.challenge, time_limit=5)  # type: ignore[type-var]
    timed.app.state.services = replace(services, policy=replace(services.policy, challenge=rules))
    with streaming(timed, made, hand=hand) as streamer:
        answers = streamer.show_until(is_ended)
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    record = stored(timed, made.id)
    assert (record.verdict, record.reasons[:2]) == ("NO_RESPONSE", ["active_failed", "timed_out"])
    assert record.confidence is not None


@pytest.mark.parametrize(
    ("colour", "verdict", "seconds"), [(REAL, "BONA_FIDE", 3), (FAKE, "ATTACK", 3), (NOBODY, "NO_RESPONSE", 15)]
)
def test_without_acts_a_few_seconds_decide(
    timed: Running, hand: HandClock, colour: Colour, verdict: str, seconds: float
) -> None:
    """The policy passive_only decides after 3 seconds, and after 15 where there is nothing to decide on."""
    made = order(timed, policy="passive_only")
    with streaming(timed, made, hand=hand) as streamer:
        answers = streamer.show_until(is_ended, colour)
    assert len(answers) == pytest.approx(seconds / STEP + 1, abs=2)
    assert all(tells_nothing(answer) for answer in answers)
    record = stored(timed, made.id)
    assert (record.state, record.verdict, record.transcript) == ("COMPLETED", verdict, [])
    assert record.token is not None


@pytest.mark.parametrize(
    ("reveal", "told"),
    [("nothing", set()), ("verdict", {"verdict", "reasons"}), ("token", {"verdict", "reasons", "token"})],
)
def test_the_browser_is_told_what_the_application_allows(
    timed: Running, hand: HandClock, reveal: str, told: set[str]
) -> None:
    """`reveal` is nothing, the verdict, or the signed verdict too; and it comes with the last message only."""
    made = order(timed, policy="passive_only", reveal=reveal)
    with streaming(timed, made, hand=hand) as streamer:
        answers = streamer.show_until(is_ended)
    assert set(answers[-1]) == {"type", "state"} | told
    assert all(tells_nothing(answer) for answer in answers[:-1])
    record = stored(timed, made.id)
    assert {name: answers[-1][name] for name in told} == {name: getattr(record, name) for name in told}


def test_a_token_that_the_browser_sees_holds_no_score(timed: Running, hand: HandClock) -> None:
    """Whoever tries pictures one after the other learns no more from the token than that they failed."""
    made = order(timed, policy="passive_only", reveal="token")
    with streaming(timed, made, hand=hand) as streamer:
        told = streamer.show_until(is_ended, FAKE)[-1]
    payload = json.loads(base64url.decode(told["token"].split(".")[1]))
    assert payload["verdict"] == told["verdict"] == "ATTACK"
    assert not {"confidence", "score", "evidence", "transcript", "timings"} & set(payload)
    score = stored(timed, made.id).confidence
    assert score is not None
    numbers = [
        value for value in (*payload.values(), *payload["thresholds"].values()) if isinstance(value, int | float)
    ]
    assert all(value != pytest.approx(score, abs=0.05) for value in numbers)


def test_progress_tells_what_the_person_needs(timed: Running, hand: HandClock) -> None:
    """The answer to a frame: its sequence, the face, guidance in codes and words, and where the challenge stands."""
    with streaming(timed, order(timed), hand=hand) as streamer:
        nobody = streamer.show(NOBODY)
        assert (nobody["sequence"], nobody["dropped"], nobody["face"]) == (1, 0, None)
        assert (nobody["guidance"], nobody["message"]) == (["no_face"], "Show your face to the camera")
        somebody = streamer.show(REAL)
        assert (somebody["face"], somebody["width"], somebody["height"]) == ([40, 30, 61, 71], 160, 120)
        asked = streamer.follow(lambda answer: answer["active_check"]["prompt"] is not None)[-1]
        prompt = asked["active_check"]["prompt"]
        assert (prompt["number"], prompt["of"], prompt["window"]) == (1, 3, 6.0)
        assert asked["message"]


def test_every_frame_is_logged_without_a_picture(timed: Running, hand: HandClock) -> None:
    """The log of inferences has a row for each frame that was analysed, with the session's id."""
    made = order(timed, policy="passive_only")
    with streaming(timed, made, hand=hand) as streamer:
        answers = streamer.show_until(is_ended)
    until(lambda: len(timed.services.store.recent(1000)) >= len(answers))
    rows = timed.services.store.recent(1000)
    assert [(row.source, row.connection) for row in rows] == [("v1", made.id)] * len(answers)


def test_the_whole_way_over_http(timed: Running, hand: HandClock) -> None:
    """An application makes the session, its page streams to the address that it is given, and it reads the verdict."""
    body = timed.post("/v1/sessions", json={"policy": "passive_only", "reveal": "verdict"}).json()
    assert body["stream_url"] == f"ws://127.0.0.1:{timed.port}/v1/sessions/{body['id']}/stream"
    with streaming(timed, Ordered(body["id"], body["client_token"]), hand=hand) as streamer:
        assert timed.get(f"/v1/sessions/{body['id']}").json()["state"] == "IN_PROGRESS"
        told = streamer.show_until(is_ended)[-1]
    read = timed.get(f"/v1/sessions/{body['id']}").json()
    assert (read["state"], read["verdict"]) == ("COMPLETED", told["verdict"]) == ("COMPLETED", "BONA_FIDE")
    jwks = timed.get("/.well-known/jwks.json").json()
    assert verify(read["token"], jwks, now=datetime.now(UTC), session=body["id"]).verdict == "BONA_FIDE"
