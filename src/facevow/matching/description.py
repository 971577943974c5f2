"""What a face embedding says of itself, so that any network can be used as it was trained.

It is a TOML file beside the network; mobilefacenet.toml in this folder is one. It holds the fields of `Description`:
those of the picture in `[input]`, `values` in `[output]`, `[thresholds]`, and the rest before them.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from facevow.errors import ModelError
from facevow.types import Point

RATES = ("0.01", "0.001", "0.0001")
"""The false-match rates that thresholds are stated at, as settings and descriptions write them."""

TEXT_LIMIT = 64 * 1024
"""Bytes of a description that are read at all."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\.(tflite|onnx)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WORDS_LIMIT = 2000

_RESERVED = "orb"
"""The name of the matcher that needs no network."""

_MARK = 8
"""Digits of a network's hash in a title: enough against mistakes; who writes descriptions can deceive nobody else."""

_FIELDS = {
    "": {"name", "version", "file", "sha256", "continuity", "measured_with", "input", "output", "thresholds"},
    "input": {"side", "channels", "mean", "scale", "layout", "batch", "mirror", "points"},
    "output": {"values"},
    "thresholds": set(RATES),
}
"""What each table holds: all of it and nothing else, so that a word spelt wrong is no default."""


@dataclass(frozen=True, slots=True)
class Description:
    """A face embedding.

    Attributes:
        name: letters, digits, dot, dash, underline; at most 40. Not `orb`.
        version: likewise. It is to change whenever anything else changes but thresholds, continuity and words: by it
            the templates of before are known for another matcher's.
        file: the network's name, beside the description; .onnx or .tflite.
        sha256: of the network, in lower-case hex.
        side: of the crop that the network takes, 32..512 pixels.
        channels: their order in the network.
        mean: with `scale`: the network takes (pixel - mean) / scale, pixels being 0..255. One number for all channels,
            or three in the network's order.
        scale: see there.
        layout: whether the channels come last or first.
        batch: how many crops the network takes at once, 1 or 2.
        mirror: whether the mirrored crop is described too, and the mean direction of both taken.
        points: where the right eye, the left eye (the person's), the nose tip, the right and the left corner of the
            mouth lie in the crop, x and y in pixels.
        values: how many numbers describe a face, 16..4096.
        thresholds: the least score of the same person, -1..1, by each of the RATES.
        continuity: the score below which a frame of one recording shows another face than its beginning, -1..1.
        measured_with: in words, what these were measured with.
        packaged: whether the description came with this package; not in the text.
    """

    name: str
    version: str
    file: str
    sha256: str
    side: int
    channels: Literal["rgb", "bgr"]
    mean: tuple[float, float, float]
    scale: tuple[float, float, float]
    layout: Literal["nhwc", "nchw"]
    batch: int
    mirror: bool
    points: tuple[Point, ...]
    values: int
    thresholds: Mapping[str, float]
    continuity: float
    measured_with: str
    packaged: bool = False

    @property
    def title(self) -> str:
        """Name and version, as every template of it says; of a user's own also the first digits of the hash.

        So its vectors are never compared with those of another network, though nobody raised the version.
        """
        named = f"{self.name} {self.version}"
        return named if self.packaged else f"{named} {self.sha256[:_MARK]}"

    @property
    def runtime(self) -> Literal["tflite", "onnx"]:
        """What runs the network, by the suffix of its file."""
        return "onnx" if self.file.endswith(".onnx") else "tflite"

    @property
    def takes(self) -> tuple[int, ...]:
        """The shape of the network's input."""
        rest = (self.side, self.side, 3) if self.layout == "nhwc" else (3, self.side, self.side)
        return (self.batch, *rest)

    @property
    def gives(self) -> tuple[int, ...]:
        """The shape of the network's output."""
        return (self.batch, self.values)


def parse_description(text: str) -> Description:
    """Read a description from its text.

    Args:
        text: TOML, as the module's text says.

    Raises:
        ModelError: the text is longer than TEXT_LIMIT or no TOML, or a field is missing, unknown, of another type or
            outside its limits.
    """
    if len(text) > TEXT_LIMIT:  # as many bytes at the least
        raise ModelError(f"expected a matcher's description of at most {TEXT_LIMIT} bytes, got more")
    try:
        tables = tomllib.loads(text)
        return _description(tables, *(_table(tables, name) for name in ("input", "output", "thresholds")))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError, and so is all that is raised here
        raise ModelError(f"expected the description of a face embedding, but {error or 'it is nested'}") from error


