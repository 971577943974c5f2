"""The quick way for the pictures that a camera's stream consists of: plain JPEGs, straight into an array.

libjpeg-turbo decodes them here as it does inside Pillow, without Pillow's reading of the header, its own copy of the
picture and the next one into an array, which saves a third of the time. The answer is the same to the pixel, or there
is none, and Pillow is to judge the file.
"""

from typing import Final

import simplejpeg

from facevow.types import Pixels

_COLOURS: Final = frozenset({"YCbCr", "Gray", "RGB"})
"""What needs no conversion that Pillow might do in another way; inks (CMYK) do."""

_START: Final = b"\xff\xd8"
_FRAME, _SCAN = 0xC0, 0xDA
"""Markers (ITU-T T.81, table B.1): of a baseline frame, which tells the size, and of the scan with the pixels."""

_HARMLESS: Final = frozenset({0xE0, 0xDB, 0xC4, 0xDD, 0xFE})
"""JFIF's header, quantisation and Huffman tables, restart intervals and comments. EXIF, which can turn a picture,
colour profiles, and Adobe's colours are not among them."""

_MOST_SEGMENTS: Final = 32
"""A camera's JPEG has about eight before its pixels."""


def plain_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a JPEG that is baseline, upright, of one scan, and in 8-bit grey or colours.

    None for any other file, whatever it is. Nothing but the header is looked at.
    """
    if not data.startswith(_START):
        return None
    size, parts, at = None, 0, len(_START)
    for _ in range(_MOST_SEGMENTS):
        head = data[at : at + 10]
        if len(head) < 10 or head[0] != 0xFF:
            return None
        marker, length = head[1], int.from_bytes(head[2:4], "big")
        if marker == _SCAN:  # all colours in one: libjpeg decodes no second scan then
            return size if head[4] == parts else None
        if marker == _FRAME and size is None and head[4] == 8 and head[9] in {1, 3}:
            size, parts = (int.from_bytes(head[7:9], "big"), int.from_bytes(head[5:7], "big")), head[9]
        elif marker not in _HARMLESS or length < 2:
            return None
        at += 2 + length
    return None


def decode_plain(data: bytes, width: int, height: int) -> Pixels | None:
    """The picture in a JPEG, as it is stored: RGB, uint8, height x width x 3, not turned.

    The least irregularity, a warning of libjpeg among them, gives None.

    Args:
        data: the file.
        width: what was read in its header, in pixels; libjpeg must agree before any pixel is made.
        height: likewise.

    Raises:
        MemoryError: there is not enough for the pixels.
    """
    try:
        high, wide, colours, _ = simplejpeg.decode_jpeg_header(data)
        if (wide, high) != (width, height) or colours not in _COLOURS:
            return None
        pixels: Pixels = simplejpeg.decode_jpeg(data, "RGB")
    except ValueError:  # broken, cut short, or of a kind that this reader does not know
        return None
    return pixels
