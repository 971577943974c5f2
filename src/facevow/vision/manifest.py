"""Which model files there are, where each lies on this machine, and whether it is the right one.

`ensure` is what everybody calls: it gives the path of a verified file and fetches it once if need be.
"""

import os
import tomllib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

import platformdirs

from facevow.errors import ModelCorrupt, ModelError, ModelMissing
from facevow.log import get_logger
from facevow.vision import download
from facevow.vision.download import Source
from facevow.vision.fingerprint import file_sha256

Progress = Callable[[str, int, int], None]
"""Told the model's name, the bytes that have come and the bytes expected."""


class FileState(StrEnum):
    """How a model file lies on this machine."""

    READY = "ready"
    MISSING = "missing"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of models.toml. `size` is in bytes, `sha256` lower-case hex; what is `optional` can be done without."""

    name: str
    version: str
    file: str
    size: int
    sha256: str
    licence: str
    input: str
    output: str
    sources: tuple[Source, ...]
    optional: bool = False


def load_manifest(text: str | None = None) -> tuple[Model, ...]:
    """Read the manifest: the one in the package, or `text` in its format.

    Raises:
        ModelError: the text is not TOML, or an entry lacks a field or has one of another type.
    """
    if text is None:
        text = (resources.files("facevow.vision") / "models.toml").read_text(encoding="utf-8")
    try:
        return _models(tomllib.loads(text)["model"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ModelError(f"expected a manifest of models, but it cannot be read: {error!r}") from error


def _models(entries: object) -> tuple[Model, ...]:
    if not isinstance(entries, list):
        raise TypeError("model is not a list of tables")
    return tuple(_model(entry) for entry in entries)


def _model(entry: Mapping[str, Any]) -> Model:
    texts = {field: entry[field] for field in ("name", "version", "file", "sha256", "licence", "input", "output")}
    size, optional = entry["bytes"], entry.get("optional", False)
    if type(size) is not int or not isinstance(optional, bool):
        raise TypeError("bytes is not a number, or optional is neither true nor false")
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError("another field than bytes and optional is not text")
    sources = tuple(Source(**source) for source in entry["source"])
    return Model(**texts, size=size, sources=sources, optional=optional)


def cache_folder() -> Path:
    """Where fetched files are kept: `FACEVOW_MODELS` if set, else the user's cache."""
    chosen = os.environ.get("FACEVOW_MODELS")
    return Path(chosen) if chosen else platformdirs.user_cache_path("facevow") / "models"


def locate(model: Model) -> Path:
    """The path at which the file lies or would lie."""
    for source in model.sources:
        if source.kind == "package":
            return Path(str(resources.files("facevow.vision"))) / source.path
    return cache_folder() / model.file


def state(model: Model) -> FileState:
    """Look at the file on this machine and compare its hash."""
    path = locate(model)
    if not path.is_file():
        return FileState.MISSING
    return FileState.READY if file_sha256(path) == model.sha256 else FileState.CORRUPT


def ensure(name: str, *, progress: Progress | None = None, manifest: tuple[Model, ...] | None = None) -> Path:
    """Return the path of a verified file, fetching it if it is not here. With the file here, nothing is fetched.

    Raises:
        ModelMissing: the manifest has no such model, no source could give it, or it cannot be kept here.
        ModelCorrupt: a file that lies inside the package differs from the manifest.
    """
    model = _find(name, load_manifest() if manifest is None else manifest)
    path = locate(model)
    found = state(model)
    if found is FileState.READY:
        return path
    if any(source.kind == "package" for source in model.sources):
        kind = ModelMissing if found is FileState.MISSING else ModelCorrupt
        raise kind(f"expected {model.file} with SHA-256 {model.sha256[:12]}... inside the package, it is {found}")
    if found is FileState.CORRUPT:
        get_logger("models").warning("model_replaced", model=name, path=str(path), reason="wrong hash")
    try:
        _fetch(model, path, progress)
    except OSError as error:
        raise ModelMissing(f"could not keep {model.file} at {path}: {error}") from error
    return path


def _find(name: str, manifest: tuple[Model, ...]) -> Model:
    for model in manifest:
        if model.name == name:
            return model
    raise ModelMissing(f"expected one of {', '.join(model.name for model in manifest)}, got {name!r}")


def _fetch(model: Model, path: Path, progress: Progress | None) -> None:
    """Try the sources in order; the file appears under its name only when whole and verified.

    A corrupt file stays in its place until then: taking it away first could take away the good one that another
    process has just put there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}.partial")
    failures = []

    def tell(received: int) -> None:
        if progress is not None:
            progress(model.name, received, model.size)

    try:
        for source in model.sources:
            try:
                download.fetch(source, partial, limit=model.size, progress=tell)
            except ModelError as error:
                failures.append(str(error))
                continue
            if file_sha256(partial) == model.sha256:
                partial.replace(path)
                return
            failures.append(f"{source}: the file that came has another SHA-256 than {model.sha256[:12]}...")
    finally:
        partial.unlink(missing_ok=True)
    raise ModelMissing(f"could not fetch {model.file}: " + "; ".join(failures))
