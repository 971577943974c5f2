"""Changes of a keyring's file come one after the other."""

import sys
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from facevow.errors import KeyringError
from facevow.signing import changing
from facevow.signing.changing import change_keyring
from facevow.signing.keyring import load_keyring, save_keyring
from tests.signing.making import KEY, KEYRING, NOW

TURNS = 12

ROTATE = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from facevow.signing.changing import change_keyring
print("ready", flush=True)
sys.stdin.readline()
for turn in range({TURNS}):
    change_keyring(Path(sys.argv[1]), lambda found: found.rotated(datetime.now(UTC)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A keyring's file."""
    file = tmp_path / "own" / "keyring.json"
    save_keyring(KEYRING, file)
    return file


def test_two_processes_lose_no_key(path: Path) -> None:
    """Both rotate as fast as they can: every key that was ever made is there, and no lock keeps the next one out."""
    command = [sys.executable, "-c", ROTATE, str(path)]
    with ExitStack() as running:
        both = [running.enter_context(Popen(command, stdin=PIPE, stdout=PIPE, text=True)) for _ in range(2)]  # noqa: S603 - ours
        assert [each.stdout and each.stdout.readline() for each in both] == ["ready\n"] * 2
        for each in both:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
        assert [each.wait(60) for each in both] == [0, 0]
    found = load_keyring(path)
    assert (len(found.signing), len(found.data)) == (1 + 2 * TURNS, 1 + 2 * TURNS)
    change_keyring(path, lambda ring: ring.without(KEY.kid))
    assert len(load_keyring(path).signing) == 2 * TURNS


def test_before_and_after_are_told(path: Path) -> None:
    """What was in the file, and what is in it now."""
    before, after = change_keyring(path, lambda ring: ring.rotated(NOW))
    assert (before, after) == (KEYRING, load_keyring(path))


def test_a_change_that_fails_changes_nothing(path: Path) -> None:
    """The file is as it was, and the next change has its turn at once."""
    content = path.read_bytes()
    with pytest.raises(KeyringError):
        change_keyring(path, lambda ring: ring.without(KEY.kid))
    assert path.read_bytes() == content
    change_keyring(path, lambda ring: ring.rotated(NOW))


def test_a_lock_that_is_never_let_go_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped process keeps nobody waiting without end."""
    monkeypatch.setattr(changing, "TURN_SECONDS", 0.1)

    def meanwhile(ring: object) -> None:
        del ring
        change_keyring(path, lambda ring: ring.rotated(NOW))

    with pytest.raises(KeyringError) as caught:
        change_keyring(path, meanwhile)  # type: ignore[arg-type]
    assert caught.value.code == "keyring_locked"
    assert load_keyring(path) == KEYRING


def test_a_mistyped_path_gets_no_lock(tmp_path: Path) -> None:
    """Nothing is made where there is no keyring."""
    with pytest.raises(KeyringError) as caught:
        change_keyring(tmp_path / "keyring.json", lambda ring: ring)
    assert caught.value.code == "keyring_missing"
    assert list(tmp_path.iterdir()) == []
