"""Templates at the wish of the person they are of, and beside sessions: export, erasure, retention, endings."""

import base64
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from facevow.errors import SessionError
from facevow.store import (
    Audit,
    Database,
    Ending,
    Gallery,
    Keeper,
    ReferenceRecord,
    SessionRecord,
    Sessions,
    SessionState,
    State,
)
from tests.store.faces import ALICE, BOB, enrol, face, ids, opened
from tests.store.orders import LATER, OUTCOME, TOKEN, aborted, announce, completed, everything, order
from tests.store.records import MOMENT
from tests.store.test_keeping import AGES, DAY, whole

MATCH = {"matched": True, "score": 0.75, "threshold": 0.5, "matcher": "one 1", "against": "reference", "frames": 9}


def reference(session: str = "fvs_1") -> ReferenceRecord:
    """The template that comes with an order, as far as the database knows."""
    return ReferenceRecord(session=session, matcher="one 1", sealed_with="data-1", content=b"sealed")


@pytest.fixture
def gallery(database: Database) -> Gallery:
    """The gallery of a test's database."""
    return Gallery(database)


def test_erasing_a_subject_takes_their_templates(gallery: Gallery, database: Database) -> None:
    """With the sessions or where there are none; counted in the receipt and in the log, and seen by other servers."""
    whole(database, "1", subject=ALICE)
    enrol(gallery, face("1"), face("2"))
    enrol(gallery, face("bob", BOB))
    erased = Keeper(database).erase(ALICE, actor="operator", now=LATER)
    assert (erased.sessions, erased.templates) == (1, 2)
    assert (Audit(database).last(1)[0].details["templates"], gallery.state()) == (2, State(3, 1, 1))
    assert ALICE not in everything(database)
    erased = Keeper(database).erase(BOB, actor="operator", now=LATER)
    assert (erased.sessions, erased.templates, gallery.ids()) == (0, 1, set())
    erased = Keeper(database).erase(BOB, actor="operator", now=LATER)
    assert (erased.templates, gallery.state()) == (0, State(4, 2, 0))


def test_an_export_lists_the_templates(gallery: Gallery, database: Database) -> None:
    """What each is and how it came to be; what is in it only with something that opens it."""
    Sessions(database, announce).create(order("1"))
    enrol(gallery, face("1"), face("2", source="session", session="fvs_1"))
    enrol(gallery, face("bob", BOB))
    exported = json.loads(json.dumps(Keeper(database).export(ALICE, open_template=opened), allow_nan=False))
    first, second = exported["templates"]
    assert base64.b64decode(first.pop("template")) == b"opened sealed face 1"
    assert first == {
        "id": "fvt_1",
        "created": MOMENT.isoformat(),
        "matcher": "one 1",
        "source": "image",
        "session": None,
        "quality": {"yaw": -3.25, "face": 180},
    }
    assert (second["id"], second["source"], second["session"]) == ("fvt_2", "session", "fvs_1")
    assert "template" not in Keeper(database).export(ALICE)["templates"][0]
    assert Keeper(database).export(ALICE, open_template=lambda _: None)["templates"][0]["template"] is None


def test_an_export_opens_what_a_session_is_to_compare_with(database: Database) -> None:
    """While it is kept; and the sealed bytes themselves are in no export."""

    def unsealed(session: SessionRecord) -> str:
        assert session.reference is not None
        return (session.reference.content + b" opened").decode()

    sessions = Sessions(database, announce)
    sessions.create(order("1", subject=ALICE, compare="reference", reference=reference()))
    sessions.create(order("2", subject=ALICE))
    one, two = Keeper(database).export(ALICE, open_reference=unsealed)["sessions"]
    assert (one["reference"], one["reference_matcher"], "reference" in two) == ("sealed opened", "one 1", False)
    assert "reference" not in Keeper(database).export(ALICE)["sessions"][0]
    sessions.end("fvs_1", aborted())
    assert "reference" not in Keeper(database).export(ALICE, open_reference=unsealed)["sessions"][0]


