"""The scores file: one line a presentation, what it shows and what a network made of it.

CSV in UTF-8 with the header of `COLUMNS`. `label` is `bonafide` or `attack`; `pai_species` is empty exactly for bona
fide; `score` is 0..1, rising towards bona fide, and empty for a non-response; `face_width` is in pixels, and empty
where it is not known.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from facevow.datasets.atomic import write_atomically
from facevow.errors import DatasetError, EvaluationError
from facevow.types import PaiSpecies

COLUMNS = ("path", "source", "subject", "session", "framing", "label", "pai_species", "score", "face_width")
_LABELS = ("bonafide", "attack")
_MOST_BYTES = 512 * 1024 * 1024
"""About three million lines; what is longer was not written here and would fill the memory."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One presentation and its score.

    path: names the image, and is different in every row of a file.
    source: which collection it is of; not empty.
    subject, session, framing: "" where unknown.
    species: None exactly for bona fide.
    score: 0..1, rising towards bona fide; None is a non-response: no score could be made.
    face_width: of the detector's box in the closest picture, in pixels; None where unknown.
    """

    path: str
    source: str
    subject: str
    session: str
    framing: str
    bona_fide: bool
    species: PaiSpecies | None
    score: float | None
    face_width: float | None


def read_scores(path: Path) -> list[ScoreRow]:
    """Read a scores file; columns beyond those of `COLUMNS` are passed over.

    Raises:
        EvaluationError: there is no such file, it is cut off, a column is missing, a line cannot be read, a path comes
            twice, or there is no line at all; the message tells the line.
    """
    rows = [_row(path, line, cells) for line, cells in _lines(path, _text(path))]
    if not rows:
        raise EvaluationError(f"expected scores in {path}, found none")
    seen: set[str] = set()
    for row in rows:
        if row.path in seen:
            raise EvaluationError(f"{path}: expected each image once, found {row.path!r} twice")
        seen.add(row.path)
    return rows


def require_both(rows: Iterable[ScoreRow], what: str) -> None:
    """Refuse scores that no rate of both errors can be made of.

    Raises:
        EvaluationError: bona fide presentations or attacks with a score are absent; the message begins with `what`.
    """
    answered = [row.bona_fide for row in rows if row.score is not None]
    good = sum(answered)
    if not 0 < good < len(answered):
        raise EvaluationError(
            f"{what}: expected scores of both classes, found {good} bona fide and {len(answered) - good} attacks"
        )


def write_scores(path: Path, rows: Sequence[ScoreRow]) -> None:
    """Write a scores file, all of it or nothing; its folder is made where it is missing.

    Raises:
        EvaluationError: the file cannot be written, or a row holds what `read_scores` would refuse.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    text = out.getvalue()
    for line, cells in _lines(path, text):
        _row(path, line, cells)
    write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, all of it or nothing; its folder is made where it is missing.

    Raises:
        EvaluationError: the file cannot be written, or the text holds what UTF-8 has no bytes for.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    except (DatasetError, OSError, ValueError) as error:  # letters and paths that cannot be bytes are ValueErrors
        raise EvaluationError(f"{path} cannot be written: {error}") from error


def _text(path: Path) -> str:
    """The whole file."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise EvaluationError(f"expected a scores file of at most {_MOST_BYTES} bytes, {path} has {size}")
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except (OSError, ValueError) as error:  # text that is no UTF-8 and paths with a zero byte are ValueErrors
        raise EvaluationError(f"expected a scores file at {path}: {error}") from error
    if text and not text.endswith(("\n", "\r")):
        raise EvaluationError(f"{path}: expected the last line to end, so the file is cut off")
    return text


def _lines(path: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    """Each line's number and its cells by column."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        missing = [name for name in COLUMNS if name not in header]
        if missing or len(set(header)) < len(header):
            raise EvaluationError(f"expected the columns {', '.join(COLUMNS)} in {path}, missing or twice: {missing}")
        found = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise EvaluationError(f"{path}, line {reader.line_num}: {error}") from error
    for line, cells in found:
        if len(cells) != len(header):
            raise EvaluationError(f"{path}, line {line}: expected {len(header)} cells, found {len(cells)}")
    return [(line, dict(zip(header, cells, strict=True))) for line, cells in found]


def _row(path: Path, line: int, cells: Mapping[str, str]) -> ScoreRow:
    where = f"{path}, line {line}"
    if cells["label"] not in _LABELS:
        raise EvaluationError(f"{where}: expected a label of {' or '.join(_LABELS)}, found {cells['label']!r}")
    for name in ("path", "source"):
        if not cells[name].strip():
            raise EvaluationError(f"{where}: expected a {name}, found none")
    width = _number(where, "face_width", cells["face_width"], math.inf)
    if width == 0:
        raise EvaluationError(f"{where}: expected a face_width above 0")
    return ScoreRow(
        **{name: cells[name] for name in ("path", "source", "subject", "session", "framing")},
        bona_fide=cells["label"] == "bonafide",
        species=_species(where, cells["label"] == "bonafide", cells["pai_species"]),
        score=_number(where, "score", cells["score"], 1.0),
        face_width=width,
    )


def _species(where: str, bona_fide: bool, text: str) -> PaiSpecies | None:
    if bona_fide and not text:
        return None
    if bona_fide or text not in set(PaiSpecies):
        expected = "no pai_species beside bonafide" if bona_fide else f"a pai_species of {', '.join(PaiSpecies)}"
        raise EvaluationError(f"{where}: expected {expected}, found {text!r}")
    return PaiSpecies(text)


def _number(where: str, name: str, text: str, most: float) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (0 <= number <= most and math.isfinite(number)):  # false for NaN as well
        raise EvaluationError(f"{where}: expected a {name} within 0..{most:g} or nothing, found {text[:40]!r}")
    return number


def _cells(row: ScoreRow) -> list[str]:
    numbers = ["" if number is None else repr(float(number)) for number in (row.score, row.face_width)]
    label = _LABELS[0] if row.bona_fide else _LABELS[1]
    return [row.path, row.source, row.subject, row.session, row.framing, label, row.species or "", *numbers]
