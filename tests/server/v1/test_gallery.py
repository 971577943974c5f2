"""/v1/gallery: who is enrolled, told and erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.signing.verdicts import verify_receipt
from facevow.store.records import TemplateRecord
from tests.server.analysers import OTHER, REAL
from tests.server.serving import Running
from tests.server.v1.asking import audited, make, problem
from tests.server.v1.enrolled import comparing, enrolled, gallery_path, identify, named, verify


@pytest.fixture
def server(database: Path) -> Iterator[Running]:
    """A server that compares faces."""
    with comparing(database) as running:
        yield running


def listed(server: Running, **query: object) -> tuple[list[str | None], str | None]:
    """Who is on a page of the listing, and the cursor of the next one."""
    told = server.get("/v1/gallery", params=query).json()
    return [one["subject"] for one in told["subjects"]], told["next"]


def tamper(server: Running, statement: str, *values: object) -> None:
    """Change the database behind the server's back."""
    with server.services.database.write() as orm:
        orm.connection().exec_driver_sql(statement, values)


def test_who_is_enrolled_is_listed(server: Running) -> None:
    """By name, with how many templates there are and of which matchers; nothing of anybody else."""
    assert server.get("/v1/gallery").json() == {"subjects": [], "next": None, "matcher": "blue 1"}
    enrolled(server, "one", REAL, REAL)
    enrolled(server, "a/b", OTHER)
    make(server, subject="two")
    told = {one["subject"]: one for one in server.get("/v1/gallery").json()["subjects"]}
    assert set(told) == {"one", "a/b"}
    assert {name: told["one"][name] for name in ("templates", "unreadable", "matchers")} == {
        "templates": 2, "unreadable": 0, "matchers": ["blue 1"],
    }  # fmt: skip
    assert told["one"]["first"] == told["one"]["last"]


def test_pages_show_everybody_once(server: Running) -> None:
    """Whoever is enrolled or erased meanwhile moves none of the others."""
    for number in range(5):
        enrolled(server, f"subject {number}", REAL)
    first, cursor = listed(server, limit=2)
    server.http.delete(gallery_path(str(first[0])))
    second, cursor = listed(server, limit=2, cursor=cursor)
    third, last = listed(server, limit=2, cursor=cursor)
    assert sorted(map(str, first + second + third)) == [f"subject {number}" for number in range(5)]
    assert (len(third), last) == (1, None)
    problem(server.get("/v1/gallery", params={"cursor": "x" * 100}), 422, "bad_cursor")
    problem(server.get("/v1/gallery", params={"limit": 101}), 422, "bad_parameter")


def test_a_template_is_erased_by_itself(server: Running) -> None:
    """The others stay; one that is not this subject's is not erased."""
    ids = [one["id"] for one in enrolled(server, "one", REAL, REAL)["templates"]]
    (other,) = enrolled(server, "two", OTHER)["templates"]
    receipt = server.http.delete(gallery_path("one"), params={"template": ids[0]}).json()
    assert receipt["counts"] == {"sessions": 0, "images": 0, "callbacks": 0, "log_rows": 0, "templates": 1}
    assert [one["id"] for one in server.get(gallery_path("one")).json()["templates"]] == ids[1:]
    for template in (ids[0], other["id"]):
        gone = server.http.delete(gallery_path("one"), params={"template": template})
        problem(gone, 404, "template_unknown")
    problem(server.http.delete(gallery_path("one"), params={"template": "x"}), 422, "bad_parameter")
    assert verify(server, "one", REAL).json()["match"] is True


