"""Trace files: whole or not at all when written, and every broken one refused when read."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import TraceError, VideoError
from facevow.traces import files
from facevow.traces.files import read_trace, trace_lines, write_trace
from facevow.traces.format import Header, to_line
from facevow.types import FrameAnalysis
from tests.recordings import path_of, recording
from tests.traces.making import full_frame

HEADER = Header("passive 2", "clip.mp4", 30.0, 640, 480)
FRAMES = tuple(replace(full_frame(index / 30), index=index) for index in range(5))
LINES = list(trace_lines(HEADER, FRAMES))
TEXT = "".join(f"{line}\n" for line in LINES).encode()
PACKED = gzip.compress(TEXT, mtime=0)  # no date inside: every worker has to find the same tests


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.JSONL.GZ", "a"])
def test_a_trace_comes_back(tmp_path: Path, name: str) -> None:
    """Header and frames are what was written, packed or not, and nothing is left beside the file."""
    path = tmp_path / name
    assert write_trace(path, HEADER, FRAMES) == 5
    trace = read_trace(path)
    assert trace.header == HEADER
    assert [to_line(frame) for frame in trace.frames] == LINES[1:]
    assert [found.name for found in tmp_path.iterdir()] == [name]
    content = path.read_bytes()
    assert (gzip.decompress(content) if name.lower().endswith(".gz") else content) == TEXT


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_equal_traces_are_equal_files(tmp_path: Path, name: str) -> None:
    """No time, name or chance is in a file: a trace that was read and written again has the same bytes."""
    one, other = tmp_path / name, tmp_path / "another" / name
    other.parent.mkdir()
    write_trace(one, HEADER, FRAMES)
    trace = read_trace(one)
    write_trace(other, trace.header, trace.frames)
    assert one.read_bytes() == other.read_bytes()


def test_a_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    """What is there stays, unless `replace` is set."""
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    with pytest.raises(TraceError, match="expected no file") as refused:
        write_trace(path, HEADER, FRAMES)
    assert refused.value.code == "file_exists"
    assert path.read_text() == "mine"
    write_trace(path, HEADER, FRAMES, replace=True)
    assert len(read_trace(path).frames) == 5


def failing() -> Iterator[FrameAnalysis]:
    """Frames of a video that breaks off."""
    yield from FRAMES
    raise VideoError("it broke")


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """A source that fails, a frame that cannot be told and no frame at all leave the old file and no part."""
    path = tmp_path / "a.jsonl"
    path.write_text("old")
    with pytest.raises(VideoError, match="it broke"):
        write_trace(path, HEADER, failing(), replace=True)
    for frames in ((), (*FRAMES, full_frame(float("nan")))):
        with pytest.raises(TraceError):
            write_trace(path, HEADER, frames, replace=True)
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("a.jsonl", "old")]


@pytest.mark.parametrize("name", ["none/a.jsonl", "taken", "", "x" * 300])
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    """No folder, a folder in its place, no name, a name that is too long."""
    (tmp_path / "taken").mkdir()
    with pytest.raises(TraceError, match=r"cannot be written|name of a file"):
        write_trace(tmp_path / name if name else Path(), HEADER, FRAMES, replace=True)
    assert [found.name for found in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "found nothing"),
        (b"\n", "line 1"),
        (LINES[0].encode() + b"\n", "found no frame"),
        (LINES[0].encode(), "line 1: .*cut off"),
        (LINES[1].encode() + b"\n", "line 1: facevow_trace"),
        (TEXT + LINES[0].encode() + b"\n", "line 7: index"),
        (TEXT[:-1], "line 6: .*cut off"),
        (TEXT[:-40], "line 6: .*cut off"),
        (TEXT[:-40] + b"\n", "line 6: the line: Invalid JSON"),
        (TEXT + b"\n", "line 7: the line: Invalid JSON"),
        (TEXT + b"\x00\xff\xfe\n", "line 7"),
        (TEXT.replace(b"\n", b"\r"), "line 1"),
        (b"\xef\xbb\xbf" + TEXT, "line 1"),
        (TEXT.decode().encode("utf-16"), "line 1"),
        (TEXT + b" " * 70_000 + b"\n", "line 7: expected at most 65536 bytes"),
        (b"[" * 70_000, "line 1: expected at most 65536 bytes"),
        (b"\x89PNG\r\n\x1a\n" * 20, "line 1"),
    ],
)
def test_a_broken_file_is_refused_and_the_line_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    """Nothing in it, no header, no frame, cut off, too long a line, or no text at all; packed or not."""
    for name, written in (("a.jsonl", content), ("a.jsonl.gz", gzip.compress(content))):
        (tmp_path / name).write_bytes(written)
        with pytest.raises(TraceError, match=told) as refused:
            read_trace(tmp_path / name)
        assert str(refused.value).startswith(name)


@pytest.mark.parametrize("content", [b"", b"no gzip", TEXT, PACKED[:-30], PACKED[:12]])
def test_a_broken_packed_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """One that is not packed, or is cut off."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(TraceError, match=r"cannot be read|found nothing"):
        read_trace(path)


@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_changed_byte_in_a_packed_file_is_found(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int) -> None:
    """Nothing but a TraceError, or the very same frames where the byte says nothing about them."""
    path = tmp_path_factory.getbasetemp() / "changed.jsonl.gz"
    content = bytearray(path_of("attack-4-phone-replay").read_bytes())
    content[at] = byte
    path.write_bytes(content)
    try:
        trace = read_trace(path)
    except TraceError:
        return
    whole = recording("attack-4-phone-replay")
    assert [to_line(frame) for frame in trace.frames] == [to_line(frame) for frame in whole.frames]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Nothing there, a folder, an impossible name."""
    for path in (tmp_path / "none.jsonl", tmp_path, tmp_path / ("x" * 300), Path("a\0b")):
        with pytest.raises(TraceError, match=r"found no file|cannot be read"):
            read_trace(path)


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many frames, and a small packed file that unpacks without end."""
    path = tmp_path / "a.jsonl.gz"
    write_trace(path, HEADER, FRAMES)
    monkeypatch.setattr(files, "MOST_FRAMES", 5)
    assert len(read_trace(path).frames) == 5
    monkeypatch.setattr(files, "MOST_FRAMES", 4)
    with pytest.raises(TraceError, match="at most 4 frames"):
        read_trace(path)
    with pytest.raises(TraceError, match="at most 4 frames"):
        write_trace(path, HEADER, FRAMES, replace=True)
    monkeypatch.setattr(files, "MOST_FRAMES", 5)
    monkeypatch.setattr(files, "MOST_BYTES", len(TEXT) - 1)
    with pytest.raises(TraceError, match="at most 5 frames"):
        read_trace(path)


def test_a_clock_that_runs_backwards_is_not_refused(tmp_path: Path) -> None:
    """Such times are for the decision to see."""
    write_trace(tmp_path / "a.jsonl", HEADER, FRAMES[::-1])
    assert [round(frame.at, 2) for frame in read_trace(tmp_path / "a.jsonl").frames] == [0.13, 0.1, 0.07, 0.03, 0]
