"""The passive network: how likely is it that the face in one frame is bona fide, judged from its surface alone.

The ONNX file describes itself. Its metadata say how a face is cut out (`PassiveDescription`), and the graph holds the
rest (channel order, layout, normalisation, calibration), so nothing can be prepared in another way than in training.

Format 2, form `crops`: one input for each crop, named crop0, crop1, ..., each n x size x size x 3, uint8, RGB, 0..255;
one output, `logit`, n float32 values: the calibrated log-odds of bona fide.

Format 2, form `picture`: one crop, as `input`, 1 x 3 x size x size, float32, RGB, 0..1; `output`, 1 x 2 float32 values
whose softmax is P(bona fide), P(attack). Programs that know one square picture of a face can be given such a file.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facevow.errors import ModelCorrupt
from facevow.types import Face, Frame, PadScore
from facevow.vision.crops import Crop, Fit, Picture, corrected, crop_from, crops_from, cut
from facevow.vision.fingerprint import file_sha256
from facevow.vision.runtime import open_onnx

__all__ = [
    "METADATA_KEY", "OUTPUT", "Crop", "Fit", "Form", "PassiveDescription", "PassiveNetwork", "Picture", "corrected",
    "crop_from", "crops_from", "cut",
]  # fmt: skip

METADATA_KEY = "facevow.passive"
"""The one entry of the ONNX metadata that is read: a JSON object with the fields of `PassiveDescription`."""

FORMAT = 2
"""The number of the format described above; a file of another number is refused."""

OUTPUT = "logit"
"""The name of the output in the form `crops`."""

PICTURE_INPUT, PICTURE_OUTPUT = "input", "output"
"""The names of the ends in the form `picture`."""

_CARD_LIMIT = 64 * 1024
"""Bytes of JSON that a model card may take."""

_TEXT_LIMIT = 2 * _CARD_LIMIT
"""Characters of a description that are read at all."""


class Form(StrEnum):
    """What the graph takes and gives; the module's text says it."""

    CROPS = "crops"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class PassiveDescription:
    """What a passive network's file says of itself.

    `crops`: scale and size of each input, in the graph's order; `lift`: the share of the box's height by which its
    top is raised; `stretch`: what its height is multiplied by; `fit`: what is done at the picture's edge.
    `card`: facts of the model card, free in form: JSON values, at most 64 KiB; nothing here depends on them.
    `form`: what the graph takes and gives.
    """

    name: str
    version: str
    crops: tuple[Crop, ...]
    lift: float
    stretch: float
    fit: Fit = Fit.SHIFT
    card: Mapping[str, Any] = field(default_factory=dict)
    form: Form = Form.CROPS

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the graph's inputs, one a crop."""
        if self.form is Form.PICTURE:
            return (PICTURE_INPUT,)
        return tuple(f"crop{i}" for i in range(len(self.crops)))

    def to_json(self) -> str:
        """The text that belongs under `METADATA_KEY`.

        Raises:
            ModelCorrupt: a field is outside its range, or the card holds what JSON cannot.
        """
        self._check()
        crops = [{"scale": crop.scale, "size": crop.size} for crop in self.crops]
        cutting = {"crops": crops, "lift": self.lift, "stretch": self.stretch, "fit": self.fit.value}
        names = {"format": FORMAT, "form": self.form.value, "name": self.name, "version": self.version}
        return json.dumps({**names, **cutting, "card": self.card})

    @classmethod
    def from_json(cls, text: str) -> "PassiveDescription":
        """Read the text under `METADATA_KEY`.

        Raises:
            ModelCorrupt: it is not JSON, of another format, lacks a field, or a field is outside its range.
        """
        try:
            fields = _object(text)
            made = cls(
                name=fields["name"],
                version=fields["version"],
                crops=tuple(Crop(_number(crop["scale"]), _whole(crop["size"])) for crop in fields["crops"]),
                lift=_number(fields["lift"]),
                stretch=_number(fields["stretch"]),
                fit=Fit(fields["fit"]),
                card=fields["card"],
                form=Form(fields.get("form", Form.CROPS)),
            )
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise ModelCorrupt(f"expected a passive network's description, found {text[:200]!r}: {error!r}") from error
        made._check()
        return made

    def _check(self) -> None:
        """Refuse what no crop can be made with; the bounds are wide and only keep out nonsense."""
        if not all(isinstance(text, str) and 0 < len(text) <= 100 for text in (self.name, self.version)):
            raise ModelCorrupt("expected a passive network with a name and a version of 1 to 100 characters")
        if not 1 <= len(self.crops) <= 8 or not all(0.5 <= crop.scale <= 20 for crop in self.crops):
            raise ModelCorrupt(f"expected 1 to 8 crops with scales between 0.5 and 20, found {self.crops}")
        if self.form is Form.PICTURE and len(self.crops) != 1:
            raise ModelCorrupt(f"expected one crop of a network that takes a picture, found {self.crops}")
        if not all(16 <= crop.size <= 1024 for crop in self.crops):
            raise ModelCorrupt(f"expected crops of 16 to 1024 pixels, found {self.crops}")
        if not (0 <= self.lift <= 1 and 0.5 <= self.stretch <= 3):
            raise ModelCorrupt(f"expected lift 0..1 and stretch 0.5..3, found {self.lift} and {self.stretch}")
        if not isinstance(self.card, dict):
            raise ModelCorrupt(f"expected a model card that is a JSON object, found {type(self.card).__name__}")
        try:
            length = len(json.dumps(self.card, allow_nan=False).encode())
        except (ValueError, TypeError, RecursionError) as error:
            raise ModelCorrupt(f"expected a model card of JSON values: {error}") from error
        if length > _CARD_LIMIT:
            raise ModelCorrupt(f"expected a model card of at most {_CARD_LIMIT} bytes, found {length}")


