"""`facevow keyring`: what it shows, and what it changes."""

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.signing.keyring import Keyring, load_keyring, save_keyring
from facevow.signing.keyring_file import KeyringFile
from tests.cli.conftest import Run
from tests.signing.making import KEY, KEYRING, NOW


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the settings name; there is none yet."""
    file = tmp_path / "own" / "keyring.json"
    monkeypatch.setenv("FACEVOW_KEYRING", str(file))
    return file


def secrets(ring: Keyring) -> list[str]:
    """Every secret of a keyring as its file spells it."""
    content = json.loads(ring.text())
    return [
        *(key["seed"] for key in content["signing"]),
        *(key["key"] for key in content["data"]),
        *content["secrets"].values(),
    ]


def test_create_makes_a_keyring_once(run: Run, path: Path) -> None:
    """The second time it finds the first one's."""
    made = run("keyring", "create")
    kid = load_keyring(path).current.kid
    assert (made.exit_code, made.stdout) == (0, f"made {path}, which signs with {kid}\n")
    assert run("keyring", "create").stdout == f"found {path}, which signs with {kid}\n"


def test_show_names_all_keys_and_no_secret(run: Run, path: Path) -> None:
    """As a table for people, as JSON for programs."""
    ring = KEYRING.rotated(NOW)
    save_keyring(ring, path)
    rows = json.loads(run("keyring", "show", "--json").stdout)
    assert [(row["key"], row["use"]) for row in rows] == [
        (KEY.kid, "verifies"),
        (ring.current.kid, "signs"),
        (ring.data[0].id, "opens"),
        (ring.data[1].id, "seals"),
    ]
    assert [row["retired"] for row in rows] == ["2026-11-22T12:00:00+00:00", None, None, None]
    shown = run("keyring", "show").stdout
    assert KEY.kid in shown
    assert not any(secret in shown + json.dumps(rows) for secret in secrets(ring))


def test_jwks_prints_what_others_verify_by(run: Run, path: Path) -> None:
    """Public keys only, as a file for `facevow verify --jwks`."""
    save_keyring(KEYRING, path)
    printed = run("keyring", "jwks")
    assert (printed.exit_code, json.loads(printed.stdout)) == (0, KEYRING.jwks())
    assert not any(secret in printed.stdout for secret in secrets(KEYRING))


def test_rotate_and_remove_are_followed_by_a_running_server(run: Run, path: Path) -> None:
    """The retired key verifies until it is removed; the server needs no restart for either."""
    save_keyring(KEYRING, path)
    server = KeyringFile(path, now=lambda: NOW)
    rotated = run("keyring", "rotate")
    with capture_logs() as logged:
        new = server.present().current.kid
    assert (rotated.exit_code, rotated.stdout) == (0, f"{new} signs now; {KEY.kid} is retired and still verifies\n")
    assert [key["kid"] for key in server.present().jwks()["keys"]] == [new, KEY.kid]
    assert run("keyring", "remove", KEY.kid).exit_code == 0
    with capture_logs() as logged_again:
        assert [key["kid"] for key in server.present().jwks()["keys"]] == [new]
    assert [event["event"] for event in [*logged, *logged_again]] == ["keyring_read_again"] * 2


def test_a_file_can_be_named(run: Run, path: Path, tmp_path: Path) -> None:
    """It goes before that of the settings."""
    other = tmp_path / "other.json"
    save_keyring(KEYRING, other)
    assert run("keyring", "rotate", "--keyring", other).exit_code == 0
    assert len(load_keyring(other).signing) == 2
    assert not path.exists()


def test_a_keyring_in_the_settings_is_read_and_never_changed(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hosts with no disk hand it over in the environment; a command cannot write there, and says so."""
    monkeypatch.setenv("FACEVOW_KEYRING_TEXT", KEYRING.text())
    assert json.loads(run("keyring", "jwks").stdout) == KEYRING.jwks()
    for words in (["rotate"], ["remove", KEY.kid]):
        refused = run("keyring", *words)
        assert refused.exit_code == 2
        assert "keyring_text" in refused.stderr
    assert not path.exists()
    monkeypatch.setenv("FACEVOW_KEYRING_TEXT", "{}")
    assert run("keyring", "jwks").exit_code == 2


@pytest.mark.parametrize("words", [["show"], ["jwks"], ["rotate"], ["remove", KEY.kid]])
def test_no_keyring_ends_with_2_and_is_not_made(run: Run, path: Path, words: list[str]) -> None:
    """A mistyped path would otherwise give a new keyring that the server does not have."""
    refused = run("keyring", *words)
    assert refused.exit_code == 2
    assert "no such file" in refused.stderr
    assert not path.exists()


@pytest.mark.parametrize("kid", [KEY.kid, "nothing", ""])
def test_the_signing_key_and_unknown_ones_are_not_removed(run: Run, path: Path, kid: str) -> None:
    """The file stays as it was."""
    save_keyring(KEYRING, path)
    before = path.read_bytes()
    assert run("keyring", "remove", kid).exit_code == 2
    assert path.read_bytes() == before


def test_files_that_cannot_be_used_end_with_2(run: Run, path: Path) -> None:
    """One that others can read, one that is no keyring, and a folder in its place."""
    save_keyring(KEYRING, path)
    path.chmod(0o644)
    for command in ("create", "show", "rotate"):
        refused = run("keyring", command)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "chmod 600" in refused.stderr
    path.chmod(0o600)
    path.write_text("{}")
    assert run("keyring", "create").exit_code == run("keyring", "show").exit_code == 2
    path.unlink()
    path.mkdir()
    assert run("keyring", "create").exit_code == 2


def test_settings_that_cannot_be_honoured_end_with_2(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the setting."""
    monkeypatch.setenv("FACEVOW_PORT", "many")
    for command in ("create", "show"):
        refused = run("keyring", command)
        assert refused.exit_code == 2
        assert "port" in refused.stderr
    assert not path.exists()
