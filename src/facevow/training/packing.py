"""Writes the ONNX file of a passive network: whole, described, checked against what it should answer, or not at all."""

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from numpy.typing import NDArray

from facevow.errors import FacevowError, TrainingError
from facevow.vision.passive import METADATA_KEY, PassiveDescription, PassiveNetwork

OPSET: Final = 17
"""The ONNX operator set of every file written here; ONNX Runtime has it since 1.12."""

Crops = Sequence[NDArray[np.uint8]]
"""For each crop of a network n x size x size x 3, uint8, RGB: the same n faces."""

Check = Callable[[PassiveNetwork], None]
"""Looks at the finished file before it takes its name; what it raises prevents that."""


def pack(model: onnx.ModelProto, about: PassiveDescription, path: Path, check: Check) -> None:
    """Add the description, check the file and put it in place; a file of that name is replaced only then.

    The model card gets the operator set as `opset` where the caller has not set it.

    Raises:
        TrainingError: the model is no valid ONNX, `PassiveNetwork` does not open it, the check fails, or it cannot
            be written.
    """
    opset = next((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), OPSET)
    described = replace(about, card={"opset": opset, **about.card})
    draft: Path | None = None
    try:
        onnx.helper.set_model_props(model, {METADATA_KEY: described.to_json()})
        model.producer_name, model.producer_version = "facevow", about.version
        onnx.checker.check_model(model, full_check=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".onnx", dir=path.parent)
        os.close(handle)
        draft = Path(name)
        onnx.save(model, name)
        check(PassiveNetwork(draft))
        draft.chmod(0o644)
        draft.replace(path)
    except TrainingError:
        raise
    except (FacevowError, OSError, RuntimeError, ValueError, onnx.checker.ValidationError) as error:
        raise TrainingError(f"the network cannot be written to {path}: {error}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def noise(about: PassiveDescription, faces: int = 4) -> list[NDArray[np.uint8]]:
    """Crops of noise, always the same: in the first face flat, in the others rough, so that answers differ."""
    rng = np.random.default_rng(0)
    made = []
    for crop in about.crops:
        pixels = rng.integers(0, 256, (faces, crop.size, crop.size, 3))
        spread = np.linspace(0.1, 1, faces)[:, None, None, None]
        made.append((128 + (pixels - 128) * spread).astype(np.uint8))
    return made


def agree(found: NDArray[np.float32], expected: NDArray[np.float32], tolerance: float) -> None:
    """Refuse answers that lie further apart than rounding explains.

    Args:
        found: n log-odds of the file.
        expected: n log-odds of what the file was made from.
        tolerance: the largest difference, where log-odds lie within -10..10; a thousandth of a larger one may be
            rounding as well and is allowed in proportion.

    Raises:
        TrainingError: they differ in number or by more.
    """
    scale = np.maximum(1.0, np.abs(expected) / 10) if found.shape == expected.shape else 0.0
    if found.shape != expected.shape or not (np.abs(found - expected) <= tolerance * scale).all():
        raise TrainingError(f"expected the exported network to answer {expected}, but it answers {found}")
