"""`facevow audit`: sound, tampered with, and not readable."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from facevow.store import Audit, Database
from facevow.store.audit import remove_until
from tests.cli.conftest import Run
from tests.store.records import MOMENT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with three lines in its audit log."""
    file = tmp_path / "facevow.db"
    database = Database(f"sqlite:///{file}")
    for number in range(1, 4):
        Audit(database).add(at=MOMENT, actor="test", action="tried", target=f"target_{number}", details={"n": number})
    database.close()
    return file


def tamper(file: Path, statement: str) -> None:
    """Change the log behind Facevow's back."""
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_a_sound_log_passes_and_can_be_noted(run: Run, file: Path) -> None:
    """Status 0, with a number and a hash that the next call takes."""
    url = f"sqlite:///{file}"
    first = run("audit", "verify", "--database", url)
    assert first.exit_code == 0
    assert first.output.startswith("sound: 3 lines")
    noted = first.output.split()[-1]
    assert run("audit", "verify", "--database", url, "--noted", noted).exit_code == 0
    told = json.loads(run("audit", "verify", "--database", url, "--json").output)
    assert (told["sound"], told["number"], f"{told['number']}:{told['hash']}") == (True, 3, noted)


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit_log SET actor = 'nobody' WHERE number = 2", 2),
        ("DELETE FROM audit_log WHERE number = 1", 1),
        ("DELETE FROM audit_log WHERE number = 3", 3),
    ],
)
def test_a_log_that_was_tampered_with_fails(run: Run, file: Path, statement: str, line: int) -> None:
    """Status 1, and the line is named, to people and to programs."""
    tamper(file, statement)
    result = run("audit", "verify", "--database", f"sqlite:///{file}")
    assert (result.exit_code, f"NOT SOUND at line {line}:" in result.output) == (1, True)
    told = json.loads(run("audit", "verify", "--database", f"sqlite:///{file}", "--json").output)
    assert (told["sound"], told["wrong"]) == (False, line)


def test_a_chain_made_anew_does_not_stand_against_a_note(run: Run, file: Path) -> None:
    """Status 1 where the noted line is another one now, 2 where the note is none."""
    url = f"sqlite:///{file}"
    assert run("audit", "verify", "--database", url, "--noted", "2:" + "0" * 64).exit_code == 1
    assert run("audit", "verify", "--database", url, "--noted", "2").exit_code == 2


def test_a_note_that_cannot_be_compared_passes_nowhere(run: Run, file: Path) -> None:
    """Status 3, in words of its own, to people and to programs: the line may have been removed to hide a change."""
    url = f"sqlite:///{file}"
    database = Database(url)
    noted = Audit(database).lines(1, 1)[0].hash
    Audit(database).add(at=MOMENT + timedelta(days=9), actor="test", action="tried", target="late")
    with database.write() as orm:
        assert remove_until(orm, MOMENT + timedelta(days=1), MOMENT + timedelta(days=9)) == 3
    database.close()
    assert run("audit", "verify", "--database", url).exit_code == 0
    result = run("audit", "verify", "--database", url, "--noted", f"1:{noted}")
    assert (result.exit_code, result.output.startswith("NOT COMPARED: line 1 ")) == (3, True)
    told = json.loads(run("audit", "verify", "--database", url, "--noted", f"1:{noted}", "--json").output)
    assert (told["sound"], told["compared"], told["wrong"]) == (False, False, 1)


def test_lines_are_shown(run: Run, file: Path) -> None:
    """The last ones, or from a number on, as a table and as JSON."""
    url = f"sqlite:///{file}"
    shown = run("audit", "show", "--database", url, "--limit", "2")
    assert shown.exit_code == 0
    assert "target_3" in shown.output
    assert "target_1" not in shown.output
    rows = json.loads(run("audit", "show", "--database", url, "--first", "1", "--limit", "2", "--json").output)
    assert [(row["number"], row["target"], row["details"]) for row in rows] == [
        (1, "target_1", {"n": 1}),
        (2, "target_2", {"n": 2}),
    ]


def test_an_empty_log_says_so(run: Run, tmp_path: Path) -> None:
    """No line is no error, and JSON is an empty list."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert run("audit", "show", "--database", url).output == "no lines\n"
    assert json.loads(run("audit", "show", "--database", url, "--json").output) == []


def test_a_database_that_cannot_be_opened_is_told(run: Run, tmp_path: Path) -> None:
    """Status 2, and no traceback."""
    file = tmp_path / "facevow.db"
    file.write_bytes(b"not a database at all, " * 500)
    for command in ("verify", "show"):
        result = run("audit", command, "--database", f"sqlite:///{file}")
        assert (result.exit_code, "facevow:" in result.output) == (2, True)
