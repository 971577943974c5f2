"""From a collection to a manifest: what is cut, what is skipped, and how a stop is survived."""

import csv
from pathlib import Path

import numpy as np
import pytest

from facevow.datasets import folders
from facevow.datasets.entry import Entry
from facevow.datasets.items import Item, Listing
from facevow.datasets.manifest import read_manifest
from facevow.datasets.pictures import pictures, require_files
from facevow.datasets.prepare import About, Outcome, prepare
from facevow.datasets.sampling import Sampling
from facevow.errors import DatasetError
from facevow.types import Box, Face, Frame
from tests.datasets.making import FACE, RedSquares, film, moving, picture, save
from tests.networks import blazeface

ABOUT = About("mine", "my own", "my desk")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Pictures and a video of both classes, one picture of nobody and one that is none."""
    folder = tmp_path / "in"
    save(folder / "real/anna/1.png", picture(FACE))
    save(folder / "real/anna/1.jpg", picture(FACE, light=140))
    save(folder / "real/empty.png", picture())
    (folder / "real/broken.jpg").write_bytes(b"no picture")
    save(folder / "spoof/print/tight.png", picture(Box(5, 5, 90, 90), width=100, height=100))
    film(folder / "spoof/screen_phone/clip.avi", moving(12) + [moving(12)[0]] * 6)
    (folder / "spoof/no clip.mp4").write_bytes(b"no video")
    return folder


def run(
    collection: Path, out: Path, *, detector: RedSquares | None = None, sampling: Sampling | None = None
) -> Outcome:
    """Prepare the collection."""
    return prepare(
        folders.read(collection),
        out,
        lambda: detector or RedSquares(),
        about=ABOUT,
        sampling=sampling or Sampling(frames=1, limit=50),
        on_step=lambda _done, _total: None,
    )


def named(entries: list[Entry], part: str) -> list[Entry]:
    """The entries in whose name the part occurs."""
    return [entry for entry in entries if part in entry.name]


def test_a_collection_becomes_a_data_set(collection: Path, tmp_path: Path) -> None:
    """The manifest is read back with the same entries, all pictures are there, and the boxes lie on the faces."""
    outcome = run(collection, tmp_path / "out")
    entries = read_manifest(tmp_path / "out" / "manifest.csv")
    require_files(entries)
    assert [entry.name for entry in entries] == [entry.name for entry in outcome.entries]
    assert {entry.source for entry in entries} == {"mine"}
    for entry in entries:
        for pixels, box in pictures(entry):
            (face,) = RedSquares()(Frame(pixels))
            assert face.box.overlap(box) > 0.8
    (still,) = named(entries, "anna/1-png")
    assert (still.framing, still.subject, len(still.views)) == ("frame", "mine:anna", 2)
    (tight,) = named(entries, "tight")
    assert (tight.framing, tight.species, len(tight.views)) == ("face_crop", "print", 1)
    text = (tmp_path / "out" / "manifest.csv").read_text()
    assert text.count(",my own,my desk\n") == len(entries)


def test_near_duplicates_of_a_video_are_thinned(collection: Path, tmp_path: Path) -> None:
    """Twelve frames differ, six repeat the first: twelve images of one session, six counted."""
    outcome = run(collection, tmp_path / "out")
    frames = named(list(outcome.entries), "clip")
    assert len(frames) == 12
    assert outcome.thinned == 6
    assert {(entry.session, entry.species) for entry in frames} == {
        ("mine:spoof/screen_phone/clip.avi", "screen_phone")
    }


def test_a_limit_holds_for_each_video(collection: Path, tmp_path: Path) -> None:
    """No more images of a video than are wanted."""
    outcome = run(collection, tmp_path / "out", sampling=Sampling(frames=1, limit=2))
    assert len(named(list(outcome.entries), "clip")) == 2


def test_what_gives_no_image_is_listed(collection: Path, tmp_path: Path) -> None:
    """Pictures without a face and files that cannot be decoded are counted, and named with the reason."""
    outcome = run(collection, tmp_path / "out")
    assert outcome.skipped == {"no_face": 1, "not_an_image": 1, "not_a_video": 1}
    with (tmp_path / "out" / "skipped.csv").open(newline="") as file:
        rows = {row["item"]: row["reason"] for row in csv.DictReader(file)}
    assert rows == {
        "real/broken.jpg": "not_an_image",
        "real/empty.png": "no_face",
        "spoof/no clip.mp4": "not_a_video",
    }


def test_a_second_run_does_nothing_again(collection: Path, tmp_path: Path) -> None:
    """Without a single look the same files come out; a picture that was lost is made again."""
    out = tmp_path / "out"
    run(collection, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    idle = RedSquares()
    assert run(collection, out, detector=idle).resumed == 7
    assert idle.looks == 0
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    lost = out / "wide" / "real" / "anna" / "1-png.jpg"
    lost.unlink()
    run(collection, out, detector=idle)
    assert idle.looks == 1
    assert lost.read_bytes() == before[lost]


class Killed(RedSquares):
    """Ends the process, so to say, at its fourth look."""

    def __call__(self, frame: Frame) -> tuple[Face, ...]:
        """Look, or be killed."""
        if self.looks == 3:
            raise KeyboardInterrupt
        return super().__call__(frame)


def test_a_kill_loses_nothing_that_was_done(collection: Path, tmp_path: Path) -> None:
    """Stopped in the middle there is no manifest; the next run goes on and ends as if nothing had been."""
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    run(collection, whole)
    with pytest.raises(KeyboardInterrupt):
        run(collection, stopped, detector=Killed())
    assert not (stopped / "manifest.csv").exists()
    assert run(collection, stopped).resumed == 3
    first, second = ((folder / "manifest.csv").read_text() for folder in (whole, stopped))
    assert first == second


def test_new_files_are_added_and_missing_ones_tried_again(tmp_path: Path) -> None:
    """A file that was named but not there is skipped, and taken when it has come."""
    late = Item("a.png", tmp_path / "a.png", True, None, "train")
    there = Item("b.png", save(tmp_path / "b.png", picture(FACE)), True, None, "train")
    for expected in (1, 2):
        outcome = prepare(
            Listing((late, there), (("odd", "left out"),)),
            tmp_path / "out",
            RedSquares,
            about=ABOUT,
            sampling=Sampling(),
            on_step=lambda _done, _total: None,
        )
        assert len(outcome.entries) == expected
        assert outcome.skipped == ({"no_such_file": 1} if expected == 1 else {}) | {"left out": 1}
        save(tmp_path / "a.png", picture(FACE))


def test_known_boxes_choose_the_face(tmp_path: Path) -> None:
    """Where the collection says which face is meant, a larger one beside it is not taken."""
    small = Box(20, 20, 24, 24)
    path = save(tmp_path / "a.png", picture(FACE, small))
    clip = film(tmp_path / "b.avi", [picture(FACE, small)] * 3)
    items = (
        Item("a.png", path, True, None, "train", known=lambda _width, _height: {0: small}),
        Item("b.avi", clip, True, None, "train", known=lambda _width, _height: {0: small}),
    )
    outcome = prepare(
        Listing(items), tmp_path / "out", RedSquares, about=ABOUT, sampling=Sampling(), on_step=lambda *_: None
    )
    assert [round(entry.views[0].box.width) for entry in outcome.entries] == [24, 24]


def test_strange_names_do_no_harm(tmp_path: Path) -> None:
    """Blanks, new lines, bytes that are no text and very long names give files and a manifest that can be read."""
    names = ["a b.png", "a\nb.png", "a_b.png", "\udcff.png", "n" * 240 + ".png", "n" * 241 + ".png", 'é,".png']
    names = ["real/" + name for name in names]
    for name in names:
        save(tmp_path / "in" / name, picture(FACE))
    save(tmp_path / "in/spoof/a\\..\\..\\x.png", picture(FACE))
    outcome = run(tmp_path / "in", tmp_path / "out")
    entries = read_manifest(tmp_path / "out" / "manifest.csv")
    assert len({entry.name for entry in entries}) == len(outcome.entries) == len(names) + 1
    require_files(entries)


def test_no_face_at_all_and_another_recipe_are_refused(collection: Path, tmp_path: Path) -> None:
    """Without one face there is no manifest; a folder that was prepared otherwise is left as it is."""
    with pytest.raises(DatasetError, match="not one face"):
        prepare(Listing(()), tmp_path / "no", RedSquares, about=ABOUT, sampling=Sampling(), on_step=lambda *_: None)
    assert not (tmp_path / "no" / "manifest.csv").exists()
    run(collection, tmp_path / "out")
    with pytest.raises(DatasetError, match="another folder"):
        run(collection, tmp_path / "out", sampling=Sampling(frames=2))


def test_a_picture_that_cannot_be_written_ends_the_run(collection: Path, tmp_path: Path) -> None:
    """A full or blocked disk is not taken for a fault of the pictures."""
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run(collection, out, detector=Killed())
    (out / "images" / "spoof").write_bytes(b"in the way")
    with pytest.raises(DatasetError, match="cannot be made"):
        run(collection, out)


def test_real_clips_give_faces(shared: Path, tmp_path: Path) -> None:
    """The detector of serving finds people and attacks in real clips; every crop holds a face where its box says."""
    for name, label in (("bonafide-1-webcam.webm", "real"), ("attack-4-phone-replay.mp4", "spoof")):
        (tmp_path / "in" / label).mkdir(parents=True)
        (tmp_path / "in" / label / name).symlink_to(shared / "footage" / name)
    outcome = prepare(
        folders.read(tmp_path / "in"),
        tmp_path / "out",
        blazeface,
        about=ABOUT,
        sampling=Sampling(seconds=1, limit=4),
        on_step=lambda _done, _total: None,
    )
    assert {entry.label for entry in outcome.entries} == {"bonafide", "attack"}
    overlaps = []
    for entry in outcome.entries:
        (near, box), _ = pictures(entry)
        assert max(near.shape[:2]) <= 288
        overlaps += [face.box.overlap(box) for face in blazeface()(Frame(near))[:1]]
    assert len(overlaps) == len(outcome.entries)
    assert np.min(overlaps) > 0.7
