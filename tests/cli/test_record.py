"""`facevow record`: traces of videos, printed or written, never over another file unasked."""

import json
from pathlib import Path

import pytest

from facevow.traces.files import read_trace
from tests.cli.conftest import Run
from tests.networks import BONA_FIDE

CLIP = BONA_FIDE[2]
"""15 frames a second, so that few frames make up its first second."""


def test_a_video_becomes_a_trace(run: Run, high: Path, shared: Path, tmp_path: Path) -> None:
    """What is written can be replayed, says which file it is of and no folder, and is what would be printed."""
    clip, out = shared / "footage" / CLIP, tmp_path / "clip.jsonl"
    options = (clip, "--seconds", "0.5", "--passive", high)
    outcome = run("record", *options, "-o", out)
    assert outcome.exit_code == 0
    assert outcome.stdout == ""
    trace = read_trace(out)
    assert trace.header.source == clip.name
    assert f"{len(trace.frames)} frames in" in outcome.stderr
    assert all(frame.passive is not None and frame.passive.value == pytest.approx(0.9) for frame in trace.frames)
    assert all(frame.tracked is not None and frame.digest for frame in trace.frames)
    assert trace.frames[0].drift is None
    assert any(frame.drift is not None for frame in trace.frames)
    assert str(shared) not in out.read_text()
    assert run("record", *options).stdout == out.read_text()
    packed = tmp_path / "clip.jsonl.gz"
    assert run("record", *options, "-o", packed).exit_code == 0
    assert packed.stat().st_size < out.stat().st_size / 2
    replayed = [run("replay", path, "--json") for path in (out, packed)]
    assert replayed[0].exit_code == 0
    assert replayed[0].stdout == replayed[1].stdout
    assert json.loads(replayed[0].stdout)["verdict"]["frames"] == len(trace.frames)


def test_fewer_frames_can_be_asked_for(run: Run, high: Path, shared: Path) -> None:
    """--fps leaves frames out before they are analysed."""
    options = (shared / "footage" / CLIP, "--seconds", "0.95", "--passive", high)
    lines = run("record", *options, "--fps", "5").stdout.splitlines()
    assert [round(json.loads(line)["at"], 1) for line in lines[1:]] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8], abs=0.1)


def test_a_file_is_not_replaced_unasked(run: Run, high: Path, shared: Path, tmp_path: Path) -> None:
    """It stays as it was and the command ends with 2, at once; --force replaces it."""
    out = tmp_path / "clip.jsonl"
    out.write_text("mine")
    options = (shared / "footage" / CLIP, "--seconds", "0.2", "--passive", high, "-o", out)
    refused = run("record", *options)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert out.read_text() == "mine"
    assert run("record", *options, "--force").exit_code == 0
    assert len(read_trace(out).frames) >= 2


def test_what_cannot_be_recorded_is_told(run: Run, high: Path, tmp_path: Path) -> None:
    """No video, no such file, no such camera: 2, a reason, and no file."""
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    for video in (text, tmp_path / "none.mp4", "x" * 300, "97", "1000000"):
        outcome = run("record", video, "--passive", high, "-o", tmp_path / "out.jsonl")
        assert outcome.exit_code == 2
        assert "facevow:" in outcome.stderr
        assert "Traceback" not in outcome.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path != high) == ["text.mp4"]


@pytest.mark.parametrize("out", ["none/out.jsonl", "taken", "."])
def test_what_cannot_be_written_is_told(run: Run, high: Path, shared: Path, tmp_path: Path, out: str) -> None:
    """No folder for it, or a folder in its place; nothing is left behind."""
    (tmp_path / "taken").mkdir()
    clip = shared / "footage" / CLIP
    outcome = run("record", clip, "--seconds", "0.1", "--passive", high, "--force", "-o", tmp_path / out)
    assert outcome.exit_code == 2
    assert "cannot be written" in outcome.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path != high) == ["taken"]


@pytest.mark.parametrize("fps", ["nan", "inf", "0", "-3", "many"])
def test_a_rate_that_is_none_is_refused(run: Run, high: Path, tmp_path: Path, fps: str) -> None:
    """Before anything is opened."""
    assert run("record", tmp_path / "none.mp4", "--passive", high, "--fps", fps).exit_code == 2
