"""Reads and writes the manifest of a data set: a CSV file with one line an image.

Of an image it needs `path`, `split`, `source`, `label` (`bonafide` or `attack`), `pai_species` (empty when bona fide),
`framing` and the detector's box `face_x` .. `face_h` in pixels of that image. It may tell `session` and `subject`;
`wide_path` with `wide_face_x` .. `wide_face_h`, the same face with more around it; `licence` and `origin`.
A manifest often comes with pictures from strangers, so no path in it may lead out of its folder.
"""

import csv
import os
from collections.abc import Collection, Iterable
from io import StringIO
from math import isfinite
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from facevow.datasets.atomic import write_atomically
from facevow.datasets.entry import FRAMINGS, SPLITS, Entry, View
from facevow.errors import DatasetError
from facevow.types import Box, PaiSpecies

REQUIRED: Final = (
    "path", "split", "source", "label", "pai_species", "framing", "face_x", "face_y", "face_w", "face_h",
)  # fmt: skip
COLUMNS: Final = (
    "path", "split", "source", "label", "pai_species", "session", "subject", "framing",
    "face_x", "face_y", "face_w", "face_h",
    "wide_path", "wide_face_x", "wide_face_y", "wide_face_w", "wide_face_h", "licence", "origin",
)  # fmt: skip
LABELS: Final = ("bonafide", "attack")

MOST_BYTES: Final = 512 * 1024 * 1024
"""About three times a manifest of the 625,537 images of CelebA-Spoof, the largest collection that is read here."""

FARTHEST: Final = 100_000.0
"""Pixels. No picture has such sides; a box beyond is a slip of the pen."""

Row = dict[str, str]


def read_manifest(path: Path, *, framings: Collection[str] = FRAMINGS) -> list[Entry]:
    """Read the entries of the given framings, in the file's order. Every line is checked, also of other framings.

    The pictures are not looked at; `pictures.require_files` does that.

    Raises:
        DatasetError: no such file, no text in UTF-8, a column is missing, a line cannot be read, says what is not
            allowed or names a picture twice, or nothing is left; the message tells the line.
    """
    unknown = [framing for framing in framings if framing not in FRAMINGS]
    if unknown:
        raise DatasetError(f"expected framings out of {', '.join(FRAMINGS)}, got {', '.join(map(repr, unknown))}")
    lines: dict[PurePosixPath, int] = {}
    entries = []
    for line, row in _rows(path, _text(path)):
        try:
            entry = _entry(path.parent, row)
            for text in (row["path"], row.get("wide_path", "")):
                _claim(text, line, lines)
        except (ValueError, DatasetError) as error:
            raise DatasetError(f"{path}, line {line}: {error}") from error
        entries.append(entry)
    if not entries:
        raise DatasetError(f"expected images in {path}, found none")
    kept = [entry for entry in entries if entry.framing in framings]
    if not kept:
        raise DatasetError(f"expected images of the framing {' or '.join(framings)} in {path}, found none")
    return kept


def write_manifest(path: Path, entries: Iterable[Entry], *, licence: str = "", origin: str = "") -> None:
    """Write a manifest that `read_manifest` reads back; either the whole file is there afterwards or the old one.

    Boxes are rounded to a tenth of a pixel. `licence` and `origin` are said of every image.

    Raises:
        DatasetError: a picture lies outside the manifest's folder, an entry has more than two views, or the file
            cannot be written.
    """
    buffer = StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow({**_row(path.parent, entry), "licence": licence, "origin": origin})
    write_atomically(path, buffer.getvalue().encode())


