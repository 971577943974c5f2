"""The keyring's file: made once by however many, never half-read, followed by a running server."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Barrier

import pytest
import structlog
from structlog.testing import capture_logs

from facevow.errors import KeyringError
from facevow.signing.keyring import Keyring, load_keyring, new_keyring, open_keyring, save_keyring
from facevow.signing.keyring_file import KeyringFile
from tests.signing.making import KEYRING, NOW

OPENERS = 8

OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from facevow.signing.keyring import open_keyring
print("ready", flush=True)
sys.stdin.readline()
print(open_keyring(Path(sys.argv[1]), now=datetime.now(UTC)).current.kid)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the keyring will be."""
    return tmp_path / "facevow" / "keyring.json"


@pytest.fixture
def events() -> Iterator[list[structlog.types.EventDict]]:
    """What is logged."""
    with capture_logs() as logged:
        yield logged


def following(path: Path) -> KeyringFile:
    """The file as a server holds it."""
    return KeyringFile(path, now=lambda: NOW)


def test_the_first_opener_makes_the_keyring_and_the_next_one_finds_it(path: Path) -> None:
    """A restart keeps the keys."""
    assert open_keyring(path, now=NOW) == open_keyring(path, now=NOW) == load_keyring(path)


def test_openers_at_the_same_moment_agree_on_one_keyring(path: Path) -> None:
    """Eight threads, many times over: one keyring each time, and nothing left beside it."""
    for turn in range(20):
        here, barrier = path.with_name(f"{turn}.json"), Barrier(OPENERS)

        def opened(here: Path = here, barrier: Barrier = barrier) -> Keyring:
            barrier.wait(30)
            return open_keyring(here, now=NOW)

        with ThreadPoolExecutor(OPENERS) as pool:
            found = [future.result() for future in [pool.submit(opened) for _ in range(OPENERS)]]
        assert found == [load_keyring(here)] * OPENERS
    assert sorted(one.name for one in path.parent.iterdir()) == sorted(f"{turn}.json" for turn in range(20))


def test_processes_that_start_at_once_agree_on_one_keyring(path: Path) -> None:
    """Three servers of one machine, each held back until all are ready, sign with one key."""
    command = [sys.executable, "-c", OPEN, str(path)]
    with ExitStack() as running:
        servers = [running.enter_context(Popen(command, stdin=PIPE, stdout=PIPE, text=True)) for _ in range(3)]  # noqa: S603 - ours
        assert [server.stdout and server.stdout.readline() for server in servers] == ["ready\n"] * 3
        answers = [server.communicate("\n", timeout=60)[0] for server in servers]
    assert set(answers) == {load_keyring(path).current.kid + "\n"}


def test_a_file_that_is_no_keyring_is_refused_by_its_name_and_left_alone(path: Path) -> None:
    """Whoever mistyped the path does not lose the file, and a cut keyring is never replaced by a new one."""
    for text in ("", "{}", "some notes", KEYRING.text()[:-9]):
        save_keyring(KEYRING, path)
        path.write_text(text)
        with pytest.raises(KeyringError, match=r"keyring\.json: expected"):
            open_keyring(path, now=NOW)
        assert path.read_text() == text


def test_a_keyring_that_others_can_read_is_refused(path: Path) -> None:
    """It is not used, and not changed either: its owner has to decide whether it is still secret."""
    save_keyring(KEYRING, path)
    path.chmod(0o644)
    with pytest.raises(KeyringError) as caught:
        open_keyring(path, now=NOW)
    assert caught.value.code == "keyring_exposed"


def test_loading_makes_nothing(path: Path) -> None:
    """A command that only reads does not leave a keyring at a mistyped path."""
    with pytest.raises(KeyringError) as caught:
        load_keyring(path)
    assert caught.value.code == "keyring_missing"
    assert not path.parent.exists()