@pytest.mark.parametrize("by", ["erased", "trimmed"])
def test_a_template_outlives_the_session_it_is_from(gallery: Gallery, database: Database, by: str) -> None:
    """It is the subject's, and stays until they are erased; of the session it keeps not even the id."""
    session = whole(database, "1", callback=None)
    Sessions(database, announce).create(order("other"))
    enrol(gallery, face("1", source="session", session=session), face("2", source="session", session="fvs_other"))
    if by == "erased":
        assert Sessions(database, announce).erase(session, actor="test", now=LATER) is not None
    else:
        assert Keeper(database).trim(AGES, LATER + 1000 * DAY)["sessions"] == 1
    first, second = gallery.of_subject(ALICE)
    assert (first.source, first.session, second.session) == ("session", None, "fvs_other")
    assert session not in everything(database, without=["audit_log"])
    assert gallery.state() == State(1, 0, 2)


@pytest.mark.parametrize(
    "ending",
    [completed(replace(OUTCOME, match=MATCH)), aborted(), Ending(SessionState.EXPIRED, LATER, ended_by="not_begun")],
    ids=["completed", "aborted", "expired"],
)
def test_a_session_ends_without_its_reference(sessions: Sessions, ending: Ending) -> None:
    """What it compared with goes, however it ended; whom it compared with and what came of it stays."""
    sessions.create(order("1", compare="reference", reference=reference()))
    begun = sessions.begin("fvs_1", TOKEN, now=MOMENT, until=MOMENT + timedelta(minutes=3))
    assert begun.reference is not None
    assert (begun.reference.content, begun.reference.sealed_with) == (b"sealed", "data-1")
    sessions.end("fvs_1", ending)
    found = sessions.get("fvs_1")
    assert found is not None
    assert found.reference is None
    assert (found.compare, found.match) == ("reference", MATCH if ending.outcome else None)
    assert sessions.end("fvs_1", ending).state == ending.state  # tried again


def test_a_session_that_expires_lets_go_of_its_reference(sessions: Sessions) -> None:
    """Also where nobody begins it."""
    sessions.create(order("1", compare="reference", reference=reference()))
    found = sessions.get("fvs_1", now=MOMENT + timedelta(minutes=3))
    assert found is not None
    assert (found.state, found.reference) == ("EXPIRED", None)


def test_another_match_is_another_end(sessions: Sessions) -> None:
    """An ending that says something else of the comparison is not taken for the one that was written."""
    sessions.create(order("1"))
    sessions.begin("fvs_1", TOKEN, now=MOMENT, until=MOMENT + timedelta(minutes=3))
    sessions.end("fvs_1", completed(replace(OUTCOME, match=MATCH)))
    for other in (None, MATCH | {"matched": False}):
        with pytest.raises(SessionError, match="COMPLETED already"):
            sessions.end("fvs_1", completed(replace(OUTCOME, match=other)))


def test_templates_have_no_age(gallery: Gallery, database: Database) -> None:
    """Retention does not touch them: only who enrolled a person knows when to forget them."""
    enrol(gallery, face("1"))
    Keeper(database).trim(AGES, LATER + 5000 * DAY)
    assert ids(gallery.of_subject(ALICE)) == ["1"]


def test_no_verdict_rests_on_an_erased_template(gallery: Gallery, sessions: Sessions) -> None:
    """A session that compared with it is not completed any more; it may still end otherwise, or be found written."""
    enrol(gallery, face("1"), face("2"))
    for name in ("1", "2"):
        sessions.create(order(name))
        sessions.begin(f"fvs_{name}", TOKEN, now=MOMENT, until=LATER + timedelta(minutes=1))
    compared = frozenset({"fvt_1", "fvt_2"})
    sessions.end("fvs_1", completed(), compared=compared)
    gallery.erase(ALICE, actor="test", now=MOMENT, template="fvt_2")
    with pytest.raises(SessionError) as caught:
        sessions.end("fvs_2", completed(), compared=compared)
    assert caught.value.code == "reference_erased"
    assert sessions.end("fvs_1", completed(), compared=compared).verdict == "BONA_FIDE"  # tried again
    assert sessions.end("fvs_2", aborted("reference_erased"), compared=compared).state == "ABORTED"
