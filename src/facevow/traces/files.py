"""Reads and writes trace files: `.jsonl`, or `.jsonl.gz` where it should be small."""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from facevow.errors import TraceError
from facevow.traces.format import Header, from_line, header_from_line, header_to_line, to_line
from facevow.types import FrameAnalysis

LONGEST_LINE: Final = 64 * 1024
"""Bytes; a frame takes about 1,300."""

MOST_FRAMES: Final = 200_000
"""Nearly two hours at 30 frames a second."""

MOST_BYTES: Final = 320 * 1024 * 1024
"""Of the text, unpacked: what so many frames take, so that a small file cannot unpack without end."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """All that one video showed, in the order in which it was shown; at least one frame."""

    header: Header
    frames: tuple[FrameAnalysis, ...]


def read_trace(path: Path) -> Trace:
    """Read a whole trace. A file that ends in `.gz` is unpacked.

    Raises:
        TraceError: there is no such file (code `no_such_file`), or it is not a trace from its first line to its last;
            the message tells the line. A last line without its end is refused: the file was cut off.
    """
    try:
        if not path.is_file():
            raise TraceError(f"expected a trace at {path}, found no file", code="no_such_file")
        with path.open("rb") as raw:
            file = gzip.GzipFile(fileobj=raw) if _is_packed(path) else raw
            return _read(_lines(file, path.name), path.name)
    except (OSError, EOFError, zlib.error) as error:
        raise TraceError(f"{path} cannot be read: {error}") from error


def write_trace(path: Path, header: Header, frames: Iterable[FrameAnalysis], *, replace: bool = False) -> int:
    """Write a trace beside its place and move it there once it is whole; return how many frames it has.

    A file that ends in `.gz` is packed; without a time stamp, so that equal traces are equal files.

    Args:
        path: the file; its folder must be there.
        header: the first line.
        frames: taken one by one while writing, so a camera may make them.
        replace: take the place of a file that is already there.

    Raises:
        TraceError: there is a file already and `replace` is not set; the file cannot be written; there was no frame
            at all, or more than MOST_FRAMES; or a frame cannot be told in a trace. Nothing half-written is left.
    """
    if not path.name:
        raise TraceError(f"expected the name of a file, found {str(path)!r}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and not replace:
            raise TraceError(f"expected no file at {path}, found one", code="file_exists")
        with part.open("wb") as raw:
            written = _write(raw, header, frames, packed=_is_packed(path))
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        raise TraceError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # it is there only if something went wrong
            part.unlink()
    return written


def trace_lines(header: Header, frames: Iterable[FrameAnalysis]) -> Iterator[str]:
    """The lines of a trace one by one, without their ends.

    Raises:
        TraceError: there was no frame at all, or more than MOST_FRAMES; or something cannot be told in a trace.
    """
    yield header_to_line(header)
    number = 0
    for number, analysis in enumerate(frames, 1):
        if number > MOST_FRAMES:
            raise TraceError(f"expected at most {MOST_FRAMES} frames")
        yield to_line(analysis)
    if number == 0:
        raise TraceError("expected at least one frame, found none")


def _write(raw: BinaryIO, header: Header, frames: Iterable[FrameAnalysis], *, packed: bool) -> int:
    """Write every line into an open file; return the number of frames."""
    written = 0
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) if packed else nullcontext(raw) as file:
        for line in trace_lines(header, frames):
            file.write(line.encode() + b"\n")
            written += 1
    return written - 1  # the header is no frame


def _read(lines: Iterator[bytes], name: str) -> Trace:
    """A trace of its lines; `name` is what messages call the file."""
    header = None
    frames: list[FrameAnalysis] = []
    for number, line in enumerate(lines, 1):
        try:
            if header is None:
                header = header_from_line(line)
            else:
                frames.append(from_line(line))
        except TraceError as error:
            raise TraceError(f"{name}, line {number}: {error}") from error
    if header is None or not frames:
        raise TraceError(
            f"{name}: expected a header and at least one frame, found {'no frame' if header else 'nothing'}"
        )
    return Trace(header, tuple(frames))


def _lines(file: BinaryIO | gzip.GzipFile, name: str) -> Iterator[bytes]:
    """The lines of an open file without their ends, none, all and the number of them within the limits."""
    total = 0
    for number in count(1):
        line = file.readline(LONGEST_LINE + 1)
        total += len(line)
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise TraceError(f"{name}, line {number}: expected at most {LONGEST_LINE} bytes")
        if not line.endswith(b"\n"):
            raise TraceError(f"{name}, line {number}: expected an end of the line; the file was cut off there")
        if number > MOST_FRAMES + 1 or total > MOST_BYTES:
            raise TraceError(f"{name}: expected at most {MOST_FRAMES} frames in {MOST_BYTES} bytes")
        yield line[:-1]


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"
