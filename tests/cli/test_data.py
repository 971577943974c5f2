"""`facevow data`: removal by age, export and erasure by subject."""

import base64
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from facevow.cli.data import app
from facevow.server.v1.pictures import about
from facevow.signing.keyring import Keyring, open_keyring
from facevow.store import Audit, Database, Ending, ImageRecord, Outcome, Sessions, SessionState, SqlStore
from tests.cli.conftest import Run
from tests.store.orders import TOKEN, image, order
from tests.store.records import inference

SUBJECT = "somebody@example.org"
NOW = datetime.now(UTC)


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """The server's secrets, where the settings say that they are."""
    file = tmp_path / "keyring.json"
    monkeypatch.setenv("FACEVOW_KEYRING", str(file))
    monkeypatch.setenv("FACEVOW_DATABASE", f"sqlite:///{tmp_path / 'facevow.db'}")
    return open_keyring(file, now=NOW)


@pytest.fixture
def database(keyring: Keyring, tmp_path: Path) -> Iterator[Database]:
    """A database with one session of the subject's, which keeps an image, and one of nobody's."""
    opened = Database(f"sqlite:///{tmp_path / 'facevow.db'}")
    sessions = Sessions(opened, lambda *_: None)
    sessions.create(order("1", created=NOW, expires=NOW + timedelta(hours=1), subject=keyring.subject_hash(SUBJECT)))
    sessions.create(order("2", created=NOW, expires=NOW + timedelta(hours=1)))
    sessions.begin("fvs_1", TOKEN, now=NOW, until=NOW + timedelta(hours=1))
    sealed = image("fvs_1")
    sealed.created = NOW
    sealed.sealed_with, sealed.content = keyring.seal(b"a jpeg", about("fvs_1", "reference"))
    sessions.end("fvs_1", Ending(SessionState.COMPLETED, NOW, outcome=Outcome("BONA_FIDE"), images=(sealed,)))
    yield opened
    opened.close()


@pytest.mark.usefixtures("database")
def test_an_export_holds_the_opened_image(run: Run, tmp_path: Path) -> None:
    """On standard output or in a file; another subject's is empty."""
    printed = json.loads(run("data", "export", SUBJECT).stdout)
    assert [session["id"] for session in printed["sessions"]] == ["fvs_1"]
    assert base64.b64decode(printed["images"][0]["jpeg"]) == b"a jpeg"
    file = tmp_path / "export.json"
    assert run("data", "export", SUBJECT, "--output", file).exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["images"] == printed["images"]
    assert json.loads(run("data", "export", "nobody").stdout)["sessions"] == []
    assert run("data", "export", SUBJECT, "--output", tmp_path / "no" / "folder").exit_code == 2


@pytest.mark.usefixtures("database")
def test_an_export_is_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    """There are opened images in it: also where a file was that others could read, and a pipe is still a pipe."""
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    old.write_text("something longer than what comes" * 1000)
    old.chmod(0o644)
    for file in (new, old):
        assert run("data", "export", SUBJECT, "--output", file).exit_code == 0
        assert file.stat().st_mode & 0o777 == 0o600
        assert json.loads(file.read_text(encoding="utf-8"))["sessions"]
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o622)
    mode = pipe.stat().st_mode
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_text, encoding="utf-8")
        assert run("data", "export", SUBJECT, "--output", pipe).exit_code == 0
        assert json.loads(read.result())["sessions"]
    assert pipe.stat().st_mode == mode


def test_an_export_is_noted(run: Run, database: Database) -> None:
    """The audit log says that it was made, and not whose."""
    run("data", "export", SUBJECT)
    (line,) = Audit(database).last(1)
    assert (line.actor, line.action, line.details) == ("cli", "subject_exported", {"sessions": 1})


def test_an_erasure_asks_first(run: Run, database: Database) -> None:
    """Without an answer nothing is erased; with a yes, or --yes, all of it is, and counts are printed."""
    assert CliRunner().invoke(app, ["erase", SUBJECT], input="n\n").exit_code == 1
    sessions = Sessions(database, lambda *_: None)
    assert sessions.get("fvs_1") is not None
    told = json.loads(run("data", "erase", SUBJECT, "--yes").stdout)
    assert (told["sessions"], told["images"]) == (1, 1)
    assert sessions.get("fvs_1") is None
    assert sessions.get("fvs_2") is not None
    assert Audit(database).verify((told["audit_number"], told["audit_hash"])).sound
    again = CliRunner().invoke(app, ["erase", SUBJECT], input="y\n")
    assert json.loads(again.stdout.splitlines()[-1])["sessions"] == 0  # the runner shows what was typed before


def test_trimming_goes_by_the_settings(run: Run, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is older than the setting goes, and it is told how much."""
    old, new = inference(1), inference(2)
    old.timestamp, new.timestamp = NOW - timedelta(days=5), NOW - timedelta(days=3)
    SqlStore(database).add([old, new])
    assert "removed 0 logs" in run("data", "trim").output
    monkeypatch.setenv("FACEVOW_KEEP_LOGS_DAYS", "4")
    assert "removed 1 logs" in run("data", "trim").output
    assert [record.x for record in SqlStore(database).recent(5)] == [2]


def test_an_image_that_cannot_be_opened_is_null(run: Run, database: Database, keyring: Keyring) -> None:
    """The other image is given all the same, and so is all else."""
    with database.write() as orm:
        record = orm.get(ImageRecord, ("fvs_1", "reference"))
        assert record is not None
        record.content = b"something else entirely, and long enough"
        other = image("fvs_1", "audit-1")
        other.sealed_with, other.content = keyring.seal(b"a jpeg", about("fvs_1", "audit-1"))
        orm.add(other)
    result = run("data", "export", SUBJECT)
    told = json.loads(result.stdout)
    images = {one["name"]: one["jpeg"] for one in told["images"]}
    assert (result.exit_code, [session["id"] for session in told["sessions"]]) == (0, ["fvs_1"])
    assert images == {"reference": None, "audit-1": base64.b64encode(b"a jpeg").decode()}


def test_without_a_keyring_nobody_is_found(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 2, and none is made: its hashes would find nothing."""
    monkeypatch.setenv("FACEVOW_KEYRING", str(tmp_path / "none.json"))
    monkeypatch.setenv("FACEVOW_DATABASE", f"sqlite:///{tmp_path / 'facevow.db'}")
    for words in (("export", SUBJECT), ("erase", SUBJECT, "--yes")):
        assert run("data", *words).exit_code == 2
    assert not (tmp_path / "none.json").exists()
