"""Replay-Attack in its published layout, made up."""

from pathlib import Path

import pytest

from facevow.datasets.replay_attack import read, read_boxes
from facevow.errors import DatasetError
from facevow.types import Box, PaiSpecies
from tests.datasets.test_folders import touch

REAL = "train/real/client001_session01_webcam_authenticate_adverse_1.mov"


def test_names_tell_what_a_video_shows(tmp_path: Path) -> None:
    """Class, species, client and split are read off the names; names outside the grammar are left out."""
    attacks = {
        "devel/attack/fixed/attack_print_client003_session01_highdef_photo_controlled.mov": PaiSpecies.PRINT,
        "test/attack/hand/attack_highdef_client009_session01_highdef_video_adverse.mov": PaiSpecies.SCREEN_UNKNOWN,
        "test/attack/hand/attack_mobile_client009_session01_mobile_photo_adverse.mov": PaiSpecies.SCREEN_PHONE,
    }
    other = "test/attack/hand/attack_mask_client009_session01_mobile_photo_adverse.mov"
    wrong_place = "test/real/attack_print_client003_session01_highdef_photo_controlled.mov"
    enrolment = "enroll/test/client009_session01_webcam_enroll_controlled.mov"
    touch(tmp_path, REAL, *attacks, other, wrong_place, enrolment)
    listing = read(tmp_path)
    found = {item.name: (item.bona_fide, item.species, item.subject, item.split) for item in listing.items}
    splits = ("validation", "test", "test")
    assert found == {
        REAL: (True, None, "001", "train"),
        **{
            name: (False, species, name.split("client")[1][:3], split)
            for (name, species), split in zip(attacks.items(), splits, strict=True)
        },
    }
    assert [name for name, _ in listing.left_out] == [other, wrong_place]


def test_boxes_come_by_frame(tmp_path: Path) -> None:
    """The `.face` file beside the videos is read; a box of zeros and one outside the picture are no faces."""
    touch(tmp_path, REAL)
    (item,) = read(tmp_path).items
    assert item.known is not None
    assert item.known(320, 240) == {}
    faces = tmp_path / "face-locations" / REAL.replace(".mov", ".face")
    faces.parent.mkdir(parents=True)
    faces.write_text("0 10 20 30 40\n1 0 0 0 0\n2 500 20 30 40\n3 11 20 30 40\n")
    assert item.known(320, 240) == {0: Box(10, 20, 30, 40), 3: Box(11, 20, 30, 40)}


@pytest.mark.parametrize("text", ["a b c d e", "0 1 2 3", "\udcff".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_bad_file_of_boxes_is_none(tmp_path: Path, text: str) -> None:
    """It only helps to choose a face, so it is passed over."""
    (tmp_path / "a.face").write_text(text, encoding="latin-1")
    assert read_boxes(tmp_path / "a.face", 320, 240) == {}


def test_another_layout_is_refused(tmp_path: Path) -> None:
    """A folder without such videos is named."""
    touch(tmp_path, "train/real/me.mov")
    with pytest.raises(DatasetError, match="train, devel, test"):
        read(tmp_path)
