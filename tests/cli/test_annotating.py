"""`facevow check --annotate`: copies with the verdict drawn on them, and inputs that stay as they were."""

from pathlib import Path

import numpy as np
import pytest

from facevow.media.annotate import COLOURS
from facevow.media.images import decode
from facevow.media.video import VideoReader
from tests.cli.conftest import WALL, Run, inputs, save
from tests.networks import BONA_FIDE, clean_frame

CLIP = BONA_FIDE[2]
"""15 frames a second, so that few frames make up its first second."""


def test_a_picture_is_annotated(run: Run, high: Path, pictures: dict[str, Path], tmp_path: Path) -> None:
    """--annotate writes a copy of the same size with the verdict's colour in it; the input stays as it was."""
    before = pictures["bona fide"].read_bytes()
    outcome = run("check", pictures["bona fide"], "--annotate", tmp_path / "out.png", "--passive", high)
    assert outcome.exit_code == 0
    drawn = decode((tmp_path / "out.png").read_bytes())
    assert drawn.shape == decode(before).shape
    assert (drawn == COLOURS["BONA_FIDE"]).all(axis=2).sum() > 200
    assert pictures["bona fide"].read_bytes() == before


def test_a_clip_is_annotated(run: Run, high: Path, shared: Path, tmp_path: Path) -> None:
    """The annotated clip has the frames that were judged, at the pace of the original, with boxes on them."""
    out = tmp_path / "judged.mp4"
    (last,) = inputs(
        run("check", shared / "footage" / CLIP, "--annotate", out, "--seconds", "0.6", "--json", "--passive", high)
    )
    with VideoReader(out) as reader:
        frames = list(reader)
        assert (reader.width, reader.height) == (960, 540)
        assert reader.rate == pytest.approx(15, rel=0.1)
    assert len(frames) == last["frames"]
    green = np.abs(frames[-1].pixels.astype(int) - COLOURS["BONA_FIDE"]).max(axis=2) < 40
    assert green.sum() > 300


def test_a_clip_of_one_frame_is_annotated(run: Run, high: Path, shared: Path, tmp_path: Path) -> None:
    """A clip that was stopped after its first frame is still written."""
    out = tmp_path / "one.mp4"
    run("check", shared / "footage" / BONA_FIDE[0], "--annotate", out, "--seconds", "0.1", "--passive", high)
    with VideoReader(out) as reader:
        assert 1 <= len(list(reader)) <= 2


def test_several_inputs_are_annotated_into_a_folder(
    run: Run, high: Path, shared: Path, pictures: dict[str, Path], tmp_path: Path
) -> None:
    """Each input has a file of its own there, also when two share a name; the folder is made."""
    again = save(tmp_path / "in" / "again" / "bright.jpg", WALL)
    given = (pictures["bona fide"], again, shared / "footage" / CLIP)
    outcome = run("check", *given, "--annotate", tmp_path / "out" / "deep", "--seconds", "0.2", "--passive", high)
    assert outcome.exit_code == 2  # the wall
    written = sorted(path.name for path in (tmp_path / "out" / "deep").iterdir())
    assert written == ["bonafide-3-head-turns-and-hand.mp4", "bright-2.jpg", "bright.jpg"]
    shapes = {path.name: decode(path.read_bytes()).shape for path in (tmp_path / "out" / "deep").glob("*.jpg")}
    assert shapes == {"bright.jpg": clean_frame(shared).pixels.shape, "bright-2.jpg": WALL.shape}


def test_an_input_is_never_overwritten(run: Run, high: Path, shared: Path, tmp_path: Path) -> None:
    """--annotate onto the input itself, or into its own folder, is refused and the input stays as it was."""
    picture = save(tmp_path / "in" / "me.jpg", clean_frame(shared).pixels)
    before = picture.read_bytes()
    for out in (picture, picture.parent):
        outcome = run("check", picture, "--annotate", out, "--json", "--passive", high)
        assert outcome.exit_code == 2
        assert "overwrite" in inputs(outcome)[0]["error"]
        assert picture.read_bytes() == before
    other = save(tmp_path / "in" / "me.png", WALL)  # its copy would be me.jpg, which is the first input
    for line in inputs(run("check", other, picture, "--annotate", picture.parent, "--json", "--passive", high)):
        assert "overwrite" in line["error"]
    assert picture.read_bytes() == before


def test_a_place_that_cannot_be_written_is_an_error(
    run: Run, high: Path, pictures: dict[str, Path], shared: Path, tmp_path: Path
) -> None:
    """Unknown endings, folders that are not there, and files where a folder is needed have status 2 and a reason."""
    picture, clip = pictures["bona fide"], shared / "footage" / CLIP
    (tmp_path / "file").write_text("in the way")
    for given in (
        (picture, "--annotate", tmp_path / "out.xyz"),
        (picture, "--annotate", tmp_path / "none" / "out.png"),
        (clip, "--annotate", tmp_path / "out.gif"),
        (clip, "--annotate", tmp_path / "none" / "out.mp4"),
        (picture, "--annotate", tmp_path / "file"),
        (picture, clip, "--annotate", tmp_path / "file"),
        (picture, clip, "--annotate", tmp_path / "file" / "below"),
    ):
        outcome = run("check", *given, "--json", "--seconds", "0.2", "--passive", high)
        assert outcome.exit_code == 2
        assert all(line["error"] for line in inputs(outcome))
