"""The only opener of inference sessions: ONNX Runtime for ONNX files, LiteRT for TFLite files.

Every session runs on the CPU with a stated number of threads. Neither kind is shared between threads here: each
worker opens its own.
"""

from pathlib import Path
from typing import Any

import onnxruntime
from ai_edge_litert.interpreter import Interpreter

from facevow.errors import ModelCorrupt, ModelMissing

onnxruntime.set_default_logger_severity(3)  # errors only; a warning about an operator helps no operator


def open_onnx(path: Path, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """Open an ONNX file.

    Raises:
        ModelMissing: there is no such file.
        ModelCorrupt: the file is not an ONNX model that this runtime can run.
    """
    if not path.is_file():
        raise ModelMissing(f"expected an ONNX model at {path}, found no file")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's exceptions share no base of their own
        raise ModelCorrupt(f"expected an ONNX model at {path}, but it cannot be opened: {error}") from error


def open_tflite(content: bytes, *, name: str, threads: int = 1) -> Any:  # noqa: ANN401 - LiteRT ships no types
    """Open a TFLite model held in memory and allocate its tensors; `name` is for the error message.

    Raises:
        ModelCorrupt: the bytes are not a TFLite model that this runtime can run.
    """
    try:
        interpreter = Interpreter(model_content=content, num_threads=threads)
        interpreter.allocate_tensors()
    except Exception as error:  # LiteRT raises ValueError or RuntimeError, and promises neither
        raise ModelCorrupt(f"expected a TFLite model in {name}, but it cannot be opened: {error}") from error
    return interpreter
