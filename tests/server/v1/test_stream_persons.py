"""Sessions that compare: live and the same person, on the same frames, against a real server."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from facevow.errors import ModelError
from facevow.server.services import Clock
from facevow.signing.verdicts import verify
from facevow.store.records import SessionRecord
from facevow.types import Frame, Landmarks, Template
from tests.server.analysers import OTHER, REAL, THIRD, Colour, ColourDescriber, ColourMeasure, colour_matcher
from tests.server.conftest import RULES
from tests.server.serving import HandClock, Running
from tests.server.v1.enrolled import comparing, enrolled, gallery_path, image
from tests.server.v1.streaming import (
    Message,
    Ordered,
    ended,
    order_over_http,
    refused,
    stored,
    streaming,
)


class Breaks(ColourDescriber):
    """Knows two people, and gives no usable answer about a third one."""

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """As of the protocol."""
        template = super().describe(frame, landmarks)
        if template.content == bytes([2]):
            raise ModelError("expected numbers, got none")
        return template


@contextmanager
def standing_up(database: Path, hand: HandClock, **given: Any) -> Iterator[Running]:  # noqa: ANN401 - settings
    """A server that compares, whose time is set by hand, with a challenge of its own."""
    with comparing(database, clock=Clock(monotonic=hand), **given) as running:
        services = running.services
        running.app.state.services = replace(services, policy=replace(services.policy, challenge=RULES))
        yield running


@pytest.fixture(scope="module")
def hand() -> HandClock:
    """One clock for all tests of this module: it only goes on."""
    return HandClock()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, hand: HandClock) -> Iterator[Running]:
    """One server for those tests; what is enrolled in one of them is not so in another."""
    with standing_up(tmp_path_factory.mktemp("people") / "facevow.db", hand, lockout_failures=1000) as running:
        enrolled(running, "ada", REAL)
        yield running


def followed(server: Running, made: Ordered, hand: HandClock, face: Colour = REAL) -> list[Message]:
    """All answers of a session in which somebody does all that is asked."""
    with streaming(server, made, hand=hand) as streamer:
        streamer.face = face
        answers = streamer.follow()
        assert streamer.close_code() == (1000, "decided")
    return answers


def told(server: Running, made: Ordered) -> dict[str, Any]:
    """What GET tells of a session."""
    answer: dict[str, Any] = server.get(f"/v1/sessions/{made.id}").json()
    return answer


def claims(server: Running, token: str) -> dict[str, Any] | None:
    """What the signed verdict says of the comparison."""
    found = verify(token, server.services.keyring.jwks(), now=datetime.now(UTC)).match
    return None if found is None else dict(found)


@pytest.mark.parametrize("asked", [{"subject": "ada", "compare_with_subject": True}, {"reference": image(REAL)}])
def test_the_right_person_passes(people: Running, hand: HandClock, asked: dict[str, Any]) -> None:
    """Compared with an image that came with the order, or who is enrolled; told and signed, but not to the browser."""
    made = order_over_http(people, **asked)
    answers = followed(people, made, hand)
    record, found = ended(people, made.id), told(people, made)
    assert (record.verdict, record.reasons) == ("BONA_FIDE", ["passive_high", "active_passed", "matched"])
    against = "reference" if "reference" in asked else "subject"
    expected = {"matched": True, "threshold": 0.5, "matcher": "blue 1", "against": against}
    assert found["match"] == expected | {"score": 0.9, "frames": found["match"]["frames"]}
    assert found["match"]["frames"] >= 5
    assert claims(people, found["token"]) == expected | {"frames": found["match"]["frames"]}
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert not any(word in str(answers) for word in ("match", "likeness", "blue 1"))


@pytest.mark.parametrize("policy", [None, "passive_only"])
def test_another_live_person_does_not_pass(people: Running, hand: HandClock, policy: str | None) -> None:
    """From the start, doing all that is asked; the signed verdict says that it was not the one."""
    made = order_over_http(people, subject="ada", compare_with_subject=True, policy=policy)
    followed(people, made, hand, OTHER)
    record, found = ended(people, made.id), told(people, made)
    assert (record.verdict, record.reasons[0]) == ("NO_RESPONSE", "not_matched")
    assert (found["match"]["matched"], found["match"]["score"]) == (False, 0.1)
    assert found["evidence"]["passive"]["score"] > 0.8
    match = claims(people, found["token"])
    assert match is not None
    assert match["matched"] is False


@pytest.mark.parametrize("asked", [{}, {"subject": "ada", "compare_with_subject": True}])
def test_a_face_swapped_in_the_midst_is_an_attack(people: Running, hand: HandClock, asked: dict[str, Any]) -> None:
    """The enrolled person begins and somebody else goes on, comparison or not; the session ends with it."""
    made = order_over_http(people, **asked)
    with streaming(people, made, hand=hand) as streamer:
        streamer.follow(lambda answer: (answer["active_check"]["prompt"] or {}).get("number") == 3)
        answers = streamer.show_until(lambda answer: bool(answer["type"] == "ended"), OTHER)
        assert len(answers) <= 25
    record = ended(people, made.id)
    assert (record.verdict, record.reasons) == ("ATTACK", ["face_swapped"])
    assert record.match is None if not asked else record.match and record.match["matched"] is False


def test_a_session_without_a_comparison_says_nothing_of_who_it_was(people: Running, hand: HandClock) -> None:
    """It passes whoever is live; null stands in its record and in its token."""
    made = order_over_http(people, subject="ada")
    followed(people, made, hand, OTHER)
    record, found = ended(people, made.id), told(people, made)
    assert (record.verdict, record.reasons) == ("BONA_FIDE", ["passive_high", "active_passed"])
    assert (found["match"], claims(people, found["token"])) == (None, None)
    assert found["evidence"]["likeness"]["against"] is None


def test_templates_of_a_stream_are_not_kept(people: Running, hand: HandClock) -> None:
    """The gallery has what was enrolled, and the reference goes with the end of its session."""
    made = order_over_http(people, reference=image(REAL))
    before = stored(people, made.id)
    assert before.reference is not None
    held = people.services.people.gallery.state()
    followed(people, made, hand)
    after = ended(people, made.id)
    assert after.reference is None
    assert people.services.people.gallery.state() == held


def test_whoever_was_erased_before_the_stream_begins_is_compared_with_nobody(people: Running, hand: HandClock) -> None:
    """The socket is closed with the reason, and the token is not used: once the subject is enrolled again, it opens."""
    enrolled(people, "zoe", THIRD)
    made = order_over_http(people, subject="zoe", compare_with_subject=True)
    assert people.http.delete(gallery_path("zoe")).status_code == 200
    assert refused(people, made.id, made.token) == (4503, "not_enrolled")
    assert stored(people, made.id).state == "CREATED"
    enrolled(people, "zoe", THIRD)
    followed(people, made, hand, THIRD)
    assert ended(people, made.id).verdict == "BONA_FIDE"


@pytest.mark.parametrize("here", [True, False])
def test_whoever_is_erased_in_the_midst_gets_no_verdict(people: Running, hand: HandClock, here: bool) -> None:
    """The stream ends with the erasure; one that does not hear of it, as on another server, is refused at its end."""
    (template,) = enrolled(people, "moe", REAL)["templates"]
    made = order_over_http(people, subject="moe", compare_with_subject=True, policy="passive_only")
    with streaming(people, made, hand=hand) as streamer:
        streamer.show()
        if here:
            assert people.http.delete(gallery_path("moe"), params={"template": template["id"]}).status_code == 200
        else:
            hashed = people.services.keyring.subject_hash("moe")
            assert people.services.people.gallery.erase(hashed, actor="test", now=datetime.now(UTC))
            streamer.show_until(lambda answer: bool(answer["type"] == "ended"))
        assert streamer.close_code() == (4410, "reference_erased")
    record = ended(people, made.id)
    assert (record.state, record.ended_by) == ("ABORTED", "reference_erased")
    assert (record.verdict, record.confidence, record.token, record.match) == (None, None, None, None)


def test_a_subject_that_is_erased_with_its_sessions_streams_into_none(people: Running) -> None:
    """Nobody can begin what is not there any more."""
    enrolled(people, "eve", THIRD)
    made = order_over_http(people, subject="eve", compare_with_subject=True)
    assert people.http.delete("/v1/subjects/eve").status_code == 200
    assert refused(people, made.id, made.token) == (4404, "session_unknown")


@pytest.mark.parametrize(("compare", "left"), [("reference", True), ("reference", False), ("nobody", False)])
def test_a_reference_that_cannot_be_opened_begins_nothing(people: Running, compare: str, left: bool) -> None:
    """Its row was changed in the database: the session is no session without a comparison."""
    made = order_over_http(people, reference=image(REAL))
    with people.services.database.write() as orm:
        record = orm.get_one(SessionRecord, made.id)
        assert record.reference is not None
        record.compare = compare
        if left:
            record.reference.content = b"\0" * 40
        else:
            record.reference = None
    assert refused(people, made.id, made.token) == (4410, "reference_lost")
    assert stored(people, made.id).state == "CREATED"


def test_a_token_that_was_used_is_refused_as_ever(people: Running, hand: HandClock) -> None:
    """Also where the reference has gone with the end of the session."""
    made = order_over_http(people, reference=image(REAL))
    followed(people, made, hand)
    assert refused(people, made.id, made.token) == (4409, "token_used")


def test_faces_are_not_compared_where_all_sockets_are_served(database: Path, hand: HandClock) -> None:
    """Some matchers take long: others would wait for it. Each comparison is made in a thread without an event loop."""
    looping: list[bool] = []

    class Slow(ColourMeasure):
        def compare(self, one: Template, other: Template) -> float:
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                looping.append(False)
            else:
                looping.append(True)
            return super().compare(one, other)

    with standing_up(database, hand, matcher=replace(colour_matcher(), measure=Slow())) as server:
        enrolled(server, "ada", REAL)
        looping.clear()
        made = order_over_http(server, subject="ada", compare_with_subject=True, policy="passive_only")
        followed(server, made, hand)
        assert ended(server, made.id).verdict == "BONA_FIDE"
    assert looping
    assert not any(looping)


def test_a_describer_that_fails_breaks_a_session_that_compares(database: Path, hand: HandClock) -> None:
    """In the middle of it, on the way to a pass; the continuity of others goes without it."""
    with standing_up(database, hand, matcher=colour_matcher(Breaks)) as server:
        enrolled(server, "ada", REAL)
        made = order_over_http(server, subject="ada", compare_with_subject=True, policy="passive_only")
        with streaming(server, made, hand=hand) as streamer:
            for _ in range(15):
                streamer.show()
            answers = streamer.show_until(lambda answer: bool(answer["type"] == "ended"), THIRD)
            assert answers[-1] == {"type": "ended", "state": "ABORTED", "ended_by": "broken"}
            assert streamer.close_code() == (4500, "broken")
        record = ended(server, made.id)
        assert (record.verdict, record.token, record.match) == (None, None, None)
        alone = order_over_http(server, policy="passive_only")
        followed(server, alone, hand, THIRD)
        assert ended(server, alone.id).verdict == "BONA_FIDE"


def test_a_server_whose_matcher_is_gone_begins_no_session_that_compares(database: Path, hand: HandClock) -> None:
    """Ordered while there was one, streamed after a restart without; sessions without a comparison go on."""

    def gone() -> ColourDescriber:
        raise ModelError("expected a network, found none")

    with standing_up(database, hand) as server:
        enrolled(server, "ada", REAL)
        made = order_over_http(server, subject="ada", compare_with_subject=True)
    with standing_up(database, hand, matcher=colour_matcher(gone)) as server:
        assert refused(server, made.id, made.token) == (4503, "no_matcher")
        assert stored(server, made.id).state == "CREATED"
        alone = order_over_http(server, policy="passive_only")
        followed(server, alone, hand)
        record = ended(server, alone.id)
        assert (record.verdict, "likeness" in record.evidence) == ("BONA_FIDE", False)
