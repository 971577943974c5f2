"""The passive network: how likely is it that the face in one frame is bona fide, judged from its surface alone.

The ONNX file describes itself. Its metadata say how a face is cut out (`scales`, `size`, `lift`, `stretch`), and the
graph holds the rest (channel order, layout, calibration), so nothing can be prepared in another way than in training.
Training cuts its crops with `cut` and `corrected` of this module.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from facevow.errors import InputError, ModelCorrupt
from facevow.types import Box, Face, Frame, PadScore, Pixels
from facevow.vision.runtime import open_onnx

METADATA_KEY = "facevow.passive"
"""The one entry of the ONNX metadata that is read: a JSON object with the fields of `PassiveDescription`."""


@dataclass(frozen=True, slots=True)
class PassiveDescription:
    """What a passive network's file says of itself.

    `scales`: each crop is this many times the corrected box; `size`: height and width of every crop in pixels;
    `lift`: the share of the box's height by which its top is raised; `stretch`: what its height is multiplied by.
    """

    name: str
    version: str
    scales: tuple[float, ...]
    size: int
    lift: float
    stretch: float

    def to_json(self) -> str:
        """The text that belongs under `METADATA_KEY`."""
        return json.dumps({field: getattr(self, field) for field in self.__slots__})

    @classmethod
    def from_json(cls, text: str) -> "PassiveDescription":
        """Read the text under `METADATA_KEY`.

        Raises:
            ModelCorrupt: it is not JSON, lacks a field, or a field is outside its range.
        """
        try:
            fields = json.loads(text)
            made = cls(
                name=str(fields["name"]),
                version=str(fields["version"]),
                scales=tuple(float(scale) for scale in fields["scales"]),
                size=int(fields["size"]),
                lift=float(fields["lift"]),
                stretch=float(fields["stretch"]),
            )
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            raise ModelCorrupt(f"expected a passive network's description, found {text[:200]!r}: {error!r}") from error
        made._check()
        return made

    def _check(self) -> None:
        """Refuse what no crop can be made with; the bounds are wide and only keep out nonsense."""
        if not self.name or not self.version:
            raise ModelCorrupt("expected a passive network with a name and a version, found an empty one")
        if not self.scales or not all(0.5 <= scale <= 20 for scale in self.scales):
            raise ModelCorrupt(f"expected crop scales between 0.5 and 20, found {self.scales}")
        if not 16 <= self.size <= 1024:
            raise ModelCorrupt(f"expected crops of 16 to 1024 pixels, found {self.size}")
        if not (0 <= self.lift <= 1 and 0.5 <= self.stretch <= 3):
            raise ModelCorrupt(f"expected lift 0..1 and stretch 0.5..3, found {self.lift} and {self.stretch}")


def corrected(box: Box, lift: float, stretch: float) -> Box:
    """Raise the top of a detector's box by `lift` of its height and multiply the height by `stretch`.

    BlazeFace boxes end at the eyebrows; MiniFASNets were trained on boxes that hold the forehead.
    """
    return Box(box.x, box.y - lift * box.height, box.width, box.height * stretch)


def cut(pixels: Pixels, box: Box, scale: float, size: int) -> Pixels:
    """Cut `scale` times the box around its centre, resized to size x size pixels.

    The region keeps the box's proportions. Where it would leave the picture it is first shrunk to the picture's
    size, then shifted inside, so no pixel is invented (the rule that the public MiniFASNet weights were made with).
    Shrinking averages over the area: it leaves no aliasing that would look like a screen's moiré.

    Args:
        pixels: height x width x 3, any channel order; not changed.
        box: in pixels of the picture; it may reach outside.
        scale: more than 0.
        size: side of the result, in pixels.

    Raises:
        InputError: the picture is empty, or the box or the scale is not finite and positive.
    """
    height, width = pixels.shape[:2]
    numbers = (box.x, box.y, box.width, box.height, scale)
    if not all(map(math.isfinite, numbers)) or min(box.width, box.height, scale, height, width) <= 0:
        raise InputError(f"expected a picture and a box with an area, found {width} x {height}, {box}, scale {scale}")
    shrink = min(1.0, width / (box.width * scale), height / (box.height * scale))
    wide, high = box.width * scale * shrink, box.height * scale * shrink
    left, right = _span(box.centre[0], wide, width)
    top, bottom = _span(box.centre[1], high, height)
    region = pixels[top:bottom, left:right]
    smaller = size <= min(region.shape[:2])
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(region, (size, size), interpolation=how), dtype=np.uint8)


def _span(centre: float, length: float, limit: int) -> tuple[int, int]:
    """First and last pixel (exclusive) of a stretch of `length` around `centre`, shifted to lie within 0..limit."""
    start = min(max(centre - length / 2, 0.0), max(limit - length, 0.0))
    first = min(round(start), limit - 1)
    return first, min(max(round(start + length), first + 1), limit)


class PassiveNetwork:
    """A passive anti-spoofing network in an ONNX file that describes itself.

    Not safe to share between threads; open one a worker.

    Raises:
        ModelMissing: there is no such file.
        ModelCorrupt: the file is no ONNX model, lacks the description, or its input or output has another shape.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        self._session = open_onnx(path, threads=threads)
        text = self._session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        if text is None:
            raise ModelCorrupt(f"expected {METADATA_KEY!r} in the metadata of {path}, found none")
        self.description = PassiveDescription.from_json(text)
        self._input = _check_graph(self._session, self.description, path)

    def __call__(self, frame: Frame, face: Face) -> PadScore:
        """Score one face of one frame.

        Raises:
            InputError: the face's box has no area.
            ModelCorrupt: the network's answer is not a number within 0..1.
        """
        return self.postprocess(self.run(self.preprocess(frame, face)))

    def preprocess(self, frame: Frame, face: Face) -> NDArray[np.uint8]:
        """Cut the face at every scale: 1 x scales x size x size x 3, RGB, 0..255."""
        about = self.description
        box = corrected(face.box, about.lift, about.stretch)
        return np.stack([cut(frame.pixels, box, scale, about.size) for scale in about.scales])[None]

    def run(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Crops as `preprocess` makes them -> the calibrated score, shape (1,)."""
        try:
            (answer,) = self._session.run(None, {self._input: crops})
        except Exception as error:  # the runtime's exceptions share no base of their own
            raise ModelCorrupt(f"{self.description.name} cannot be run: {error}") from error
        return np.asarray(answer, dtype=np.float32)

    def postprocess(self, answer: NDArray[np.float32]) -> PadScore:
        """The raw answer -> a score 0..1, higher = more likely bona fide.

        Raises:
            ModelCorrupt: the answer is not one finite number within 0..1.
        """
        value = float(answer.reshape(-1)[0]) if answer.size == 1 else math.nan
        if not 0.0 <= value <= 1.0:  # false for NaN as well
            raise ModelCorrupt(f"expected one score within 0..1 from {self.description.name}, found {answer}")
        return PadScore(value=value, model=f"{self.description.name} {self.description.version}")


def _check_graph(session: Any, about: PassiveDescription, path: Path) -> str:  # noqa: ANN401 - no types shipped
    """Compare the graph's input and output with the description and give the input's name."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    found = [(node.type, list(node.shape)) for node in (*inputs, *outputs)]
    expected = [
        ("tensor(uint8)", [1, len(about.scales), about.size, about.size, 3]),
        ("tensor(float)", [1]),
    ]
    if len(inputs) != 1 or found != expected:
        raise ModelCorrupt(f"expected a network from and to {expected} in {path}, found {found}")
    return str(inputs[0].name)