@pytest.mark.parametrize(
    "query", ["templates=tpl_x", "tempate=tpl_x", "Template=tpl_x", "template=", "template", "template={0}&x", "=",
              "template={0}&template={1}", "template={0}&template={0}", "%74emplate={0}&template={1}", "template=%e9",
              "x=%e9"],
)  # fmt: skip
def test_what_is_to_be_erased_is_said_in_one_way_only(people: Running, query: str) -> None:
    """A misspelt name would erase all there is, and one that stands twice only the last; nothing is erased."""
    ids = sorted(one["id"] for one in enrolled(people, "kept", REAL, REAL, replace=True)["templates"])
    problem(people.http.delete(f"{gallery_path('kept')}?{query.format(*ids)}"), 422, "bad_parameter")
    assert sorted(one["id"] for one in people.get(gallery_path("kept")).json()["templates"]) == ids


@pytest.mark.parametrize("query", ["limits=1", "cursors=x", "limit=1&limit=2", "cursor=&cursor=", "cursor=%ff"])
def test_a_listing_is_asked_for_in_one_way_only(people: Running, query: str) -> None:
    """A cursor that is passed over would begin from the start for ever."""
    problem(people.get(f"/v1/gallery?{query}"), 422, "bad_parameter")


def test_an_erased_subject_is_found_no_more(server: Running) -> None:
    """The receipt is signed and names the line of the audit log; sessions of the subject stay."""
    enrolled(server, "one", REAL)
    made = make(server, subject="one")
    assert named(identify(server, REAL)) == ["one"]
    receipt = server.http.delete(gallery_path("one")).json()
    signed = verify_receipt(
        receipt["token"], server.get("/.well-known/jwks.json").json(), now=server.services.clock.now()
    )
    assert signed["counts"] == receipt["counts"]
    assert receipt["counts"]["templates"] == 1
    assert audited(server, "templates_erased") == [("open", "subject")]
    assert named(identify(server, REAL)) == []
    problem(verify(server, "one", REAL), 404, "not_enrolled")
    for answer in (server.get(gallery_path("one")), server.http.delete(gallery_path("one"))):
        problem(answer, 404, "not_enrolled")
    assert server.get(f"/v1/sessions/{made['id']}").status_code == 200


def test_rows_that_somebody_broke_are_told_of_all_the_same(server: Running) -> None:
    """A name that cannot be opened is null, columns of the wrong kind are counted, and a lost key is not usable."""
    for subject in ("named", "nameless", "broken", "keyless"):
        enrolled(server, subject, REAL, REAL)
    hashes = {name: server.services.keyring.subject_hash(name) for name in ("nameless", "broken", "keyless")}
    tamper(server, "UPDATE templates SET name = X'00' WHERE subject = ?", hashes["nameless"])
    tamper(server, "UPDATE templates SET quality = 'none' WHERE subject = ? AND rowid % 2", hashes["broken"])
    tamper(server, "UPDATE templates SET sealed_with = 'gone', name = X'00' WHERE subject = ?", hashes["keyless"])
    with capture_logs():
        told = server.get("/v1/gallery").json()["subjects"]
        by_name = {one["subject"]: one for one in told}
        assert len(told) == 4
        assert set(by_name) == {"named", "broken", None}
        assert (by_name["broken"]["templates"], by_name["broken"]["unreadable"]) == (2, 1)
        assert [one["usable"] for one in server.get(gallery_path("keyless")).json()["templates"]] == [False, False]
        problem(verify(server, "keyless", REAL), 409, "template_outdated")
        assert sorted(named(identify(server, REAL))) == ["broken", "named"]
        assert server.http.delete(gallery_path("keyless")).json()["counts"]["templates"] == 2
        tamper(server, "UPDATE templates SET quality = 'none' WHERE subject = ?", hashes["broken"])
        assert server.get(gallery_path("broken")).json()["templates"] == []  # which is not 404: the name is taken


def test_no_template_and_no_name_is_readable_in_the_database(server: Running, database: Path) -> None:
    """Both are sealed; neither stands in any file beside the database."""
    enrolled(server, "a name that nobody else has", REAL)
    with server.services.database.read() as orm:
        (row,) = orm.query(TemplateRecord).all()
    assert b"nobody else" not in row.name
    for path in database.parent.glob(f"{database.name}*"):
        assert b"nobody else" not in path.read_bytes()
