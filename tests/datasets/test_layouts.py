"""Each name of a layout leads to its reader."""

from pathlib import Path

import pytest

from facevow.datasets.layouts import Layout, licence_of, list_items
from facevow.errors import DatasetError
from facevow.types import PaiSpecies


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (Layout.FOLDERS, "real or bonafide"),
        (Layout.CELEBA_SPOOF, "train_label.json"),
        (Layout.CASIA_FASD, "train_release"),
        (Layout.REPLAY_ATTACK, "devel"),
    ],
)
def test_an_empty_folder_is_refused_in_the_layouts_own_words(tmp_path: Path, layout: Layout, said: str) -> None:
    """The message of each reader tells what its layout needs."""
    with pytest.raises(DatasetError, match=said):
        list_items(layout, tmp_path, seed=0, species=PaiSpecies.PRINT)
    with pytest.raises(DatasetError, match="expected a folder"):
        list_items(layout, tmp_path / "none", seed=0, species=PaiSpecies.PRINT)


def test_terms_are_told_where_they_are_known() -> None:
    """CelebA-Spoof states its terms; nobody's own folders have any."""
    assert "non-commercial" in licence_of(Layout.CELEBA_SPOOF)
    assert licence_of(Layout.FOLDERS) == ""
