"""The quick way for a camera's JPEGs: the same pixels as Pillow's way, or none."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from facevow.errors import ImageError
from facevow.media import images
from facevow.media.images import ImageLimits, decode
from facevow.media.jpeg import decode_plain, plain_size
from facevow.types import Pixels


def photo(width: int, height: int, seed: int = 0) -> Image.Image:
    """Soft shapes with some noise over them, as cameras see the world."""
    luck = np.random.default_rng(seed)
    soft = Image.fromarray(luck.integers(0, 256, (5, 7, 3), dtype=np.uint8)).resize((width, height))
    noise = luck.integers(-12, 13, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(soft).astype(int) + noise, 0, 255).astype(np.uint8))


def jpeg(image: Image.Image, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def by_pillow(data: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@settings(deadline=None, max_examples=150)
@given(
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    quality=st.integers(1, 100),
    subsampling=st.sampled_from(["4:4:4", "4:2:2", "4:2:0"]),
    grey=st.booleans(),
    optimize=st.booleans(),
    restart=st.integers(0, 3),
    seed=st.integers(0, 1000),
)
def test_every_plain_jpeg_gives_pillows_pixels(  # noqa: PLR0917 - as many ways to write a JPEG
    size: tuple[int, int], quality: int, subsampling: str, grey: bool, optimize: bool, restart: int, seed: int
) -> None:
    """Whatever its size, quality, colours and tables, a baseline JPEG takes the quick way and loses no pixel by it."""
    image = photo(*size, seed).convert("L" if grey else "RGB")
    data = jpeg(image, quality=quality, subsampling=subsampling, optimize=optimize, restart_marker_blocks=restart)
    assert plain_size(data) == size
    pixels = decode_plain(data, *size)
    assert pixels is not None
    assert pixels.dtype == np.uint8
    assert np.array_equal(pixels, by_pillow(data))
    assert np.array_equal(decode(data), pixels)


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGB", {"progressive": True}),
        ("CMYK", {}),
        ("RGB", {"keep_rgb": True}),
        ("RGB", {"exif": b"Exif\x00\x00nonsense"}),
        ("RGB", {"icc_profile": bytes(300)}),
        ("RGB", {"xmp": b"<x/>"}),
    ],
)
def test_whatever_says_more_of_itself_is_read_by_pillow_first(mode: str, options: dict[str, Any]) -> None:
    """Several passes, inks, Adobe's colours, EXIF, XMP and profiles are not plain; the pixels are Pillow's even so."""
    data = jpeg(photo(64, 48).convert(mode), **options)
    assert plain_size(data) is None
    assert np.array_equal(decode(data), by_pillow(data))


@settings(deadline=None, max_examples=300)
@given(
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), max_size=4),
    keep=st.floats(0.2, 1),
    tail=st.binary(max_size=8),
)
def test_a_damaged_jpeg_is_read_or_refused_as_by_pillow_alone(
    edits: list[tuple[float, bytes]], keep: float, tail: bytes
) -> None:
    """With and without the quick way, a damaged file gives the same pixels or is refused with the same code."""
    data = bytearray(jpeg(photo(40, 24)))
    for place, patch in edits:
        at = int(place * len(data))
        data[at : at + len(patch)] = patch
    damaged = bytes(data[: int(keep * len(data))]) + tail
    assert _outcome(damaged, quick=True) == _outcome(damaged, quick=False)


def _outcome(data: bytes, *, quick: bool) -> tuple[object, ...] | str:
    limits = ImageLimits(max_side=512, max_pixels=512 * 512)
    with pytest.MonkeyPatch.context() as patch:
        if not quick:
            patch.setattr(images, "plain_size", lambda _: None)
            patch.setattr(images, "decode_plain", lambda *_: None)
        try:
            pixels = decode(data, limits=limits)
        except ImageError as error:
            return error.code
    return pixels.shape, pixels.tobytes()


def test_the_limits_hold_on_the_quick_way() -> None:
    """A plain JPEG beyond a limit is refused as any other picture, before its pixels are made."""
    data = jpeg(photo(64, 48))
    for limits in (ImageLimits(max_bytes=len(data) - 1), ImageLimits(max_side=63), ImageLimits(max_pixels=64 * 48 - 1)):
        with pytest.raises(ImageError) as caught:
            decode(data, limits=limits)
        assert caught.value.code == "too_large"
    assert decode(data, limits=ImageLimits(len(data), 64, 64 * 48)).shape == (48, 64, 3)


def test_a_size_that_libjpeg_does_not_find_is_believed_to_nobody() -> None:
    """Where two readers of the header disagree, no pixel is made."""
    assert decode_plain(jpeg(photo(64, 48)), 48, 64) is None


def test_a_header_without_end_is_given_up() -> None:
    """Thousands of comments before the pixels are left to Pillow, and so is a scan that lacks a colour."""
    data = jpeg(photo(64, 48))
    assert plain_size(data[:2] + b"\xff\xfe\x00\x02" * 5000 + data[2:]) is None
    at = data.index(b"\xff\xda")
    assert plain_size(data[: at + 4] + b"\x01" + data[at + 5 :]) is None
    assert plain_size(data[:at]) is None


def test_a_broken_picture_is_not_decoded_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way is tried once, and then it is Pillow's turn: a fault costs twice a sound picture at most."""
    tried = []

    def counted(data: bytes, width: int, height: int) -> Pixels | None:
        tried.append((width, height))
        return decode_plain(data, width, height)

    monkeypatch.setattr(images, "decode_plain", counted)
    plain, said = (jpeg(photo(64, 48), **more) for more in ({}, {"exif": b"Exif\x00\x00nonsense"}))
    for data in (plain, said):
        decode(data[:-2] + b"\x12\x34" + data[-2:])
        with pytest.raises(ImageError):
            decode(data[:-200])
    assert tried == [(64, 48)] * 4
