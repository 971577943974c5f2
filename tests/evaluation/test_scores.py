"""The scores file: what is written is read back, and what is broken is refused with its line."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import EvaluationError
from facevow.evaluation.scores import COLUMNS, ScoreRow, read_scores, require_both, write_scores
from facevow.types import PaiSpecies
from tests.evaluation.rows import row, rows_of

HEADER = ",".join(COLUMNS)
GOOD = "a.jpg,one,,s1,frame,bonafide,,0.9,120.5"
BAD = "b.jpg,one,p1,,frame,attack,print,0.1,"


def write(path: Path, *lines: str, end: str = "\n") -> Path:
    path.write_text("\n".join(lines) + end, encoding="utf-8")
    return path


def test_a_file_by_hand(tmp_path: Path) -> None:
    """Every column lands in its field; an empty score is a non-response, an empty width unknown."""
    path = write(tmp_path / "s.csv", HEADER, GOOD, BAD, "c.jpg,two,,,face_crop,attack,mask_paper,,50")
    assert read_scores(path) == [
        ScoreRow("a.jpg", "one", "", "s1", "frame", True, None, 0.9, 120.5),
        ScoreRow("b.jpg", "one", "p1", "", "frame", False, PaiSpecies.PRINT, 0.1, None),
        ScoreRow("c.jpg", "two", "", "", "face_crop", False, PaiSpecies.MASK_PAPER, None, 50.0),
    ]


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
some_rows = st.lists(
    st.builds(
        ScoreRow,
        path=texts.filter(str.strip),
        source=texts.filter(str.strip),
        subject=texts,
        session=texts,
        framing=st.sampled_from(["", "frame", "face_crop"]),
        bona_fide=st.just(False),
        species=st.sampled_from(PaiSpecies),
        score=st.none() | st.floats(0, 1),
        face_width=st.none() | st.floats(0.1, 1e5),
    ).flatmap(lambda made: st.sampled_from([made, replace(made, bona_fide=True, species=None)])),
    min_size=1,
    max_size=8,
    unique_by=lambda made: made.path,
)


@given(some_rows)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[ScoreRow]) -> None:
    """Commas, quotes, letters of any script and every digit of a score survive the file."""
    path = tmp_path_factory.mktemp("scores") / "deep" / "s.csv"
    write_scores(path, rows)
    assert read_scores(path) == rows
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([HEADER], "found none"),
        ([HEADER.replace("score", "points"), GOOD], "missing or twice: .'score'"),
        ([HEADER + ",score", GOOD + ",0.5"], "missing or twice"),
        ([HEADER, GOOD, GOOD], "'a.jpg' twice"),
        ([HEADER, GOOD.replace("bonafide", "real")], "line 2: expected a label"),
        ([HEADER, GOOD, BAD.replace("print", "hologram")], "line 3: expected a pai_species of print"),
        ([HEADER, BAD.replace("print", "")], "expected a pai_species of"),
        ([HEADER, GOOD.replace("bonafide,", "bonafide,print")], "no pai_species beside bonafide"),
        ([HEADER, GOOD.replace("0.9", "nan")], "expected a score within 0..1"),
        ([HEADER, GOOD.replace("0.9", "inf")], "expected a score within 0..1"),
        ([HEADER, GOOD.replace("0.9", "1.01")], "expected a score within 0..1"),
        ([HEADER, GOOD.replace("0.9", "-0.1")], "expected a score within 0..1"),
        ([HEADER, GOOD.replace("0.9", "high")], "expected a score within 0..1"),
        ([HEADER, GOOD.replace("120.5", "nan")], "expected a face_width"),
        ([HEADER, GOOD.replace("120.5", "0")], "expected a face_width above 0"),
        ([HEADER, GOOD.replace("a.jpg", "")], "expected a path"),
        ([HEADER, GOOD.replace("one", " ")], "expected a source"),
        ([HEADER, GOOD + ",more"], "line 2: expected 9 cells, found 10"),
        ([HEADER, "a.jpg,one,,s1,frame,bona"], "line 2: expected 9 cells, found 6"),
        ([HEADER, GOOD, '"b.jpg,one'], "line 3"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, lines: list[str], message: str) -> None:
    """The message tells what was expected, and where there is one, the line."""
    with pytest.raises(EvaluationError, match=message):
        read_scores(write(tmp_path / "s.csv", *lines))


def test_a_file_cut_off_within_its_last_number_is_refused(tmp_path: Path) -> None:
    """A width of 12 that was 120.5 cannot be seen in the line itself, but the line does not end."""
    with pytest.raises(EvaluationError, match="cut off"):
        read_scores(write(tmp_path / "s.csv", HEADER, GOOD[:-3], end=""))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 99 + b"\n", b"\x89PNG\r\n\x1a\n", b"\n\n\n"])
def test_hostile_bytes_are_refused(tmp_path: Path, content: bytes) -> None:
    """What is no scores file at all ends in the same error."""
    path = tmp_path / "s.csv"
    path.write_bytes(content)
    with pytest.raises(EvaluationError):
        read_scores(path)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_way(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Bytes after a good header are rows or an EvaluationError, and nothing else."""
    path = tmp_path_factory.mktemp("scores") / "s.csv"
    path.write_bytes(HEADER.encode() + b"\n" + content)
    with pytest.raises(EvaluationError):
        read_scores(path)


def test_no_file_a_folder_and_an_impossible_path(tmp_path: Path) -> None:
    """Each is an EvaluationError that names the place."""
    for path in (tmp_path / "none.csv", tmp_path, Path("a\0b")):
        with pytest.raises(EvaluationError, match="expected a scores file"):
            read_scores(path)


def test_both_classes_are_required_with_a_score() -> None:
    """One class only is refused, and so is one whose every presentation got no score."""
    require_both(rows_of([0.9], [0.1]), "these")
    for rows in (rows_of([0.9], []), rows_of([], [0.1]), rows_of([None], [0.1]), []):
        with pytest.raises(EvaluationError, match="these: expected scores of both classes"):
            require_both(rows, "these")


@pytest.mark.parametrize(
    "broken",
    [row("a", 1.5), row("a", float("nan")), row("", 0.5), row("a", 0.5, source=""), row("a", 0.5, face_width=-1.0),
     replace(row("a", 0.5), bona_fide=False), row("\udcff", 0.5)],
)  # fmt: skip
def test_nothing_is_written_that_could_not_be_read(tmp_path: Path, broken: ScoreRow) -> None:
    """The old file stays as it was, and no draft is left."""
    path = tmp_path / "s.csv"
    path.write_text("before")
    with pytest.raises(EvaluationError):
        write_scores(path, [broken])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where a folder should be is told, not raised from below."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_scores(tmp_path / "file" / "s.csv", [row("a", 0.5)])
