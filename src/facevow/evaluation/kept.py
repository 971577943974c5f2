"""Keeps the answers of a run that may be stopped: one line of JSON an image, appended as soon as it is scored.

The first line tells what they were made with; after a run with anything else the file begins anew. An answer counts
only for the picture it was given for: same name, boxes, files, and those of the same size and age. Two at
once would empty each other's file: who opens it keeps its folder to one run (`facevow.datasets.alone`).
"""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from facevow.datasets.appending import json_line, whole_lines
from facevow.datasets.atomic import write_atomically
from facevow.datasets.entry import Entry
from facevow.errors import DatasetError, EvaluationError


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one image: its score 0..1, or None with the reason why there is none and that reason's code."""

    score: float | None
    reason: str = ""
    code: str = ""


class NothingKept:
    """Of a run that keeps nothing."""

    def get(self, entry: Entry) -> None:
        """Nothing."""

    def add(self, entry: Entry, answer: Answer) -> None:
        """Do nothing."""


class Kept:
    """The answers in one file."""

    def __init__(self, path: Path, made_with: Mapping[str, str]) -> None:
        """Open the file, or begin it; its folder must be there.

        Args:
            path: the file.
            made_with: whatever the scores depend on beside the pictures.

        Raises:
            EvaluationError: the file cannot be read or written.
        """
        self.path = path
        self._answers: dict[str, Answer] = {}
        head = json_line({"made_with": dict(made_with)})
        try:
            lines = whole_lines(path) if path.exists() else []
            if lines[:1] == head.splitlines():
                self._answers = dict(found for line in lines[1:] if (found := _read(line)) is not None)
            else:
                write_atomically(path, head)
            self._file = path.open("ab")
        except (OSError, DatasetError) as error:
            raise EvaluationError(f"{path} cannot be kept: {error}") from error

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self._answers)

    def get(self, entry: Entry) -> Answer | None:
        """The answer for an image, if there is one."""
        return self._answers.get(_key(entry)) if self._answers else None

    def add(self, entry: Entry, answer: Answer) -> None:
        """Keep an answer.

        Raises:
            EvaluationError: the line cannot be written.
        """
        key = _key(entry)
        line = {"key": key, "score": answer.score, "reason": answer.reason, "code": answer.code}
        try:
            self._file.write(json_line(line))
            self._file.flush()
        except OSError as error:
            raise EvaluationError(f"{self.path} cannot be written: {error.strerror}") from error
        self._answers[key] = answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        with suppress(OSError):  # a line that could not be written is tried again, and has been told
            self._file.close()


def _key(entry: Entry) -> str:
    """What names an image and the state of its files, in hex."""
    told: list[Any] = [entry.name]
    for view in entry.views:
        box = view.box
        told.append((str(view.path), box.x, box.y, box.width, box.height, *_state(view.path)))
    return sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _state(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in nanoseconds; zeros of a file that is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _read(line: bytes) -> tuple[str, Answer] | None:
    """An answer with its key, or None where a line is not sound: that image is scored again."""
    try:
        told = json.loads(line)
        key, score, reason, code = told["key"], told["score"], told["reason"], told["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(text, str) for text in (key, reason, code)):
        return None
    if score is not None and not (type(score) is float and 0 <= score <= 1 and math.isfinite(score)):
        return None
    return key, Answer(score, reason, code)
