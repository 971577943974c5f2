"""Frames named by their content."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facevow.vision.fingerprint import STRIDE, fingerprint


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
