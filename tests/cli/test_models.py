"""`facevow models`: the list with its states, and fetching what is missing."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import facevow.vision.manifest
from facevow.vision.download import Source
from facevow.vision.manifest import Model, load_manifest
from tests.cli.conftest import Run
from tests.vision.conftest import FileServer

CONTENT = b"weights" * 1000


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in a folder whose name rich would read as markup."""
    folder = tmp_path / "[bold]models[]"
    monkeypatch.setenv("FACEVOW_MODELS", str(folder))
    return folder


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch, server: FileServer) -> FileServer:
    """A manifest of one small model that the test's server gives at /net."""
    source = Source("url", address=server.give("/net", CONTENT))
    digest = hashlib.sha256(CONTENT).hexdigest()
    model = Model("net", "3", "net.bin", len(CONTENT), digest, "MIT", "a", "b", (source,))
    for room in ("facevow.vision.manifest", "facevow.cli.models"):
        monkeypatch.setattr(f"{room}.load_manifest", lambda: (model,))
    return server


def test_the_real_models_are_listed(run: Run) -> None:
    """Each model of the manifest has a row with version, state and licence."""
    outcome = run("models")
    assert outcome.exit_code == 0
    for model in load_manifest():
        (row,) = (line for line in outcome.stdout.splitlines() if model.file in line and model.name in line)
        assert model.version in row
        assert model.licence.split()[0] in row


def test_the_list_tells_the_state(run: Run, one: FileServer, cache: Path) -> None:
    """A file is missing, corrupt or ready; listing fetches nothing."""
    assert "missing" in run("models").stdout
    cache.mkdir()
    (cache / "net.bin").write_bytes(b"half")
    assert "corrupt" in run("models").stdout
    (cache / "net.bin").write_bytes(CONTENT)
    assert "ready" in run("models").stdout
    assert one.requests == []


def test_pull_fetches_what_is_missing_once(run: Run, one: FileServer, cache: Path) -> None:
    """The first pull fetches and says where the file lies; the second asks nobody."""
    for _ in range(2):
        outcome = run("models", "pull")
        assert outcome.exit_code == 0
        assert f"ready {cache / 'net.bin'}" in outcome.stdout
    assert (cache / "net.bin").read_bytes() == CONTENT
    assert one.requests == ["/net"]


def test_pull_mends_a_corrupt_file(run: Run, one: FileServer, cache: Path) -> None:
    """A corrupt file is fetched anew, and the log says so on standard error."""
    cache.mkdir()
    (cache / "net.bin").write_bytes(b"half")
    outcome = run("models", "pull")
    assert outcome.exit_code == 0
    assert (cache / "net.bin").read_bytes() == CONTENT
    assert "model_replaced" in outcome.stderr
    assert one.requests == ["/net"]


def test_pull_that_fails_has_status_2(run: Run, one: FileServer, cache: Path) -> None:
    """When no source has the file the reason is on standard error and no file is left."""
    one.give("/net", b"x" * len(CONTENT))
    outcome = run("models", "pull")
    assert outcome.exit_code == 2
    assert "SHA-256" in outcome.stderr
    assert "ready" not in outcome.stdout
    assert list(cache.iterdir()) == []


def test_pull_goes_on_without_an_optional_model(
    run: Run, one: FileServer, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be done without and cannot be fetched is told on standard error; the others are fetched, status 0."""
    (needed,) = facevow.vision.manifest.load_manifest()
    source = Source("url", address=one.give("/gone", b"", status=404))
    models = (replace(needed, name="extra", file="extra.bin", sources=(source,), optional=True), needed)
    for room in ("facevow.vision.manifest", "facevow.cli.models"):
        monkeypatch.setattr(f"{room}.load_manifest", lambda: models)
    outcome = run("models", "pull")
    assert outcome.exit_code == 0
    assert "could not fetch extra.bin" in outcome.stderr
    assert f"ready {cache / 'net.bin'}" in outcome.stdout
    assert [path.name for path in cache.iterdir()] == ["net.bin"]


def test_pull_without_a_place_has_status_2(
    run: Run, one: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be made is told as an error and not as a traceback."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FACEVOW_MODELS", str(tmp_path / "file" / "below"))
    outcome = run("models", "pull")
    assert outcome.exit_code == 2
    assert "could not keep" in outcome.stderr.replace("\n", " ")
    assert one.requests == []


def test_help_names_pull(run: Run) -> None:
    """The help of the group tells how to fetch."""
    outcome = run("models", "--help")
    assert outcome.exit_code == 0
    assert "pull" in outcome.stdout
