"""Frames and files named by their content."""

from hashlib import sha256
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facevow.vision.fingerprint import STRIDE, file_sha256, fingerprint


@given(st.integers(0, 2**32 - 1))
def test_equal_pictures_have_equal_names_and_noise_makes_others(seed: int) -> None:
    """A copy has the same name; the least noise of a camera over the picture gives another one."""
    luck = np.random.default_rng(seed)
    picture = luck.integers(0, 250, (24, 32, 3), dtype=np.uint8)
    noisy = picture + luck.integers(0, 2, picture.shape, dtype=np.uint8)
    assert fingerprint(picture) == fingerprint(picture.copy())
    assert (fingerprint(noisy) == fingerprint(picture)) == bool((noisy == picture)[::STRIDE, ::STRIDE].all())


def test_a_view_is_named_by_what_it_shows() -> None:
    """Mirrored and sliced arrays are read by their content, not by their memory."""
    picture = np.arange(48 * 64 * 3, dtype=np.uint32).astype(np.uint8).reshape(48, 64, 3)
    mirrored = picture[:, ::-1]
    assert fingerprint(mirrored) == fingerprint(mirrored.copy()) != fingerprint(picture)


def test_a_file_is_named_by_its_sha_256(tmp_path: Path) -> None:
    """The digest is that of the whole content, an empty file and one larger than any buffer among them."""
    for content in (b"", b"model", bytes(3_000_000) + b"1"):
        path = tmp_path / "file"
        path.write_bytes(content)
        assert file_sha256(path) == sha256(content).hexdigest()
