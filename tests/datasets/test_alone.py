"""A folder has one run at a time, and a run that ends, however it ends, leaves it to the next."""

import errno
import fcntl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from facevow.datasets import alone
from facevow.datasets.alone import LOCK, alone_in
from facevow.errors import DatasetError, EvaluationError

_HOLDS = """
import sys
from pathlib import Path
from facevow.datasets.alone import alone_in
from facevow.errors import DatasetError
with alone_in(Path(sys.argv[1]), DatasetError):
    print("held", flush=True)
    input()
"""


def refused(folder: Path) -> bool:
    """Whether another run would be sent away."""
    try:
        with alone_in(folder, EvaluationError):
            return False
    except EvaluationError as error:
        assert str(error) == f"another run is at work in this folder: {folder}"  # noqa: PT017 - both ends are sound
        return True


def test_a_second_run_is_refused_until_the_first_is_over(tmp_path: Path) -> None:
    """It is told so at once; the first one ends with an error, and no file of the lock is left."""

    def work() -> None:
        with alone_in(tmp_path, DatasetError):
            assert refused(tmp_path)
            assert refused(tmp_path)
            raise DatasetError("mine")

    with pytest.raises(DatasetError, match="mine"):
        work()
    assert not refused(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    """Its file stays and means nothing; the next run removes it."""
    words = (sys.executable, "-c", _HOLDS, str(tmp_path))
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert refused(tmp_path)
        process.kill()
    assert (tmp_path / LOCK).exists()
    assert not refused(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_removed_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opened it before its holder removed it has locked what nobody else will find, and takes the next."""
    taken: list[int] = []
    locking = alone._lock

    def late(lock: int) -> None:
        if not taken:
            (tmp_path / LOCK).unlink()
        taken.append(lock)
        locking(lock)

    monkeypatch.setattr(alone, "_lock", late)
    with alone_in(tmp_path, DatasetError):
        assert len(taken) == 2
        assert refused(tmp_path)


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done there all the same."""

    def none(*_: Any) -> None:  # noqa: ANN401
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    assert not refused(tmp_path)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """It is told in the words of who asked."""
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(EvaluationError, match="cannot be written: Not a directory"), alone_in(path, EvaluationError):
        pass
