"""The image decoder against every strange picture that we could think of, and against many that we could not."""

import io
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from facevow.errors import ImageError
from facevow.media.images import MOST_SCANS, ImageLimits, decode
from facevow.types import Pixels


def picture(width: int = 64, height: int = 48) -> Image.Image:
    """A gradient with a red upper left corner, so that turning and channel order show."""
    x, y = np.meshgrid(np.linspace(0, 120, width), np.linspace(0, 120, height))
    pixels = np.stack([x, y, (x + y) / 2], axis=2).astype(np.uint8)
    pixels[: height // 3, : width // 3] = (250, 5, 5)
    return Image.fromarray(pixels)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_by_hand(width: int, height: int, rows: int) -> bytes:
    """A grey PNG whose header claims width x height; `rows` rows of zeros follow, well compressed."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(bytes(width + 1)) for _ in range(rows)) + packer.flush()
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", content) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def refusal(data: bytes, limits: ImageLimits | None = None) -> str:
    """The code with which `data` is refused."""
    with pytest.raises(ImageError) as caught:
        decode(data, limits=limits or ImageLimits())
    assert str(caught.value)
    return caught.value.code


def mean_difference(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_each_format_gives_the_same_upright_rgb_picture(kind: str) -> None:
    """Every accepted format comes out as height x width x 3, uint8, with red where red was."""
    pixels = decode(encoded(picture(), kind))
    assert pixels.shape == (48, 64, 3)
    assert pixels.dtype == np.uint8
    assert mean_difference(pixels, np.asarray(picture())) < 6
    assert pixels[4, 4, 0] > 200
    assert pixels[4, 4, 2] < 60


@pytest.mark.parametrize("kind", ["PPM", "ICO", "PDF", "TGA", "EPS"])
def test_other_formats_stay_shut(kind: str) -> None:
    """A picture in a format outside the list is refused, although Pillow could read or write it."""
    assert refusal(encoded(picture(), kind)) == "not_an_image"


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00" * 1000, b"\xff\xd8", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    """Empty, random and header-only bytes are no image."""
    assert refusal(data) == "not_an_image"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    """A picture whose second half is missing is refused, not shown half grey."""
    data = encoded(picture(640, 480), kind)
    assert refusal(data[: len(data) // 2]) in {"truncated", "corrupt", "not_an_image"}


def test_a_truncated_jpeg_is_called_truncated() -> None:
    """The commonest case, a camera frame cut short on its way, has a code of its own."""
    data = encoded(picture(640, 480), "JPEG")
    assert refusal(data[: len(data) // 2]) == "truncated"
    assert refusal(data[:-40]) == "truncated"


def test_a_huge_png_is_refused_by_its_header() -> None:
    """20,000 x 20,000 pixels packed into a few hundred kilobytes are refused without unpacking them."""
    assert refusal(png_by_hand(20_000, 20_000, rows=20_000)) == "too_large"


def test_sizes_between_our_limit_and_that_of_pillow_are_refused() -> None:
    """A picture that Pillow would only warn about is refused by our own limits, quietly."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert refusal(png_by_hand(10_000, 10_000, rows=1)) == "too_large"
        assert refusal(png_by_hand(8_192, 8_192, rows=1)) == "too_large"
        assert refusal(png_by_hand(9_000, 2, rows=2)) == "too_large"
    assert not seen


def test_the_limits_can_be_set() -> None:
    """Each of the three limits is honoured at its edge."""
    data = encoded(picture(), "PNG")
    assert decode(data, limits=ImageLimits(len(data), 64, 64 * 48)).shape == (48, 64, 3)
    assert refusal(data, ImageLimits(len(data) - 1, 64, 64 * 48)) == "too_large"
    assert refusal(data, ImageLimits(len(data), 63, 64 * 48)) == "too_large"
    assert refusal(data, ImageLimits(len(data), 64, 64 * 48 - 1)) == "too_large"


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    """A JPEG that would be decoded thousands of times over is refused before the first."""
    data = encoded(picture(), "JPEG", progressive=True)
    at = data.rindex(b"\xff\xda")
    assert decode(data).shape == (48, 64, 3)
    assert refusal(data[:at] + data[at:-2] * (MOST_SCANS + 1) + data[-2:]) == "too_large"


def test_an_animation_gives_its_first_frame() -> None:
    """Of an animated GIF the first frame counts."""
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG", "TIFF", "MPO"):
        pixels = decode(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))
        assert pixels.shape == (30, 40, 3)
        assert pixels[15, 20, 0] > 200
        assert pixels[15, 20, 1:].max() < 50


def test_cmyk_comes_out_in_the_right_colours() -> None:
    """A CMYK JPEG and TIFF keep red red and are not inverted."""
    for kind in ("JPEG", "TIFF"):
        pixels = decode(encoded(picture().convert("CMYK"), kind))
        assert mean_difference(pixels, np.asarray(picture())) < 6


