"""The desk on a running server: what is in memory from the start, and what operators are told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.errors import StoreError
from facevow.server.people.roster import Roster
from tests.server.analysers import REAL
from tests.server.serving import PATIENCE, until
from tests.server.v1.enrolled import comparing, enrolled, gallery_path, identify, named, subject_path


def test_the_gallery_is_in_memory_from_the_start(tmp_path: Path) -> None:
    """A server that starts loads what others have enrolled, before anybody asks."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL, REAL)
    with comparing(tmp_path / "facevow.db") as server:
        until(lambda: len(server.services.people.desk.roster) == 2)


def test_a_gallery_that_cannot_be_loaded_stops_no_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log says so, and it is loaded as soon as it can be."""

    def gone(*_: object) -> None:
        raise StoreError("expected a database that can be read")

    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
    with monkeypatch.context() as patched, capture_logs() as logged:
        patched.setattr("facevow.store.gallery.Gallery.state", gone)
        with comparing(tmp_path / "facevow.db") as server:
            until(lambda: ("housekeeping_failed", "gallery") in [(line["event"], line.get("work")) for line in logged])
            patched.undo()
            assert named(identify(server, REAL)) == ["one"]


@pytest.mark.parametrize("path", [gallery_path("one"), subject_path("one")])
def test_whoever_is_erased_leaves_the_memory_before_the_receipt(tmp_path: Path, path: str) -> None:
    """Nobody has to search for that, by whichever route the person was erased."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
        roster = server.services.people.desk.roster
        roster.refresh()
        assert len(roster) == 1
        assert server.http.delete(path).status_code == 200
        assert len(roster) == 0


def test_an_erasure_is_told_even_where_memory_cannot_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is erased; the log says what went wrong, and nobody is found by what is left in memory."""

    def broken(*_: object) -> None:
        raise StoreError("expected a database that can be read")

    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
        with monkeypatch.context() as patched, capture_logs() as logged:
            patched.setattr(Roster, "refresh", broken)
            assert server.http.delete(gallery_path("one")).status_code == 200
        assert "gallery_not_refreshed" in [line["event"] for line in logged]
        assert named(identify(server, REAL)) == []


def test_who_waits_for_the_gallery_holds_up_no_other_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is loaded, which takes long, those who enrol and those who search wait in threads of their own."""
    go_on = threading.Event()
    with comparing(tmp_path / "facevow.db") as server, ThreadPoolExecutor(2) as askers:
        threads = server.services.threads
        try:
            monkeypatch.setattr(Roster, "refresh", lambda *_: go_on.wait(PATIENCE))
            asked = [askers.submit(identify, server, REAL), askers.submit(enrolled, server, "one", REAL)]
            until(lambda: threads.searches.borrowed_tokens == 2)
            assert threads.database.borrowed_tokens == 0
            assert server.get("/v1/gallery").status_code == 200
        finally:
            go_on.set()
        assert [one.result()["matcher"] for one in asked] == ["blue 1"] * 2


def test_the_health_names_the_matcher(tmp_path: Path) -> None:
    """Whoever operates the server sees whether faces can be compared."""
    with comparing(tmp_path / "facevow.db") as server:
        assert server.health()["matcher"] == "blue 1"
        enrolled(server, "one", REAL)
        text = server.get("/metrics").text
        assert "facevow_templates 1.0" in text
        assert "facevow_templates_outdated 0.0" in text