class PassiveNetwork:
    """A passive anti-spoofing network in an ONNX file that describes itself.

    Not safe to share between threads; open one a worker. `sha256` is of its file, in lower-case hex.

    Raises:
        ModelMissing: there is no such file.
        ModelCorrupt: the file is no ONNX model, lacks the description, or its inputs or output are others.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        self._session = open_onnx(path, threads=threads)
        self.sha256 = file_sha256(path)
        text = self._session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        if text is None:
            raise ModelCorrupt(f"expected {METADATA_KEY!r} in the metadata of {path}, found none")
        self.description = PassiveDescription.from_json(text)
        _check_graph(self._session, self.description, path)

    def __call__(self, frame: Frame, face: Face) -> PadScore:
        """Score one face of one frame.

        Raises:
            InputError: the face's box has no area.
            ModelCorrupt: the network's answer is not a finite number.
        """
        return self.postprocess(self.run(self.preprocess(frame, face)))

    def preprocess(self, frame: Frame, face: Face) -> list[NDArray[np.uint8]]:
        """Cut the face once for each crop: 1 x size x size x 3, RGB, 0..255."""
        return self.crops([(frame.pixels, face.box)])

    def crops(self, pictures: Sequence[Picture]) -> list[NDArray[np.uint8]]:
        """Cut the face once for each crop, out of the picture that suits it best (`crop_from`).

        Args:
            pictures: the same face in one or more pictures, closest first, RGB.

        Returns:
            For each crop 1 x size x size x 3, RGB, 0..255.

        Raises:
            InputError: there is no picture, or a box has no area.
        """
        about = self.description
        cuts = crops_from(pictures, about.crops, lift=about.lift, stretch=about.stretch, fit=about.fit)
        return [one[None] for one in cuts]

    def run(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """For each crop n x size x size x 3, as `crops` makes them -> n calibrated log-odds of bona fide.

        Raises:
            ModelCorrupt: the graph cannot take the crops, or its answer is not n finite numbers.
        """
        name = self.description.name
        try:
            answer = self._pictures(crops) if self.description.form is Form.PICTURE else self._crops(crops)
        except Exception as error:  # the runtime's exceptions share no base of their own
            raise ModelCorrupt(f"{name} cannot be run: {error}") from error
        found = np.asarray(answer, dtype=np.float32)
        if found.shape != (len(crops[0]),) or not np.isfinite(found).all():
            raise ModelCorrupt(f"expected {len(crops[0])} finite log-odds from {name}, found {found}")
        return found

    def _crops(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Run a graph of the form `crops`."""
        (answer,) = self._session.run([OUTPUT], dict(zip(self.description.inputs, crops, strict=True)))
        return np.asarray(answer)

    def _pictures(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Run a graph of the form `picture`, one face after the other."""
        (faces,), answers = crops, []
        for face in faces:
            picture = np.ascontiguousarray(face.transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(255)
            ((answer,),) = self._session.run([PICTURE_OUTPUT], {PICTURE_INPUT: picture})
            answers.append(answer[0] - answer[1])
        return np.array(answers, np.float32)

    def postprocess(self, logits: NDArray[np.float32]) -> PadScore:
        """The log-odds of one face, shape (1,) -> a score 0..1, higher = more likely bona fide.

        Raises:
            ModelCorrupt: the answer is not one finite number.
        """
        logit = float(logits[0]) if logits.shape == (1,) else math.nan
        if not math.isfinite(logit):
            raise ModelCorrupt(f"expected one finite log-odds from {self.description.name}, found {logits}")
        # tanh cannot overflow, where exp(-logit) would
        value = 0.5 + 0.5 * math.tanh(logit / 2)
        return PadScore(value=value, model=f"{self.description.name} {self.description.version}")


def _object(text: str) -> dict[str, Any]:
    """Parse the JSON object of this format; NaN and infinity are no JSON."""
    if len(text) > _TEXT_LIMIT:
        raise ValueError(f"{len(text)} characters, more than {_TEXT_LIMIT}")
    fields = json.loads(text, parse_constant=_no_number)
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise ValueError(f"no object of format {FORMAT}")
    return fields


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _check_graph(session: Any, about: PassiveDescription, path: Path) -> None:  # noqa: ANN401 - no types shipped
    """Compare names, types and shapes of the graph's inputs and output with the description."""
    nodes = (*session.get_inputs(), *session.get_outputs())
    found = [(node.name, node.type, list(node.shape)) for node in nodes]
    expected: list[tuple[str, str, list[int | str]]]
    if about.form is Form.PICTURE:
        size = about.crops[0].size
        ends = ((PICTURE_INPUT, [1, 3, size, size]), (PICTURE_OUTPUT, [1, 2]))
        expected = [(name, "tensor(float)", list(shape)) for name, shape in ends]
    else:
        crops = zip(about.inputs, about.crops, strict=True)
        expected = [(name, "tensor(uint8)", ["n", crop.size, crop.size, 3]) for name, crop in crops]
        expected.append((OUTPUT, "tensor(float)", ["n"]))
    if found != expected:
        raise ModelCorrupt(f"expected a network from and to {expected} in {path}, found {found}")