def test_a_running_server_follows_a_rotation(path: Path) -> None:
    """The next look after the rotation has the new key; without one, it is the same value."""
    file = following(path)
    first = file.present()
    assert file.present() is first
    save_keyring(first.rotated(NOW), path)
    second = file.present()
    assert (len(second.signing), second.signing[0].kid) == (2, first.current.kid)
    assert file.present() is second


def test_a_change_while_the_server_opens_the_file_is_not_missed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is rotated right after it was read and before the server is ready: the next look sees it."""
    save_keyring(KEYRING, path)
    rotated = KEYRING.rotated(NOW)

    def overtaken(where: Path) -> Keyring:
        found = load_keyring(where)
        save_keyring(rotated, path)
        return found

    with monkeypatch.context() as patched:
        patched.setattr("facevow.signing.keyring_file.load_keyring", overtaken)
        file = following(path)
    assert file.present() == rotated


def test_a_keyring_that_was_just_made_is_not_read_again(path: Path, events: list[structlog.types.EventDict]) -> None:
    """The log tells of a change where there was one, and only there."""
    file = following(path)
    assert file.present() == load_keyring(path)
    assert events == []


def test_a_keyring_that_is_not_to_be_made_has_to_be_there(path: Path) -> None:
    """A command that only reads leaves nothing behind, not even a folder."""
    with pytest.raises(KeyringError) as caught:
        KeyringFile(path, now=lambda: NOW, make=False)
    assert caught.value.code == "keyring_missing"
    assert not path.parent.exists()


@pytest.mark.parametrize("text", ["", "{}", "\xff", KEYRING.text()[:100]])
def test_a_broken_file_leaves_the_keys_in_hand(path: Path, text: str, events: list[structlog.types.EventDict]) -> None:
    """The server goes on with the keys that it has, says so once, and follows again once the file is whole."""
    save_keyring(KEYRING, path)
    file = following(path)
    path.write_text(text, encoding="latin-1")
    assert file.present() == file.present() == KEYRING
    assert [event["event"] for event in events] == ["keyring_unusable"]
    whole = KEYRING.rotated(NOW)
    save_keyring(whole, path)
    assert file.present() == whole
    assert [event["event"] for event in events] == ["keyring_unusable", "keyring_read_again"]
    assert KEYRING.secrets.subjects.decode() not in str(events)


def test_a_deleted_or_exposed_file_leaves_the_keys_in_hand(path: Path) -> None:
    """It is not made anew behind the server's back, which would sign with keys that nobody keeps."""
    save_keyring(KEYRING, path)
    file = following(path)
    path.unlink()
    assert file.present() == KEYRING
    assert not path.exists()
    save_keyring(new_keyring(NOW), path)
    path.chmod(0o644)
    assert file.present() == KEYRING
    path.unlink()
    path.parent.rmdir()
    assert file.present() == KEYRING


def test_a_change_that_keeps_the_size_is_seen(path: Path) -> None:
    """Two keyrings of one length: the file is another one all the same."""
    save_keyring(KEYRING, path)
    file = following(path)
    other = KEYRING.rotated(NOW).without(KEYRING.current.kid)
    path.write_text(KEYRING.text())
    os.utime(path, ns=(0, 0))
    assert file.present() == KEYRING
    save_keyring(other, path)
    os.utime(path, ns=(0, 0))
    assert file.present() == other


def test_many_threads_may_ask_while_the_file_changes(path: Path) -> None:
    """Each gets the old keyring or the new one, and afterwards all get the new one."""
    save_keyring(KEYRING, path)
    file, rotated = following(path), KEYRING.rotated(NOW)
    with ThreadPoolExecutor(OPENERS) as pool:
        asked = [pool.submit(file.present) for _ in range(200)]
        save_keyring(rotated, path)
        asked += [pool.submit(file.present) for _ in range(200)]
        found = [future.result() for future in asked]
    assert all(one in (KEYRING, rotated) for one in found)
    assert found[-1] == file.present() == rotated
