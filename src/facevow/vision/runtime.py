"""The only opener of inference sessions: ONNX Runtime for ONNX files, LiteRT for TFLite files.

Every session runs on the CPU with a stated number of threads. Neither kind is shared between threads here: each
worker opens its own.
"""

from pathlib import Path
from typing import Any

from ai_edge_litert.interpreter import Interpreter

from facevow.errors import ModelCorrupt, ModelMissing

Shape = tuple[int, ...]
"""The sizes of a tensor."""

ERRORS_ONLY = 3
"""Severity of ONNX Runtime's log: a warning about an operator helps no operator."""


def open_onnx(model: Path | bytes, *, name: str = "memory", threads: int = 1) -> Any:  # noqa: ANN401 - ONNX Runtime ships no types
    """Open an ONNX file as an `onnxruntime.InferenceSession`.

    Args:
        model: the file, or its content, which can name no other files.
        name: what the error message calls the content.
        threads: how many to compute with.

    ONNX Runtime is imported here: a process that forks after the import has children that hang at their exit (seen with
    1.31.1), and servers such as gunicorn import an application before they fork.

    Raises:
        ModelMissing: there is no such file.
        ModelCorrupt: the file is not an ONNX model that this runtime can run.
    """
    if isinstance(model, Path) and not model.is_file():
        raise ModelMissing(f"expected an ONNX model at {model}, found no file")
    import onnxruntime  # noqa: PLC0415 - see above

    onnxruntime.set_default_logger_severity(ERRORS_ONLY)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        source = str(model) if isinstance(model, Path) else model
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's exceptions share no base of their own
        place = model if isinstance(model, Path) else name
        raise ModelCorrupt(f"expected an ONNX model at {place}, but it cannot be opened: {error}") from error


def open_tflite(content: bytes, *, name: str, takes: Shape, gives: tuple[Shape, ...], threads: int = 1) -> Any:  # noqa: ANN401 - LiteRT ships no types
    """Open a TFLite model held in memory and allocate its tensors.

    Args:
        content: the file.
        name: what the error message calls it.
        takes: the shape of its one input.
        gives: shapes that must be among those of its outputs.
        threads: how many to compute with.

    Raises:
        ModelCorrupt: the bytes are not a TFLite model that this runtime can run, or are another model.
    """
    try:
        interpreter = Interpreter(model_content=content, num_threads=threads)
        interpreter.allocate_tensors()
        inputs = [tuple(map(int, tensor["shape"])) for tensor in interpreter.get_input_details()]
        outputs = [tuple(map(int, tensor["shape"])) for tensor in interpreter.get_output_details()]
    except Exception as error:  # LiteRT raises ValueError or RuntimeError, and promises neither
        raise ModelCorrupt(f"expected a TFLite model in {name}, but it cannot be opened: {error}") from error
    if inputs != [takes] or not set(gives) <= set(outputs):
        raise ModelCorrupt(f"expected a network from {takes} to {gives} in {name}, found {inputs} to {outputs}")
    return interpreter
