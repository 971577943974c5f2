"""Templates that are plain unit vectors, for tests of searches that need no network."""

import numpy as np
from numpy.typing import NDArray

from facevow.matching.description import Description
from facevow.matching.embedding import EmbeddingMeasure, encode
from facevow.types import Template

VALUES = 32


def description(name: str = "sphere") -> Description:
    """An embedding of VALUES numbers whose network nobody opens."""
    return Description(
        name=name,
        version="1",
        file="none.onnx",
        sha256="0" * 64,
        side=112,
        channels="rgb",
        mean=(0, 0, 0),
        scale=(1, 1, 1),
        layout="nhwc",
        batch=1,
        mirror=False,
        points=((38, 52), (74, 52), (56, 72), (42, 92), (71, 92)),
        values=VALUES,
        thresholds={"0.01": 0.4, "0.001": 0.5, "0.0001": 0.6},
        continuity=0.2,
        measured_with="",
    )


def measure() -> EmbeddingMeasure:
    """What compares such templates."""
    return EmbeddingMeasure(description())


def vectors(count: int, seed: int = 0) -> NDArray[np.float32]:
    """`count` unit vectors, even over the sphere."""
    drawn = np.random.default_rng(seed).standard_normal((count, VALUES)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def template(vector: NDArray[np.float32], name: str = "sphere") -> Template:
    """The template of a unit vector."""
    return encode(vector, description(name))


def templates(count: int, seed: int = 0) -> list[Template]:
    """The templates of `vectors(count, seed)`."""
    return [template(vector) for vector in vectors(count, seed)]
