"""The record of a preparation outlives a kill and refuses what is not its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from facevow.datasets.alone import LOCK
from facevow.datasets.journal import NAME, Cut, Done, Journal
from facevow.errors import DatasetError
from facevow.types import Box

RECIPE = {"version": 1, "source": "one"}
DONE = (
    Done(
        "a", (Cut("images/a.jpg", Box(1.0, 2.0, 3.0, 4.0), "wide/a.jpg", Box(5.0, 6.0, 7.0, 8.5), "frame"),), thinned=3
    ),
    Done("b", (Cut("images/b.jpg", Box(1.0, 2.0, 3.0, 4.0), None, None, "face_crop"),)),
    Done("\udcff\n", (), "no_face"),
)


def filled(folder: Path) -> Path:
    """A folder whose record holds DONE; returns the record."""
    with Journal(folder, RECIPE) as journal:
        for done in DONE:
            journal.add(done)
    return folder / NAME


def test_what_was_done_is_read_back(tmp_path: Path) -> None:
    """A second opening knows all, and goes on."""
    filled(tmp_path / "out")
    with Journal(tmp_path / "out", RECIPE) as journal:
        assert tuple(journal.done.values()) == DONE
        journal.add(Done("d", (), "no_face"))
    with Journal(tmp_path / "out", RECIPE) as journal:
        assert list(journal.done) == ["a", "b", "\udcff\n", "d"]


@pytest.mark.parametrize("lost", [1, 5, 30])
def test_a_half_written_line_is_forgotten(tmp_path: Path, lost: int) -> None:
    """Cut anywhere in its last line, the record holds all before it, and new lines do not stick to the rest."""
    path = filled(tmp_path)
    path.write_bytes(path.read_bytes()[:-lost])
    with Journal(tmp_path, RECIPE) as journal:
        assert tuple(journal.done.values()) == DONE[:2]
        journal.add(DONE[2])
    with Journal(tmp_path, RECIPE) as journal:
        assert tuple(journal.done.values()) == DONE


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    """Nothing is mixed into a folder that holds other files, and nothing is written into it."""
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(DatasetError, match="neither"):
        Journal(tmp_path, RECIPE)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]
    with pytest.raises(DatasetError, match="cannot be prepared"):
        Journal(tmp_path / "holiday.jpg", RECIPE)


def test_another_recipe_is_refused(tmp_path: Path) -> None:
    """Pictures made in two ways are not mixed."""
    filled(tmp_path)
    with pytest.raises(DatasetError, match="another folder"):
        Journal(tmp_path, {**RECIPE, "source": "two"})


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", "x", "[" * 90_000, '{"name": "a", "cuts": [{}], "reason": "", "thinned": 0}']
)
@pytest.mark.parametrize("place", [0, 2])
def test_a_broken_record_is_refused(tmp_path: Path, line: str, place: int) -> None:
    """A line that is not of the record's form is told, not guessed at."""
    path = filled(tmp_path)
    lines = path.read_text().splitlines()
    lines[place] = line
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(DatasetError, match="no sound record"):
        Journal(tmp_path, RECIPE)


def test_a_record_without_its_first_line_is_refused(tmp_path: Path) -> None:
    """An empty file is not a record of nothing."""
    (tmp_path / NAME).write_text(json.dumps({"recipe": RECIPE}))  # its end of line is missing, so it is forgotten
    with pytest.raises(DatasetError, match="no sound record"):
        Journal(tmp_path, RECIPE)


def test_the_record_is_arranged(tmp_path: Path) -> None:
    """One line an item, those that are named first and in their order, whatever came when and how often."""
    path = filled(tmp_path / "one")
    first = path.read_bytes()
    with Journal(path.parent, RECIPE) as journal:
        journal.add(DONE[0])
        assert path.read_bytes() != first
        journal.arrange(["a", "never done", "b"])
    assert path.read_bytes() == first
    with Journal(tmp_path / "two", RECIPE) as journal:
        for done in reversed(DONE):
            journal.add(done)
        journal.arrange(["a", "b", "\udcff\n"])
    assert (tmp_path / "two" / NAME).read_bytes() == first


def test_a_kill_within_the_first_line_is_survived(tmp_path: Path) -> None:
    """The draft of a record does not make a folder another's."""
    (tmp_path / f"{NAME}.part").write_bytes(b'{"reci')
    with Journal(tmp_path, RECIPE) as journal:
        assert journal.done == {}


def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    """The line that could not be written is the error, not that it cannot be written at the end either."""
    for work in (lambda journal: journal.add(DONE[0]), lambda journal: journal.arrange([])):
        with pytest.raises(DatasetError, match=r"prepare\.jsonl cannot be written: No space left"):
            on_full_disk(tmp_path, work)


def on_full_disk(folder: Path, work: Callable[[Journal], None]) -> None:
    """Work on a record that cannot grow."""
    with Journal(folder, RECIPE) as journal:
        journal._file.close()
        journal._file = Path("/dev/full").open("ab")  # noqa: SIM115 - the record closes it
        journal._file.write(b"{")
        work(journal)


def test_two_runs_never_share_a_record(tmp_path: Path) -> None:
    """Not after it was arranged either, when its files are yet to be written; then the next one takes what is done."""
    folder = tmp_path / "out"
    with Journal(folder, RECIPE) as journal:
        journal.add(DONE[0])
        for arrange in (False, True):
            if arrange:
                journal.arrange(["a"])
            with pytest.raises(DatasetError, match="another run is at work in this folder"):
                Journal(folder, RECIPE)
    with Journal(folder, RECIPE) as journal:
        assert tuple(journal.done.values()) == DONE[:1]
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_a_run_that_was_killed_at_once_is_no_other_thing(tmp_path: Path) -> None:
    """The lock that it left does not make a folder another's."""
    (tmp_path / LOCK).write_bytes(b"")
    with Journal(tmp_path, RECIPE) as journal:
        assert journal.done == {}
