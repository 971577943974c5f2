"""What /v1/reports tells of evaluations."""

import json
from pathlib import Path

import pytest

from facevow.errors import SessionError
from facevow.server import reports as folder_of
from facevow.server.services import Services
from tests.server.serving import Running, serving
from tests.server.v1.asking import key_for, locked_server, problem

SUMMARY = {"format": 1, "models": [{"name": "passive 2", "det": [[0.0, 1.0]]}], "text": "é <b>"}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with a report, and a file that is none."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "passive-2.json").write_text(json.dumps(SUMMARY))
    (folder / "broken.json").write_text('{"a": 1e999}')
    return folder


def test_a_report_is_listed_and_read(database: Path, reports: Path) -> None:
    """As it was written."""
    with serving(database, reports=reports) as server:
        told = server.get("/v1/reports").json()
        assert (told["configured"], {one["name"] for one in told["reports"]}) == (True, {"passive-2", "broken"})
        (about,) = (one for one in told["reports"] if one["name"] == "passive-2")
        answer = server.get("/v1/reports/passive-2")
    assert about["size"] == (reports / "passive-2.json").stat().st_size
    assert answer.json() == about | {"summary": SUMMARY}
    assert answer.headers["content-type"] == "application/json"


def test_a_server_without_a_folder_says_so(standing: Running) -> None:
    """That is no failure."""
    assert standing.get("/v1/reports").json() == {"configured": False, "reports": []}
    problem(standing.get("/v1/reports/passive-2"), 404, "report_unknown")


def test_what_cannot_be_told_is_a_problem(database: Path, reports: Path) -> None:
    """A file with numbers that JSON does not know, one that is gone, and names that none has."""
    with serving(database, reports=reports) as server:
        problem(server.get("/v1/reports/broken"), 409, "report_unreadable")
        problem(server.get("/v1/reports/gone"), 404, "report_unknown")
        for name in ("..%2Fsecret", "a.json", "%00", "x" * 65):
            answer = server.get(f"/v1/reports/{name}")
            assert answer.status_code in {404, 422}, name
            assert answer.json()["code"] in {"not_found", "bad_parameter"}


def test_reports_hold_up_no_other_files(database: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's files and the component's have threads of their own; reports are read one at a time."""
    taken = list[tuple[int, int]]()

    def look(services: Services) -> None:
        threads = services.threads
        taken.append((threads.reports.borrowed_tokens, threads.files.borrowed_tokens))
        raise SessionError("expected a report", code="report_unknown")

    with serving(database, reports=reports) as server:
        monkeypatch.setattr(folder_of, "listed", lambda _: look(server.services))
        monkeypatch.setattr(folder_of, "read", lambda *_: look(server.services))
        problem(server.get("/v1/reports"), 404, "report_unknown")
        problem(server.get("/v1/reports/passive-2"), 404, "report_unknown")
        assert server.services.threads.reports.total_tokens == 1
    assert taken == [(1, 0), (1, 0)]


def test_no_problem_names_a_file_of_the_machine(database: Path, reports: Path) -> None:
    """Whoever reads it need not know where the folder is."""
    with serving(database, reports=reports) as server:
        assert str(reports) not in server.get("/v1/reports/broken").text + server.get("/v1/reports/gone").text


def test_it_takes_a_key_of_an_operator(database: Path, reports: Path) -> None:
    """Both routes."""
    with locked_server(database, reports=reports) as server:
        for path in ("/v1/reports", "/v1/reports/passive-2"):
            problem(server.get(path), 401, "key_missing")
            problem(server.get(path, headers=key_for(server, "sessions", "analyses")), 403, "scope_missing")
            assert server.get(path, headers=key_for(server, "operate")).status_code == 200
