"""How the built page is served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from facevow.server.headers import ALWAYS
from tests.server.serving import Running, serving

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A built page of a few files, and a secret beside it."""
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>the page</title>")
    (folder / "console.html").write_text("<!doctype html><title>the console</title>")
    (folder / "facevow-check.js").write_text("export {}")
    (folder / "facevow-check-pt-BR.js").write_text("export const texts = {}")
    (folder / "mark.svg").write_text("<svg/>")
    (folder / ".built-from").write_text("hidden")
    (folder / "assets" / "index-abc123.js").write_text("'use strict'")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def server(database: Path, page: Path) -> Iterator[Running]:
    """A server with that page."""
    with serving(database, page=page) as running:
        yield running


def test_browsers_get_the_page_and_programs_json(server: Running) -> None:
    """The root answers by what is accepted, and the page is looked up anew each time."""
    answer = server.get("/", headers=HTML)
    assert "the page" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert server.get("/").json()["status"] == "running"


def test_assets_may_be_kept_for_ever(server: Running) -> None:
    """Names with a hash never change their content; the rest is asked for anew."""
    answer = server.get("/assets/index-abc123.js")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "javascript" in answer.headers["Content-Type"]
    assert server.get("/mark.svg").headers["Cache-Control"] == "no-cache"
    assert server.get("/mark.svg").headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path",
    [
        "/.built-from",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2fmark.svg",
        "/assets",
        "/assets/",
        "/no.js",
        "/index.html",
        "/console.html",
        "/facevow-check-xx.js",
        "/facevow-check-..%2fmark.svg.js",
        "/" + "a" * 255,
        "/" + "a" * 256,
        "/" + "%C3%A4" * 200,
        "/assets/" + "a" * 4000,
        "/a%00b",
    ],
)
def test_nothing_else_is_served(server: Running, path: str) -> None:
    """Hidden files, folders and whatever lies outside stay out of reach; names that no file can have are none."""
    assert server.get(path, headers=HTML).status_code == 404


def test_the_page_counts_as_requests_of_an_address(database: Path, page: Path) -> None:
    """A flood of names, which needs no key, ends as any other; health does not count."""
    with serving(database, page=page, limit_address="4/hour") as server:
        paths = ["/", "/mark.svg", "/assets/index-abc123.js", "/" + "a" * 300, "/mark.svg"]
        assert [server.get(path).status_code for path in paths] == [200, 200, 200, 404, 429]
        assert server.get("/", headers=HTML).headers["Retry-After"]
        assert server.get("/health/live").status_code == 200


def test_every_answer_carries_the_security_headers(server: Running) -> None:
    """Also errors and JSON."""
    for answer in (server.get("/", headers=HTML), server.get("/health"), server.get("/no.js"), server.post("/predict")):
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = server.get("/", headers=HTML).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_without_a_built_page_a_notice_is_shown(database: Path, tmp_path: Path) -> None:
    """A browser is told what is missing."""
    with serving(database, page=tmp_path / "nothing") as server:
        answer = server.get("/", headers=HTML)
    assert answer.status_code == 200
    assert "not built" in answer.text


def test_any_page_may_load_the_component(server: Running) -> None:
    """Script and languages come with CORS for all and may cross origins; nothing else does."""
    for path in ("/facevow-check.js", "/facevow-check-pt-BR.js"):
        answer = server.get(path, headers={"Origin": "https://shop.example"})
        assert answer.status_code == 200
        assert "javascript" in answer.headers["Content-Type"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    other = server.get("/mark.svg", headers={"Origin": "https://shop.example"})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert other.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_copy_of_the_component_is_asked_after(server: Running) -> None:
    """Its name never changes, so a browser asks with the tag of its copy, and is told in a few bytes."""
    first = server.get("/facevow-check.js")
    assert first.headers["Cache-Control"] == "no-cache"
    again = server.get("/facevow-check.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_the_console_speaks_to_this_server_alone(server: Running) -> None:
    """Its policy lets it connect nowhere else, so that a key cannot leave."""
    answer = server.get("/console")
    assert "the console" in answer.text
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self';" in answer.headers["Content-Security-Policy"]
    moved = server.get("/console/", follow_redirects=False)
    assert (moved.status_code, moved.headers["Location"]) == (308, "../console")


def test_the_console_can_be_switched_off(database: Path, page: Path) -> None:
    """By a setting; nothing of it is left, and the page stays."""
    with serving(database, page=page, console=False) as server:
        assert server.get("/console").status_code == 404
        assert server.get("/console.html").status_code == 404
        assert server.get("/mark.svg").status_code == 200


def test_console_and_component_need_no_page(database: Path, page: Path) -> None:
    """Without the routes of the first hour both are there, with the files that they are made of."""
    with serving(database, page=page, seed_routes=False) as server:
        assert server.get("/console").status_code == 200
        assert server.get("/assets/index-abc123.js").status_code == 200
        assert server.get("/facevow-check.js").status_code == 200
        assert server.get("/", headers=HTML).status_code == 404
    with serving(database, page=page, seed_routes=False, console=False) as server:
        assert server.get("/assets/index-abc123.js").status_code == 404
        assert server.get("/facevow-check.js").status_code == 200


def test_a_console_that_is_not_built_says_so(database: Path, tmp_path: Path) -> None:
    """An operator is told what is missing."""
    with serving(database, page=tmp_path / "nothing") as server:
        assert "not built" in server.get("/console").text
