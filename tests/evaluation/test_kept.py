"""Answers that outlive a kill, and count only for what they were given for."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.datasets.entry import Entry, View
from facevow.errors import EvaluationError
from facevow.evaluation.kept import Answer, Kept
from facevow.types import Box

MADE_WITH = {"model": "aa", "numpy": "2"}


def entry(folder: Path, name: str = "a.png") -> Entry:
    """An image; its file holds its name."""
    path = folder / name
    path.write_text(name)
    return Entry(name, (View(path, Box(1, 2, 3, 4)),), "test", "one", "", "", "frame", True, None)


@settings(deadline=None)  # it writes files
@given(st.one_of(st.none(), st.floats(0, 1)), st.text(), st.text())
def test_what_is_kept_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, score: float | None, reason: str, code: str
) -> None:
    """Every digit of a score and any reason."""
    folder = tmp_path_factory.mktemp("kept")
    one, two = entry(folder), entry(folder, "b.png")
    with Kept(folder / "k.jsonl", MADE_WITH) as kept:
        kept.add(one, Answer(score, reason, code))
        assert (len(kept), kept.get(two)) == (1, None)
    with Kept(folder / "k.jsonl", MADE_WITH) as kept:
        assert kept.get(one) == Answer(score, reason, code)


@pytest.mark.parametrize("lost", [1, 9, 60])
def test_a_half_written_line_is_forgotten(tmp_path: Path, lost: int) -> None:
    """Cut within its last line the file holds all before, and what is added then does not stick to the rest."""
    one, two, path = entry(tmp_path), entry(tmp_path, "b.png"), tmp_path / "k.jsonl"
    with Kept(path, MADE_WITH) as kept:
        kept.add(one, Answer(0.25))
        kept.add(two, Answer(0.75))
    path.write_bytes(path.read_bytes()[:-lost])
    with Kept(path, MADE_WITH) as kept:
        assert (kept.get(one), kept.get(two)) == (Answer(0.25), None)
        kept.add(two, Answer(0.75))
    with Kept(path, MADE_WITH) as kept:
        assert (kept.get(one), kept.get(two)) == (Answer(0.25), Answer(0.75))


@pytest.mark.parametrize("line", [b"{}", b"[]", b"7", b"no", b"\xff", b"[" * 9999, b'{"key": "K", "score": 2.0}',
                                  b'{"key": "K", "score": NaN, "reason": "", "code": ""}',
                                  b'{"key": "K", "score": true, "reason": "", "code": ""}',
                                  b'{"key": 1, "score": 0.5, "reason": "", "code": ""}'])  # fmt: skip
def test_a_line_that_is_not_sound_counts_for_nothing(tmp_path: Path, line: bytes) -> None:
    """Its image is scored again, and the sound lines around it stay."""
    one, two, path = entry(tmp_path), entry(tmp_path, "b.png"), tmp_path / "k.jsonl"
    with Kept(path, MADE_WITH) as kept:
        kept.add(one, Answer(0.25))
    with path.open("ab") as file:
        file.write(line + b"\n")
    with Kept(path, MADE_WITH) as kept:
        assert (len(kept), kept.get(one), kept.get(two)) == (1, Answer(0.25), None)


def test_only_the_same_picture_counts(tmp_path: Path) -> None:
    """Another box, another name, or a file that has changed is asked for again."""
    one = entry(tmp_path)
    with Kept(tmp_path / "k.jsonl", MADE_WITH) as kept:
        kept.add(one, Answer(0.25))
        other_box = replace(one, views=(replace(one.views[0], box=Box(1, 2, 3, 5)),))
        assert [kept.get(each) for each in (other_box, replace(one, name="x"))] == [None, None]
        one.views[0].path.write_text("something else")
        assert kept.get(one) is None
        one.views[0].path.unlink()
        assert kept.get(one) is None


def test_another_network_begins_anew(tmp_path: Path) -> None:
    """Scores of two networks, or of two versions of a library, never come into one file."""
    one = entry(tmp_path)
    with Kept(tmp_path / "k.jsonl", MADE_WITH) as kept:
        kept.add(one, Answer(0.25))
    with Kept(tmp_path / "k.jsonl", {**MADE_WITH, "model": "bb"}) as kept:
        assert len(kept) == 0
    with Kept(tmp_path / "k.jsonl", MADE_WITH) as kept:
        assert kept.get(one) is None


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder where the file should be, and a folder that is not there, are told."""
    for path in (tmp_path, tmp_path / "none" / "k.jsonl"):
        with pytest.raises(EvaluationError, match="cannot be kept"):
            Kept(path, MADE_WITH)


def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    """The line that could not be written is the error, not that it cannot be written at the end either."""

    def work() -> None:
        with Kept(tmp_path / "k.jsonl", MADE_WITH) as kept:
            kept._file.close()
            kept._file = Path("/dev/full").open("ab")  # noqa: SIM115 - it is closed with the rest
            kept.add(entry(tmp_path), Answer(0.25))

    with pytest.raises(EvaluationError, match=r"k\.jsonl cannot be written: No space left"):
        work()