def _text(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe or a device could go on for ever
            raise DatasetError(f"expected a manifest at {path}, found no such file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise DatasetError(f"expected a manifest at {path}: {error}") from error
    if len(content) > MOST_BYTES:
        raise DatasetError(f"expected a manifest of at most {MOST_BYTES} bytes, {path} is larger")
    try:
        text = content.decode("utf-8-sig")  # spreadsheets put a byte order mark first
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DatasetError(f"{path}, line {line}: expected text in UTF-8: {error.reason}") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DatasetError(f"{path}, line {line}: expected text, found a zero byte")
    return text


def _rows(path: Path, text: str) -> Iterable[tuple[int, Row]]:
    """Every row with the line it ends on; a row has exactly the columns of the first line."""
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        columns = reader.fieldnames or ()
        missing = [name for name in REQUIRED if name not in columns]
        if missing:
            raise DatasetError(f"expected the columns {', '.join(REQUIRED)} in {path}, missing: {', '.join(missing)}")
        if len(set(columns)) < len(columns):
            raise DatasetError(f"expected each column once in {path}, line 1")
        for row in reader:
            if None in row or None in row.values():
                raise DatasetError(f"{path}, line {reader.line_num}: expected {len(columns)} fields, one a column")
            yield reader.line_num, row
    except csv.Error as error:
        raise DatasetError(f"{path}, line {reader.reader.line_num}: {error}") from error


def _entry(folder: Path, row: Row) -> Entry:
    """One row.

    Raises:
        DatasetError: what the row says is not allowed.
        ValueError: a number or a species that cannot be read.
    """
    for name, allowed in (("label", LABELS), ("split", SPLITS), ("framing", FRAMINGS)):
        if row[name] not in allowed:
            raise DatasetError(f"expected the {name} to be one of {', '.join(allowed)}, found {row[name]!r}")
    if not row["source"]:
        raise DatasetError("expected a source, found none")
    prefixes = ("", "wide_") if row.get("wide_path") else ("",)
    return Entry(
        name=row["path"],
        views=tuple(View(_inside(folder, row[f"{prefix}path"]), _box(row, prefix)) for prefix in prefixes),
        split=row["split"],
        source=row["source"],
        session=row.get("session", ""),
        subject=row.get("subject", ""),
        framing=row["framing"],
        bona_fide=row["label"] == "bonafide",
        species=_species(row),
    )


def _species(row: Row) -> PaiSpecies | None:
    told = row["pai_species"]
    if row["label"] == "bonafide":
        if told:
            raise DatasetError(f"expected no pai_species of a bona fide image, found {told!r}")
        return None
    if told not in list(PaiSpecies):
        raise DatasetError(f"expected the pai_species of an attack, one of {', '.join(PaiSpecies)}, found {told!r}")
    return PaiSpecies(told)


def _box(row: Row, prefix: str) -> Box:
    names = [f"{prefix}face_{side}" for side in "xywh"]
    absent = [name for name in names if not row.get(name)]
    if absent:
        raise DatasetError(f"expected a box, found nothing in {', '.join(absent)}")
    box = Box(*(float(row[name]) for name in names))
    values = (box.x, box.y, box.width, box.height)
    if not all(isfinite(value) and abs(value) <= FARTHEST for value in values):
        raise DatasetError(f"expected a box within {FARTHEST:.0f} pixels, found {values}")
    if not (box.width >= 1 and box.height >= 1):
        raise DatasetError(f"expected a box with an area, found {box.width} x {box.height} pixels")
    return box


def _inside(folder: Path, text: str) -> Path:
    """The file that `text` names.

    The ways out of the folder are shut, those of Windows too. A link in the folder may point anywhere: whoever made it
    could write to this disk.
    """
    windows = PureWindowsPath(text)  # takes both kinds of slashes, and drives
    if not text or windows.anchor or windows.drive or ".." in windows.parts or not PurePosixPath(text).parts:
        raise DatasetError(f"expected a path below the manifest's folder, found {text!r}")
    return folder / text


def _claim(text: str, line: int, lines: dict[PurePosixPath, int]) -> None:
    """Note that a line uses a picture, and refuse a second one."""
    if not text:
        return
    picture = PurePosixPath(text)
    if picture in lines:
        raise DatasetError(f"expected every picture once, {text!r} stands on line {lines[picture]} already")
    lines[picture] = line


def _row(folder: Path, entry: Entry) -> Row:
    """The fields of one entry but licence and origin."""
    if len(entry.views) not in {1, 2}:
        raise DatasetError(f"expected one or two views of {entry.name}, got {len(entry.views)}")
    row = dict.fromkeys(COLUMNS, "") | {
        "split": entry.split,
        "source": entry.source,
        "label": entry.label,
        "pai_species": entry.species or "",
        "session": entry.session,
        "subject": entry.subject,
        "framing": entry.framing,
    }
    for prefix, view in zip(("", "wide_"), entry.views, strict=False):
        row[f"{prefix}path"] = _relative(folder, view.path)
        sides = (view.box.x, view.box.y, view.box.width, view.box.height)
        row |= {f"{prefix}face_{name}": f"{side:.1f}" for name, side in zip("xywh", sides, strict=True)}
    return row


def _relative(folder: Path, picture: Path) -> str:
    try:
        text = Path(os.path.normpath(picture)).relative_to(os.path.normpath(folder)).as_posix()
    except ValueError as error:
        raise DatasetError(f"expected pictures below {folder}, found {picture}") from error
    _inside(folder, text)
    return text
