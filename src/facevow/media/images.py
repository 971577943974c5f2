"""Decodes pictures that strangers send: every limit is checked on the header, before any pixel is made.

Whatever comes, the answer is an upright RGB picture or an ImageError.
"""

import base64
import binascii
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
from PIL import (
    BmpImagePlugin,  # noqa: F401 - each reader registers itself when imported
    ExifTags,
    GifImagePlugin,  # noqa: F401
    Image,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from facevow.errors import ImageError
from facevow.media.jpeg import decode_plain, plain_size
from facevow.types import Pixels

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What cameras, phones and browsers write. Pillow's rarer readers stay shut: each is one more way in.
The JPEG reader also takes the MPO files of stereo and iPhone cameras."""

MOST_SCANS: Final = 100
"""Scans in one JPEG. A progressive one has about ten; thousands of tiny scans make a small file take hours to decode
(the libjpeg-turbo project's report "Two Issues with the JPEG Standard")."""

_START_OF_SCAN: Final = b"\xff\xda"

_DATA_URL: Final = re.compile(r"\s*data:[^,]{0,200}?;base64,", re.IGNORECASE)

_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""For each value of the EXIF tag Orientation (CIPA DC-008, tag 0x0112), what turns the picture upright."""

_QUICK_SIDE: Final = 4096
"""Pixels to a side beyond which Pillow's own guard against bombs is to see the header first."""

_TELLS_OF_TURNS: Final = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif"})
"""Where Pillow looks for an orientation. Asking it costs more than looking for these, which a stream's JPEGs lack."""

_WARNING_FILTERS: Final = threading.Lock()
"""The list of warning filters belongs to the whole process; two threads must not swap it at once."""


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """The largest picture that is decoded: bytes of the file, pixels of a side, pixels in all.

    The defaults take what phones produce (a 24-megapixel photo has sides of 5,700 and about 10 MB) and keep one decoded
    picture under 110 MB.
    """

    max_bytes: int = 16 * 1024 * 1024
    max_side: int = 8192
    max_pixels: int = 36_000_000


DEFAULT_LIMITS: Final = ImageLimits()


def decode_base64(text: str) -> bytes:
    """The bytes that base64 `text` stands for, with or without a data-URL prefix; white space is allowed anywhere.

    Raises:
        ImageError: code `not_base64`, for letters outside the standard alphabet, wrong padding, or nothing at all.
    """
    prefix = _DATA_URL.match(text)
    try:
        letters = text[prefix.end() if prefix else 0 :].encode("ascii").translate(None, b" \t\r\n\f\v")
        data = base64.b64decode(letters, validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        reason = "a letter outside ASCII" if isinstance(error, UnicodeEncodeError) else str(error)
        raise ImageError(f"expected an image in base64: {reason}", code="not_base64") from error
    if not data:
        raise ImageError("expected an image in base64, found nothing", code="not_base64")
    return data


def decode(data: bytes, *, limits: ImageLimits = DEFAULT_LIMITS) -> Pixels:
    """The picture in `data`: upright, RGB, uint8, height x width x 3. Of an animation, the first frame.

    16 bits a channel are scaled to 8. Transparent parts are laid on white, which is how a page shows them, and which
    does not make a cut-out face look badly lit.

    Raises:
        ImageError: code `not_an_image` (none of FORMATS), `too_large` (outside `limits`), `truncated` (the end is
            missing), `corrupt` (broken inside) or `unsupported` (a pixel format that no camera writes).
    """
    if len(data) > limits.max_bytes:
        raise ImageError(f"expected at most {limits.max_bytes} bytes, got {len(data)}", code="too_large")
    try:
        size = _plain_size(data, limits)
        pixels = None if size is None else decode_plain(data, *size)
        return _decoded(data, limits, tried=size is not None) if pixels is None else pixels
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError("the image needs more memory than there is", code="too_large") from error
    except Exception as error:  # Pillow's readers raise OSError, SyntaxError, struct.error and more, and promise none
        raise _broken(error) from error


def _open(data: bytes, limits: ImageLimits) -> Image.Image:
    """Read the header alone and hold it against the limits."""
    if data.startswith(b"\xff\xd8") and data.count(_START_OF_SCAN) > MOST_SCANS:
        raise ImageError(f"expected a JPEG of at most {MOST_SCANS} scans", code="too_large")
    try:
        with _quiet():
            image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        known = ", ".join(FORMATS)
        raise ImageError(
            f"expected an image ({known}), got {len(data)} bytes of something else", code="not_an_image"
        ) from error
    except Image.DecompressionBombError as error:
        raise ImageError(f"expected at most {limits.max_pixels} pixels: {error}", code="too_large") from error
    width, height = image.size
    if max(width, height) > limits.max_side or width * height > limits.max_pixels:
        raise ImageError(
            f"expected sides up to {limits.max_side} and {limits.max_pixels} pixels in all, got {width} x {height}",
            code="too_large",
        )
    if min(width, height) < 1:
        raise ImageError(f"expected an image with pixels, got {width} x {height}", code="corrupt")
    return image


def _is_plain(image: Image.Image) -> bool:
    """Whether it is a JPEG of one pass, in colours or greys, that lies upright: what a camera's stream consists of."""
    if image.format != "JPEG" or image.mode not in {"RGB", "L"} or "progressive" in image.info:
        return False
    return image.info.keys().isdisjoint(_TELLS_OF_TURNS) or _orientation(image) not in _UPRIGHT


def _plain_size(data: bytes, limits: ImageLimits) -> tuple[int, int] | None:
    """Width and height of a camera's JPEG, or None where it is not plain or not within the limits."""
    size = plain_size(data)
    if size is None or max(size) > min(limits.max_side, _QUICK_SIDE) or size[0] * size[1] > limits.max_pixels:
        return None
    return size


def _decoded(data: bytes, limits: ImageLimits, *, tried: bool) -> Pixels:
    """Pillow's way, for every picture; the pixels of a JPEG that merely says more of itself come quickly even so.

    Unless the quick way was `tried` in vain: a broken picture is not to cost three times a sound one.
    """
    image = _open(data, limits)
    pixels = decode_plain(data, *image.size) if not tried and _is_plain(image) else None
    if pixels is not None:
        return pixels
    orientation = _load(image)
    return _to_rgb(image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image)


def _load(image: Image.Image) -> int:
    """Decode the pixels; return the EXIF orientation that is still to be applied (1 = upright)."""
    if image.format == "TIFF":  # this reader applies the orientation by itself, and warns while it loads
        with _quiet():
            image.load()
        return 1
    image.load()
    return _orientation(image)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where none is told."""
    with _quiet():
        try:
            return int(image.getexif().get(ExifTags.Base.Orientation, 1))
        except Exception:  # noqa: BLE001 - broken EXIF says nothing; the picture itself is fine
            return 1


def _to_rgb(image: Image.Image) -> Pixels:
    if image.mode.startswith("I"):
        return _from_16_bits(image)
    if image.mode in {"LA", "PA", "La", "RGBA", "RGBa"} or "transparency" in image.info:
        layer = image if image.mode == "RGBA" else _converted(image, "RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return np.asarray(ground)
    return np.asarray(image if image.mode == "RGB" else _converted(image, "RGB"))


def _from_16_bits(image: Image.Image) -> Pixels:
    """Keep the upper 8 of 16 bits, as Pillow does for colours. It hands 16 bits out as 32 in some modes."""
    values = np.asarray(image)
    if int(values.min()) < 0 or int(values.max()) > 0xFFFF:
        raise ImageError("expected at most 16 bits a channel, found more", code="unsupported")
    grey = (values >> 8).astype(np.uint8)
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


def _converted(image: Image.Image, mode: str) -> Image.Image:
    refused = f"expected colours or greys of up to 16 bits, found pixels of the kind {image.mode}"
    if image.mode == "F":  # no range is agreed on for these
        raise ImageError(refused, code="unsupported")
    try:
        with _quiet():
            return image.convert(mode)
    except ValueError as error:  # Pillow: "conversion from X to Y not supported"
        raise ImageError(refused, code="unsupported") from error


def _broken(error: Exception) -> ImageError:
    """What Pillow says of a file that began well."""
    text = str(error)
    if isinstance(error, EOFError) or "truncat" in text.lower():
        return ImageError("expected a whole image, but its end is missing", code="truncated")
    return ImageError(f"expected a sound image, but it is broken inside: {text[:200]}", code="corrupt")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings on strange files from the operator's terminal: what matters is raised or passed over."""
    with _WARNING_FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
