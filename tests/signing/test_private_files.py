"""Files for their owner only: made whole or not at all, and refused where others could read them."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from facevow.errors import KeyringError
from facevow.signing import private_files


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be no administrator for a while: to one, no folder is closed."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that everybody may look into and nobody may write to."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "closed"
        folder.mkdir()
        Path(top).chmod(0o755)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_file_and_its_folders_are_for_the_owner_only(tmp_path: Path) -> None:
    """Whatever the process's mask says, and however deep the folder is."""
    path = tmp_path / "a" / "b" / "secrets"
    before = os.umask(0)
    try:
        private_files.write(path, "text", replacing=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert private_files.read(path) == "text"


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o620, 0o602, 0o601, 0o610, 0o666, 0o777, 0o444])
def test_a_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    """Reading, writing and running, by the group and by anybody."""
    path = tmp_path / "secrets"
    path.write_text("text")
    path.chmod(mode)
    with pytest.raises(KeyringError, match="chmod 600") as caught:
        private_files.read(path)
    assert caught.value.code == "keyring_exposed"
    path.chmod(mode & 0o700)
    assert private_files.read(path) == "text"


def test_no_file_is_no_error_and_a_folder_is_one(tmp_path: Path) -> None:
    """The first start finds no file; a folder, a device or a path through a file is something else."""
    assert private_files.read(tmp_path / "secrets") is None
    assert private_files.read(tmp_path / "no" / "folder") is None
    (tmp_path / "file").touch(0o600)
    for path in (tmp_path, tmp_path / "file" / "below"):
        with pytest.raises(KeyringError, match="cannot be read"):
            private_files.read(path)
    with pytest.raises(KeyringError, match="regular file"):
        private_files.read(Path(os.devnull))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * (private_files.LARGEST + 1)])
def test_content_that_is_no_text_or_has_no_end_is_refused(tmp_path: Path, content: bytes) -> None:
    """Bytes that are not UTF-8, and more of them than any keyring has."""
    path = tmp_path / "secrets"
    path.touch(0o600)
    path.write_bytes(content)
    with pytest.raises(KeyringError, match="expected"):
        private_files.read(path)


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    """And nothing else is left in the folder."""
    path = tmp_path / "secrets"
    private_files.write(path, "first", replacing=False)
    private_files.write(path, "second", replacing=False)
    assert private_files.read(path) == "first"
    private_files.write(path, "third", replacing=True)
    assert private_files.read(path) == "third"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("replacing", [True, False])
def test_a_folder_that_cannot_be_written_is_an_error(closed: Path, replacing: bool) -> None:
    """The message names the file; nothing is left behind. Nor can a folder be made in it."""
    for path in (closed / "secrets", closed / "deeper" / "secrets"):
        with unprivileged(), pytest.raises(KeyringError, match=f"{path.name} cannot be written: Permission denied"):
            private_files.write(path, "text", replacing=replacing)
    assert not list(closed.iterdir())


def test_a_write_that_fails_harms_nothing(tmp_path: Path) -> None:
    """A folder in the file's place, and a file in the folder's place, stay what they are."""
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    (tmp_path / "file").write_text("text")
    for path in (tmp_path / "folder", tmp_path / "file" / "secrets"):
        with pytest.raises(KeyringError, match="cannot be written"):
            private_files.write(path, "text", replacing=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_file_system_without_hard_links_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some mounted folders have none: a file is made all the same, and one that is there stays."""

    def refuse(link: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(link), None, str(target))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "secrets"
    private_files.write(path, "first", replacing=False)
    private_files.write(path, "second", replacing=False)
    assert private_files.read(path) == "first"
    assert list(tmp_path.iterdir()) == [path]