def test_16_bits_are_scaled_not_clipped() -> None:
    """Half of the range of 16 bits is half of the range of 8, in PNG and in TIFF of either byte order."""
    deep = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (48, 1))
    for data in (
        encoded(Image.fromarray(deep), "PNG"),
        encoded(Image.fromarray(deep), "TIFF"),
        encoded(Image.fromarray(deep.astype(">u2")), "TIFF"),
        encoded(Image.fromarray(deep.astype(np.int32)), "TIFF"),
    ):
        pixels = decode(data)
        assert pixels.shape == (48, 64, 3)
        assert np.array_equal(pixels[0, :, 0], deep[0] >> 8)


def test_pixels_that_no_camera_writes_are_refused() -> None:
    """Floating-point pixels, and integers beyond 16 bits, have no brightness that could be agreed on."""
    floats = Image.fromarray(np.ones((8, 8), np.float32))
    wide = Image.fromarray(np.full((8, 8), 70_000, np.int32))
    assert refusal(encoded(floats, "TIFF")) == "unsupported"
    assert refusal(encoded(wide, "TIFF")) == "unsupported"


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_grey_black_and_white_and_palettes_come_out_as_rgb(mode: str) -> None:
    """One channel or a palette becomes three channels."""
    pixels = decode(encoded(picture().convert(mode), "PNG"))
    assert pixels.shape == (48, 64, 3)
    assert mean_difference(pixels, np.asarray(picture().convert(mode).convert("RGB"))) == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_shows_white(mode: str) -> None:
    """Transparent parts show white, opaque ones their colour, and half of each a mixture."""
    layer = Image.new("RGBA", (30, 10), (0, 0, 0, 255))
    layer.paste((0, 0, 0, 0), (10, 0, 20, 10))
    layer.paste((0, 0, 0, 128), (20, 0, 30, 10))
    pixels = decode(encoded(layer.convert(mode), "PNG"))
    assert pixels[5, 5].tolist() == [0, 0, 0]
    assert pixels[5, 15].tolist() == [255, 255, 255]
    if mode != "P":
        assert 120 <= int(pixels[5, 25, 0]) <= 135


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_rotated_photo_comes_out_upright(kind: str, orientation: int) -> None:
    """Whatever the EXIF orientation, the red corner ends up at the upper left."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = picture() if orientation == 1 else picture().transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    pixels = decode(encoded(stored, kind, exif=exif))
    assert pixels.shape == (48, 64, 3)
    assert mean_difference(pixels, np.asarray(picture())) < 6


def test_broken_exif_does_not_spoil_a_good_picture() -> None:
    """EXIF that makes no sense is passed over, without a warning."""
    for exif in (b"Exif\x00\x00nonsense", b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff\x12\x01", b"Exif\x00\x00"):
        assert decode(encoded(picture(), "JPEG", exif=exif)).shape == (48, 64, 3)


def test_one_pixel_is_an_image() -> None:
    """1 x 1 is small, but an image."""
    assert decode(encoded(Image.new("RGB", (1, 1), "red"), "PNG")).tolist() == [[[255, 0, 0]]]


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_with_an_image_error(data: bytes) -> None:
    """Random bytes raise ImageError and nothing else."""
    with pytest.raises(ImageError):
        decode(data)


SMALL_LIMITS = ImageLimits(max_side=512, max_pixels=512 * 512)


@settings(deadline=None, max_examples=400)
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"]),
    mode=st.sampled_from(["RGB", "L", "P"]),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=6),
    keep=st.floats(0.1, 1),
)
def test_mutated_pictures_are_read_or_refused(
    kind: str, mode: str, edits: list[tuple[float, bytes]], keep: float
) -> None:
    """A damaged picture gives pixels within the limits or an ImageError, and never a warning."""
    exif = Image.Exif()
    exif[0x0112] = 6
    converted = picture(24, 16).convert("RGB" if kind in {"JPEG", "WEBP"} else mode)
    data = bytearray(encoded(converted, kind, **({} if kind in {"GIF", "BMP"} else {"exif": exif})))
    for place, patch in edits:
        at = int(place * len(data))
        data[at : at + len(patch)] = patch
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            pixels = decode(bytes(data[: int(keep * len(data))]), limits=SMALL_LIMITS)
        except ImageError:
            pass
        else:
            assert pixels.ndim == 3
            assert pixels.dtype == np.uint8
            assert max(pixels.shape[:2]) <= 512
    assert not seen


def test_real_photos_are_decoded(shared: Path) -> None:
    """Every real picture of the test material decodes at its own size."""
    paths = sorted(path for path in (shared / "pad").rglob("*") if path.suffix.lower() in {".jpg", ".png", ".webp"})
    assert paths
    for path in paths[:: max(len(paths) // 25, 1)]:
        with Image.open(path) as image:
            width, height = image.size
        assert sorted(decode(path.read_bytes()).shape[:2]) == sorted((height, width))
