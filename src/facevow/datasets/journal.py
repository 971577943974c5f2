"""Remembers what a preparation has done, so that a kill loses nothing: one line of JSON an item, appended when done."""

import json
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from facevow.datasets.alone import LOCK, alone_in
from facevow.datasets.appending import json_line, whole_lines
from facevow.datasets.atomic import SUFFIX, write_atomically
from facevow.errors import DatasetError
from facevow.types import Box

NAME: Final = "prepare.jsonl"


@dataclass(frozen=True, slots=True)
class Cut:
    """One face that was cut out: its pictures below the folder, the boxes in them, and the framing.

    `wide` and `wide_box` are None for a `face_crop`.
    """

    near: str
    box: Box
    wide: str | None
    wide_box: Box | None
    framing: str

    @property
    def files(self) -> list[str]:
        """The pictures, one or two."""
        return [self.near] if self.wide is None else [self.near, self.wide]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one item: the faces cut from it, or else why there are none. `thinned` counts near-duplicates."""

    name: str
    cuts: tuple[Cut, ...]
    reason: str = ""
    thinned: int = 0


class Journal:
    """The record of a folder that is being prepared.

    Its first line tells the recipe. A folder that holds other things, or was prepared by another recipe, is refused,
    and so is one where another run is at work.
    """

    def __init__(self, folder: Path, recipe: dict[str, Any]) -> None:
        """Open or begin the record in a folder, which is made if need be.

        Raises:
            DatasetError: the folder holds something else, was begun with another recipe, cannot be written, its record
                is broken, or another run is at work there.
        """
        self.path = folder / NAME
        self._head = json_line({"recipe": recipe})
        self.done: dict[str, Done] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with ExitStack() as opened:
                opened.enter_context(alone_in(folder, DatasetError))
                self._begin(recipe)
                self._file = self.path.open("ab")
                self._alone = opened.pop_all()
        except OSError as error:
            raise DatasetError(f"{folder} cannot be prepared: {error.strerror}") from error

    def add(self, done: Done) -> None:
        """Record one item whose pictures are written.

        Raises:
            DatasetError: the line cannot be written.
        """
        try:
            self._file.write(json_line(asdict(done)))
            self._file.flush()
        except OSError as error:
            raise DatasetError(f"{self.path} cannot be written: {error.strerror}") from error
        self.done[done.name] = done

    def arrange(self, names: Iterable[str]) -> None:
        """Close the record, with one line an item: those of `names` in their order, then what else was ever done.

        So it says nothing of the order in which several workers were ready, nor of what was tried twice.

        Raises:
            DatasetError: it cannot be written.
        """
        order = dict.fromkeys([*(name for name in names if name in self.done), *self.done])
        content = self._head + b"".join(json_line(asdict(self.done[name])) for name in order)
        try:
            self._file.close()
            if content != self.path.read_bytes():
                write_atomically(self.path, content)
        except OSError as error:
            raise DatasetError(f"{self.path} cannot be written: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file, and leave the folder to others."""
        with self._alone, suppress(OSError):  # a line that could not be written is tried again, and has been told
            self._file.close()

    def _begin(self, recipe: dict[str, Any]) -> None:
        """Read the record, or write its first line."""
        if self.path.exists():
            self._read(recipe)
        elif any(path.name not in {NAME + SUFFIX, LOCK} for path in self.path.parent.iterdir()):
            raise DatasetError(
                f"expected an empty folder or one that was prepared before, {self.path.parent} is neither"
            )
        else:
            write_atomically(self.path, self._head)

    def _read(self, recipe: dict[str, Any]) -> None:
        lines = whole_lines(self.path)
        try:
            before = json.loads(lines[0])["recipe"]
            told = [_done(json.loads(line)) for line in lines[1:]]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
            raise DatasetError(f"{self.path} is no sound record of a preparation: {error!r}") from error
        if before != recipe:
            raise DatasetError(f"{self.path.parent} was prepared with {before}, now it is {recipe}: use another folder")
        self.done = {done.name: done for done in told}


def _done(told: dict[str, Any]) -> Done:
    cuts = tuple(Cut(cut["near"], _box(cut["box"]), cut["wide"], _wide(cut), cut["framing"]) for cut in told["cuts"])
    return Done(str(told["name"]), cuts, str(told["reason"]), int(told["thinned"]))


def _wide(cut: dict[str, Any]) -> Box | None:
    return None if cut["wide_box"] is None else _box(cut["wide_box"])


def _box(told: dict[str, Any]) -> Box:
    return Box(*(float(told[side]) for side in ("x", "y", "width", "height")))
