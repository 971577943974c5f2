"""The folder of reports: summaries in JSON that `facevow evaluate --out` wrote, `NAME.json` or `NAME/summary.json`.

Whoever may write there is trusted with what reports say, and with nothing else: no link is followed, only plain files
are opened, and of those no more is read than a report has.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json

from facevow.errors import SessionError
from facevow.server.v1.models import REPORT_NAME

MOST_BYTES: Final = 1024 * 1024
"""The longest report that is shown: the interpreter does little else while it reads and tells one. That of a thousand
images and two networks has some 200 kB."""

MOST_REPORTS: Final = 200
"""Reports that are listed, the newest ones."""

MOST_ENTRIES: Final = 10_000
"""Entries of the folder that are looked at."""

INSIDE: Final = "summary.json"
"""What `facevow evaluate --out FOLDER` calls it."""

_NAME: Final = re.compile(REPORT_NAME, re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """A report's file: under which name it is told, where it is, when it was written, and its bytes."""

    name: str
    path: Path
    modified: datetime
    size: int


def listed(folder: Path | None) -> list[Found]:
    """The reports of a folder, the newest first; none where there is no such folder or it cannot be read."""
    if folder is None:
        return []
    try:
        with os.scandir(folder) as entries:
            names = {_name_of(entry) for entry in islice(entries, MOST_ENTRIES)}
    except (OSError, ValueError):
        return []
    found = [report for name in names if name is not None and (report := _find(folder, name)) is not None]
    return sorted(found, key=lambda report: (report.modified, report.name), reverse=True)[:MOST_REPORTS]


def read(folder: Path | None, name: str) -> tuple[Found, dict[str, Any]]:
    """A report and its summary.

    Raises:
        SessionError: code `report_unknown`; `report_unreadable`: it is too long, no JSON object, or gone meanwhile.
    """
    found = None if folder is None or _NAME.fullmatch(name) is None else _find(folder, name)
    if found is None:
        raise SessionError(f"expected a report, there is no {name}", code="report_unknown")
    try:
        value = from_json(_content(found.path), allow_inf_nan=False)  # gives up at 200 levels
    except (OSError, ValueError) as error:
        raise SessionError(
            f"expected a summary in JSON of at most {MOST_BYTES} bytes", code="report_unreadable"
        ) from error
    if not isinstance(value, dict):
        raise SessionError("expected a summary, got JSON that is no object", code="report_unreadable")
    return found, value


def _name_of(entry: os.DirEntry[str]) -> str | None:
    """Under which name an entry may be a report."""
    name = entry.name.removesuffix(".json")
    return name if _NAME.fullmatch(name) else None


def _find(folder: Path, name: str) -> Found | None:
    """The report of that name: the file before the folder."""
    for path in _places(folder, name):
        try:
            about = path.lstat()
            modified = datetime.fromtimestamp(about.st_mtime, UTC)
        except (OSError, ValueError, OverflowError):  # it is gone, or of a year that no calendar has
            continue
        if stat.S_ISREG(about.st_mode):
            return Found(name, path, modified, about.st_size)
    return None


def _places(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.json"
    try:
        linked = (folder / name).is_symlink()
    except OSError:  # a folder that lists its entries to us may still not let us look at them
        return
    if not linked:
        yield folder / name / INSIDE


def _content(path: Path) -> bytes:
    """The bytes of a plain file that is no link; raises OSError or ValueError if it is not so any more, or too long."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - of a descriptor
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("expected a plain file")
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"expected at most {MOST_BYTES} bytes")
    return content
