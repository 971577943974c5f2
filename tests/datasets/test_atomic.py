"""Files appear whole or not at all."""

from pathlib import Path

import pytest

from facevow.datasets.atomic import write_atomically
from facevow.errors import DatasetError


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path, *, durable: bool) -> None:
    """The new content takes the old one's place; no part remains."""
    path = tmp_path / "a.txt"
    for content in (b"old", b"new"):
        write_atomically(path, content, durable=durable)
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("a.txt", b"new")]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder in the place of the file, or no folder for it, is an error that leaves no part behind."""
    (tmp_path / "taken").mkdir()
    for path in (tmp_path / "taken", tmp_path / "none" / "a.txt"):
        with pytest.raises(DatasetError, match="cannot be written"):
            write_atomically(path, b"new")
    assert [found.name for found in tmp_path.iterdir()] == ["taken"]
