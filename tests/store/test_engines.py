"""Who may read a SQLite file."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.store.database import Database


@pytest.fixture(autouse=True)
def _usual_mask() -> Iterator[None]:
    """As on most machines: what is made without a word can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Who may do what with a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_files_and_folder_that_we_make_are_their_owners_only(tmp_path: Path) -> None:
    """The log holds people's checks: database, its side files, and the folder."""
    path = tmp_path / "data" / "facevow.db"
    with capture_logs() as logged:
        database = Database(f"sqlite:///{path}")
    with database.write():
        pass
    found = sorted(path.parent.iterdir())
    assert [each.name for each in found] == ["facevow.db", "facevow.db-shm", "facevow.db-wal"]
    assert [mode(each) for each in found] == [0o600] * 3
    assert mode(path.parent) == 0o700
    database.close()
    assert logged == []


def test_a_link_to_nowhere_yet_is_followed(tmp_path: Path) -> None:
    """The file is made where the link points to, and no more open than others."""
    target, link = tmp_path / "elsewhere.db", tmp_path / "facevow.db"
    link.symlink_to(target)
    Database(f"sqlite:///{link}").close()
    assert mode(target) == 0o600


@pytest.mark.parametrize("given", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_left_and_warned_of(tmp_path: Path, given: int) -> None:
    """Somebody may have wanted it so; the folder of somebody else is not changed either."""
    path = tmp_path / "facevow.db"
    with closing(sqlite3.connect(path)):
        path.touch()
    path.chmod(given)
    tmp_path.chmod(0o755)
    with capture_logs() as logged:
        Database(f"sqlite:///{path}").close()
    assert (mode(path), mode(tmp_path)) == (given, 0o755)
    assert [(event["event"], event["path"]) for event in logged] == [("database_exposed", str(path))]
    assert "chmod 600" in logged[0]["meaning"]


def test_a_private_file_is_not_warned_of(tmp_path: Path) -> None:
    """Nor is anything said at the second start of our own."""
    path = tmp_path / "facevow.db"
    Database(f"sqlite:///{path}").close()
    with capture_logs() as logged:
        Database(f"sqlite:///{path}").close()
    assert logged == []
