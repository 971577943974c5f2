"""The detector is opened alone, from the same file as serving's."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from facevow.datasets.detecting import _read, open_blazeface
from facevow.errors import ModelCorrupt
from facevow.types import Frame
from tests.datasets.making import picture
from tests.networks import bundle


def test_it_opens_and_looks() -> None:
    """A picture of nobody has no face."""
    bundle()
    assert open_blazeface()(Frame(picture())) == ()


def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    """Neither a foreign file nor a bundle without the detector is taken."""
    (tmp_path / "a").write_bytes(b"none")
    with ZipFile(tmp_path / "b", "w") as other:
        other.writestr("something.tflite", b"")
    for name in ("a", "b"):
        with pytest.raises(ModelCorrupt, match="bundle"):
            _read(tmp_path / name)
