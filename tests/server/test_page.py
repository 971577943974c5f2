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