def read_description(path: Path) -> Description:
    """Read the description in a file; raises as `parse_description`, also where the file cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(TEXT_LIMIT + 1)
        if len(content) > TEXT_LIMIT:
            raise ModelError(f"expected a matcher's description of at most {TEXT_LIMIT} bytes at {path}, got more")
        return parse_description(content.decode())
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"expected the description of a face embedding at {path}: {error}") from error


def _description(
    top: Mapping[str, Any], takes: Mapping[str, Any], gives: Mapping[str, Any], thresholds: Mapping[str, Any]
) -> Description:
    _expect_fields(top, "")
    if top["name"] == _RESERVED:
        raise ValueError(f"its name is {_RESERVED}, which is another matcher's")
    side = _whole(takes, "side", 32, 512)
    return Description(
        name=_matching(top, "name", _NAME),
        version=_matching(top, "version", _NAME),
        file=_matching(top, "file", _FILE),
        sha256=_matching(top, "sha256", _SHA256),
        side=side,
        channels="rgb" if _one_of(takes, "channels", ("rgb", "bgr")) == "rgb" else "bgr",
        mean=_by_channel(takes, "mean", -1e4, 1e4),
        scale=_by_channel(takes, "scale", 1e-4, 1e4),
        layout="nhwc" if _one_of(takes, "layout", ("nhwc", "nchw")) == "nhwc" else "nchw",
        batch=_whole(takes, "batch", 1, 2),
        mirror=_truth(takes, "mirror"),
        points=_points(takes["points"], side),
        values=_whole(gives, "values", 16, 4096),
        thresholds=_thresholds(thresholds),
        continuity=_number(top["continuity"], "continuity", -1, 1),
        measured_with=_matching(top, "measured_with", re.compile(rf"(?s).{{0,{_WORDS_LIMIT}}}")),
    )


def _table(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise ValueError(f"the table {name} is missing")  # noqa: TRY004 - of one kind with all that is wrong in a text
    _expect_fields(table, name)
    return table


def _expect_fields(table: Mapping[str, Any], name: str) -> None:
    if set(table) != _FIELDS[name]:
        missing, unknown = sorted(_FIELDS[name] - set(table)), sorted(set(table) - _FIELDS[name])
        raise ValueError(f"{name or 'it'} lacks {missing} and has {[key[:40] for key in unknown[:5]]} that are unknown")


def _matching(table: Mapping[str, Any], field: str, pattern: re.Pattern[str]) -> str:
    value = table[field]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"{field} is {str(value)[:60]!r}, which does not fit {pattern.pattern}")
    return value


def _one_of(table: Mapping[str, Any], field: str, choices: tuple[str, ...]) -> str:
    value = table[field]
    if value not in choices:
        raise ValueError(f"{field} is {str(value)[:60]!r}, not one of {', '.join(choices)}")
    return str(value)


def _truth(table: Mapping[str, Any], field: str) -> bool:
    value = table[field]
    if not isinstance(value, bool):
        raise ValueError(f"{field} is neither true nor false")  # noqa: TRY004 - as above
    return value


def _whole(table: Mapping[str, Any], field: str, least: int, most: int) -> int:
    value = table[field]
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{field} is not a whole number of {least} to {most}")
    return value


def _number(value: object, field: str, least: float, most: float) -> float:
    if type(value) not in (int, float) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{field} is not a number of {least} to {most}")  # NaN is none either
    return float(value)


def _by_channel(table: Mapping[str, Any], field: str, least: float, most: float) -> tuple[float, float, float]:
    value = table[field]
    three = value if isinstance(value, list) else [value] * 3
    if len(three) != 3:
        raise ValueError(f"{field} is neither a number nor three")
    red, green, blue = (_number(one, field, least, most) for one in three)
    return red, green, blue


def _points(value: object, side: int) -> tuple[Point, ...]:
    pairs = value if isinstance(value, list) else []
    if len(pairs) != 5 or not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise ValueError("points are not five pairs of numbers")
    points = tuple((_number(x, "points", 0, side), _number(y, "points", 0, side)) for x, y in pairs)
    if math.dist(points[0], points[1]) < side / 20:
        raise ValueError("the eyes of points lie in one place")
    return points


def _thresholds(table: Mapping[str, Any]) -> Mapping[str, float]:
    found = {rate: _number(table[rate], f"the threshold at {rate}", -1, 1) for rate in RATES}
    if list(found.values()) != sorted(found.values()):
        raise ValueError("a threshold is lower than that of a higher false-match rate")
    return found
