"""The only opener of networks: what it runs, and what it refuses."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from facevow.errors import ModelCorrupt, ModelMissing
from facevow.vision.runtime import open_onnx, open_tflite
from tests.networks import bundle
from tests.onnx_files import write_constant


@pytest.mark.parametrize("threads", [1, 2])
def test_an_onnx_file_is_opened_and_runs(tmp_path: Path, threads: int) -> None:
    """What a file computes comes out, with any number of threads."""
    path = write_constant(tmp_path / "some.onnx", np.array([1.5, 2.5], np.float32), side=2)
    (answer,) = open_onnx(path, threads=threads).run(None, {"data": np.zeros((1, 3, 2, 2), np.float32)})
    assert answer.tolist() == [1.5, 2.5]


def test_a_missing_onnx_file_is_named(tmp_path: Path) -> None:
    """Nothing at the path, or a folder there, is ModelMissing."""
    for path in (tmp_path / "none.onnx", tmp_path):
        with pytest.raises(ModelMissing, match=path.name):
            open_onnx(path)


def test_the_content_of_an_onnx_file_is_opened_and_runs(tmp_path: Path) -> None:
    """Bytes that are a model run as their file does; bytes that are none are told by the name that was given."""
    content = write_constant(tmp_path / "some.onnx", np.array([1.5, 2.5], np.float32), side=2).read_bytes()
    (answer,) = open_onnx(content, name="mine").run(None, {"data": np.zeros((1, 3, 2, 2), np.float32)})
    assert answer.tolist() == [1.5, 2.5]
    for broken in (b"", b"# text\n", content[:40]):
        with pytest.raises(ModelCorrupt, match="mine"):
            open_onnx(broken, name="mine")


@pytest.mark.parametrize("content", [b"", b"# text\n", bytes(range(256))])
def test_a_broken_onnx_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever the runtime raises over a bad file becomes ModelCorrupt that names the file."""
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelCorrupt, match=r"broken\.onnx"):
        open_onnx(path)


def test_a_tflite_file_must_have_the_expected_shapes() -> None:
    """The blendshape network opens as itself and is refused where another input or output was expected."""
    content = bundle()[2]
    open_tflite(content, name="shapes", takes=(1, 146, 2), gives=((52,),))
    with pytest.raises(ModelCorrupt, match="found"):
        open_tflite(content, name="shapes", takes=(1, 147, 2), gives=((52,),))
    with pytest.raises(ModelCorrupt, match="found"):
        open_tflite(content, name="shapes", takes=(1, 146, 2), gives=((52,), (1,)))


def test_importing_facevow_leaves_a_process_fit_to_fork() -> None:
    """A child forked after the import of all that a server needs comes to its end."""
    script = "import os, sys, facevow.server.app; sys.exit(os.fork() and os.waitstatus_to_exitcode(os.wait()[1]) or 7)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], timeout=60, check=False)  # noqa: S603 - ours
    assert done.returncode == 7
