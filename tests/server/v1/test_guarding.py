"""Every route of the API: which key it needs, which pages and methods it refuses, and a database that is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facevow.errors import StoreError
from tests.server.analysers import REAL, colour_matcher, in_base64, meshing, picture
from tests.server.door.conftest import bearer, make_key
from tests.server.serving import Running, serving
from tests.server.v1.asking import NOBODY_KNOWS, locked_server, make, problem
from tests.server.v1.enrolled import comparing

ROUTES = [
    ("POST", "/v1/sessions", "sessions"),
    ("GET", "/v1/sessions", "sessions"),
    ("GET", f"/v1/sessions/{NOBODY_KNOWS}", "sessions"),
    ("DELETE", f"/v1/sessions/{NOBODY_KNOWS}", "erase"),
    ("GET", f"/v1/sessions/{NOBODY_KNOWS}/images/reference", "sessions"),
    ("POST", "/v1/analyses", "analyses"),
    ("POST", "/v1/subjects/one/enrol", "gallery"),
    ("POST", "/v1/subjects/one/verify", "gallery"),
    ("POST", "/v1/identifications", "gallery"),
    ("GET", "/v1/gallery", "gallery"),
    ("GET", "/v1/gallery/one", "gallery"),
    ("DELETE", "/v1/gallery/one", "gallery"),
    ("GET", "/v1/subjects/one", "erase"),
    ("DELETE", "/v1/subjects/one", "erase"),
    ("GET", "/v1/callbacks", "operate"),
    ("POST", "/v1/callbacks/evt_nothing/resend", "operate"),
    ("GET", "/v1/audit", "operate"),
    ("GET", f"/v1/sessions/{NOBODY_KNOWS}/frames", "sessions"),
    ("GET", "/v1/statistics", "operate"),
    ("GET", "/v1/live", "operate"),
    ("GET", "/v1/reports", "operate"),
    ("GET", "/v1/reports/none", "operate"),
]
NO_DATABASE = {"/v1/analyses", "/v1/live", "/v1/reports", "/v1/reports/none"}
"""What an open server answers without asking the database anything."""

ANY_KEY = ("GET", "/v1/key")
"""Needs a key, whatever it is for; see test_key.py."""

OPEN_ROUTES = ["/.well-known/jwks.json", "/v1/policies", "/v1/schemas/stream.json", "/v1/openapi.json", "/problems"]
SCOPES = ("sessions", "analyses", "gallery", "erase", "operate", "seed")
IMAGE = {"image": in_base64(picture(REAL, "PNG"))}
BODIES = {
    "/v1/sessions": {}, "/v1/analyses": IMAGE, "/v1/subjects/one/enrol": {"images": [IMAGE["image"]]},
    "/v1/subjects/one/verify": IMAGE, "/v1/identifications": IMAGE,
}  # fmt: skip


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that asks for keys, and compares faces."""
    folder = tmp_path_factory.mktemp("locked")
    with locked_server(folder / "facevow.db", analysers=meshing, matcher=colour_matcher()) as running:
        yield running


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An open server that compares faces."""
    with comparing(tmp_path_factory.mktemp("standing") / "facevow.db") as running:
        yield running


def test_these_are_all_routes(locked: Running) -> None:
    """A new one has to be added here, so that nobody forgets its scope; the document says which need a key."""
    paths = locked.get("/v1/openapi.json").json()["paths"]
    guarded = {
        (method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "security" in operation
    }
    names = {
        NOBODY_KNOWS: "{session}", "one": "{subject}", "reference": "{name}", "evt_nothing": "{callback}",
        "none": "{name}",
    }  # fmt: skip
    listed = {(method, "/".join(names.get(part, part) for part in path.split("/"))) for method, path, _ in ROUTES}
    listed.add(ANY_KEY)
    assert guarded == listed
    assert {path for path in paths if path.startswith(("/v1", "/.well", "/problems"))} == {
        *(path for _, path in listed), *OPEN_ROUTES, "/problems/{code}",
    }  # fmt: skip


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
def test_a_route_needs_its_scope(locked: Running, method: str, path: str, scope: str) -> None:
    """No key, an unknown one, and one with every other scope are refused; the one with this scope comes in."""

    def ask(headers: dict[str, str]) -> tuple[int, str | None]:
        answer = locked.http.request(method, path, headers=headers, json=BODIES.get(path))
        if answer.status_code < 400:
            return answer.status_code, None
        return answer.status_code, str(problem(answer, answer.status_code, answer.json()["code"])["code"])

    assert ask({}) == (401, "key_missing")
    assert ask(bearer("fvk_" + "0" * 16 + "_" + "0" * 64)) == (401, "key_unknown")
    assert ask(bearer("secret")) == (401, "key_malformed")
    assert ask(bearer(make_key(locked, *(other for other in SCOPES if other != scope)))) == (403, "scope_missing")
    assert ask(bearer(make_key(locked, scope)))[0] in {200, 201, 404}


def test_a_key_is_looked_at_before_the_body(locked: Running) -> None:
    """Whoever has none learns nothing about bodies, and makes nobody read one."""
    answer = locked.post("/v1/sessions", content=b"{", headers={"Content-Type": "text/plain"})
    problem(answer, 401, "key_missing")


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
def test_a_page_of_another_server_is_refused(standing: Running, method: str, path: str, scope: str) -> None:
    """On an open server as well, where a page would need no key."""
    del scope
    headers = {"Origin": "https://elsewhere.example"}
    problem(standing.http.request(method, path, headers=headers, json=BODIES.get(path)), 403, "origin_refused")


@pytest.mark.parametrize("path", ["/v1/sessions", "/v1/policies", "/.well-known/jwks.json", "/v1/nothing"])
def test_another_host_name_is_refused_by_an_open_server(standing: Running, path: str) -> None:
    """With a problem document, too, although no route has been reached."""
    problem(standing.get(path, headers={"Host": "rebound.example"}), 403, "host_refused")


@pytest.mark.parametrize(("method", "path", "scope"), [route for route in ROUTES if route[1] not in NO_DATABASE])
def test_a_database_that_is_gone_is_told_without_its_name(
    standing: Running, monkeypatch: pytest.MonkeyPatch, method: str, path: str, scope: str
) -> None:
    """503 with Retry-After wherever one is needed; no file, no table, no SQL in the answer."""
    del scope

    def gone(*_: object) -> None:
        raise StoreError("unable to open database file /var/lib/secret.db [SQL: SELECT secret]")

    database = type(standing.services.database)
    monkeypatch.setattr(database, "read", gone)
    monkeypatch.setattr(database, "write", gone)
    document = problem(standing.http.request(method, path, json=BODIES.get(path)), 503, "store_error")
    assert "secret" not in str(document)


def test_a_database_that_breaks_under_a_running_server(database: Path) -> None:
    """Its file is overwritten: 503 for whoever needs it, in words that name no file, and analyses go on."""
    with serving(database) as server:
        make(server)
        for path in database.parent.glob(f"{database.name}*"):
            path.write_bytes(b"this is no database" * 1000)
        document = problem(server.post("/v1/sessions", json={}), 503, "store_error")
        assert database.name not in str(document)
        assert server.post("/v1/analyses", json=BODIES["/v1/analyses"]).status_code == 200
