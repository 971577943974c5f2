"""Compares faces by a face embedding: a network that puts pictures of one person close together on a sphere."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facevow.errors import MatchError, ModelCorrupt, ModelError, ModelMissing, SettingsError
from facevow.matching.aligning import aligned
from facevow.matching.description import RATES, Description
from facevow.types import Frame, Landmarks, Pixels, Template
from facevow.vision.runtime import open_onnx, open_tflite

Vectors = NDArray[np.float32]

_STORED = np.dtype("<f2")
"""Half precision, low byte first: half the bytes, and scores change by less than 0.001."""

_UNIT_TOLERANCE = 0.01
"""How far a stored vector's length may be from 1: rounding to half precision moves it by less than 0.001."""

_SMALLEST_NORM = 1e-6
"""A vector this short has no direction."""

_LARGEST_FILE = 1 << 30
"""Bytes of a network; the largest face embeddings in use have a quarter of it."""


class EmbeddingDescriber:
    """Makes templates by the network that a description is of. For one thread."""

    def __init__(self, network: Path | bytes, description: Description, *, threads: int = 1) -> None:
        """Open the network.

        Args:
            network: the file, or its content.
            description: what is said of it.
            threads: how many to compute with.

        Raises:
            ModelMissing: there is no such file.
            ModelCorrupt: its SHA-256 or its shapes are others than the description says, or it cannot be run.
        """
        content = network if isinstance(network, bytes) else _content(network)
        if sha256(content).hexdigest() != description.sha256:
            raise ModelCorrupt(f"expected {description.file} with SHA-256 {description.sha256[:12]}..., it has another")
        self._description = description
        self._mean, self._scale = (np.asarray(of, np.float32) for of in (description.mean, description.scale))
        self._run = _RUNTIMES[description.runtime](content, description, threads)

    @property
    def title(self) -> str:
        """Name and version, as `Description.title`."""
        return self._description.title

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """The template of the face with these landmarks.

        Raises:
            MatchError: code `no_template`; the face is too small or too flat to be described (`aligning.aligned`).
            ModelError: the network gave no usable answer.
        """
        description = self._description
        return encode(self.embed(aligned(frame, landmarks, description.side, description.points)), description)

    def embed(self, crop: Pixels) -> Vectors:
        """The unit vector of an aligned face, `values` long.

        Both outputs of a mirrored pair are normalised before they are added, so that neither weighs more.

        Raises:
            ModelError: the network gave no usable answer.
        """
        crops = (crop, crop[:, ::-1]) if self._description.mirror else (crop,)
        try:
            vectors = self._vectors(np.stack([self._prepared(one) for one in crops]))
        except Exception as error:  # neither runtime's exceptions share a base of their own
            raise ModelError(f"{self._description.file} could not be run: {error}") from error
        return _normalised(_normalised(vectors).sum(axis=0))

    def _prepared(self, crop: Pixels) -> Vectors:
        ordered = crop if self._description.channels == "rgb" else crop[:, :, ::-1]
        values = (ordered.astype(np.float32) - self._mean) / self._scale
        return values if self._description.layout == "nhwc" else values.transpose(2, 0, 1)

    def _vectors(self, inputs: Vectors) -> Vectors:
        """As many vectors as inputs, by as few calls as the network's batch allows; an empty place is filled up."""
        batch = self._description.batch
        places = np.resize(inputs, (-(-len(inputs) // batch) * batch, *inputs.shape[1:]))
        answers = [self._run(places[start : start + batch]) for start in range(0, len(places), batch)]
        return np.concatenate(answers)[: len(inputs)]


class EmbeddingMeasure:
    """Compares two templates of a description's network by the cosine of the angle between them."""

    def __init__(self, description: Description) -> None:
        self.description = description

    @property
    def title(self) -> str:
        """Name and version, as `Description.title`."""
        return self.description.title

    def compare(self, one: Template, other: Template) -> float:
        """The cosine, -1..1.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """
        cosine = float(np.dot(self.vector_of(one), self.vector_of(other)))
        return min(max(cosine, -1.0), 1.0)

    def vector_of(self, template: Template) -> Vectors:
        """The unit vector that a template holds, float32; raises as `compare`."""
        return vector_of(template, self.description)

    def threshold(self, fmr: str) -> float:
        """The least score of the same person at the false-match rate "0.01", "0.001" or "0.0001".

        Raises:
            SettingsError: another rate.
        """
        if fmr not in self.description.thresholds:
            raise SettingsError(f"expected a false-match rate of {', '.join(RATES)}, got {fmr!r}")
        return self.description.thresholds[fmr]

    @property
    def continuity(self) -> float:
        """The score below which a frame of one recording shows another face than its beginning."""
        return self.description.continuity


def encode(vector: Vectors, description: Description) -> Template:
    """The template of a unit vector: its numbers in half precision, low byte first."""
    return Template(description.title, vector.astype(_STORED).tobytes())


def vector_of(template: Template, description: Description) -> Vectors:
    """The unit vector that a template holds, `values` x float32.

    Raises:
        MatchError: code `other_matcher`, the template is of another matcher; `bad_template`, it has another length, or
            holds what is no unit vector.
    """
    if template.matcher != description.title:
        raise MatchError(
            f"expected a template of {description.title}, got one of {template.matcher[:100]!r}", code="other_matcher"
        )
    if len(template.content) != description.values * _STORED.itemsize:
        raise MatchError(
            f"expected a template of {description.values * _STORED.itemsize} bytes, got {len(template.content)}",
            code="bad_template",
        )
    vector = np.frombuffer(template.content, _STORED).astype(np.float32)
    norm = float(np.linalg.norm(vector)) if np.isfinite(vector).all() else 0.0
    if abs(norm - 1) > _UNIT_TOLERANCE:
        raise MatchError("expected a template that holds a unit vector, it holds none", code="bad_template")
    return np.asarray(vector / norm, np.float32)


def _normalised(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors.astype(np.float64), axis=-1, keepdims=True)
    if not np.isfinite(vectors).all() or float(norms.min()) < _SMALLEST_NORM:
        raise ModelError("expected the description of a face, the network gave numbers without a direction")
    return np.asarray(vectors / norms, np.float32)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise ModelMissing(f"expected a network at {path}: {error}") from error
    if len(content) > _LARGEST_FILE:
        raise ModelCorrupt(f"expected a network of at most {_LARGEST_FILE} bytes at {path}")
    return content


def _open_tflite(content: bytes, description: Description, threads: int) -> Callable[[Vectors], Vectors]:
    takes, gives = description.takes, description.gives
    interpreter = open_tflite(content, name=description.file, takes=takes, gives=(gives,), threads=threads)
    into = interpreter.get_input_details()[0]
    (out, *_) = (one for one in interpreter.get_output_details() if tuple(map(int, one["shape"])) == gives)
    if into["dtype"] is not np.float32 or out["dtype"] is not np.float32:
        raise ModelCorrupt(f"expected a network of float32 in {description.file}")

    def run(inputs: Vectors) -> Vectors:
        interpreter.set_tensor(into["index"], inputs)
        interpreter.invoke()
        return np.asarray(interpreter.get_tensor(out["index"]), np.float32)

    return run


def _open_onnx(content: bytes, description: Description, threads: int) -> Callable[[Vectors], Vectors]:
    session = open_onnx(content, name=description.file, threads=threads)
    inputs, outputs = session.get_inputs(), session.get_outputs()
    if len(inputs) != 1 or inputs[0].type != "tensor(float)" or not _fits(inputs[0].shape, description.takes):
        raise ModelCorrupt(f"expected a network that takes {description.takes} of float32 in {description.file}")
    if not outputs or outputs[0].type != "tensor(float)" or not _fits(outputs[0].shape, description.gives):
        raise ModelCorrupt(f"expected a network that gives {description.gives} of float32 first in {description.file}")

    def run(values: Vectors) -> Vectors:
        (answer,) = session.run([outputs[0].name], {inputs[0].name: np.ascontiguousarray(values)})
        if answer.shape != description.gives:
            raise ModelError(f"expected an answer of {description.gives}, got {answer.shape}")
        return np.asarray(answer, np.float32)

    return run


def _fits(found: list[int | str | None], wanted: tuple[int, ...]) -> bool:
    """Whether a shape is the wanted one; a size that the file leaves open fits anything."""
    pairs = zip(found, wanted, strict=False)
    return len(found) == len(wanted) and all(not isinstance(size, int) or size == want for size, want in pairs)


_RUNTIMES = {"tflite": _open_tflite, "onnx": _open_onnx}
