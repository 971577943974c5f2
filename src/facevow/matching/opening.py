"""Which matcher compares faces: the one place that knows them all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from facevow.errors import ModelMissing, SettingsError
from facevow.matching.brute import BruteIndex
from facevow.matching.description import Description, parse_description, read_description
from facevow.matching.embedding import EmbeddingDescriber, EmbeddingMeasure
from facevow.matching.exact import ExactIndex
from facevow.matching.graph import GraphIndex
from facevow.matching.matcher import Describer, Index, Large, Measure
from facevow.matching.orb import OrbDescriber, OrbMeasure
from facevow.vision.manifest import Progress, ensure

_EMBEDDING = "mobilefacenet"
"""The embedding that is used unless a description of another is given: its entry in models.toml."""

LARGE_FOR_ORB = Large(1000, "matcher=embedding")
"""So many comparisons take 0.6 s (docs/matching.md); there is no other index for it."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A way to compare faces, with nothing opened yet.

    `title` is its name and version. `measure` compares templates. `open_describer` opens what makes them, fetching
    its network where that is not on this machine (ModelError); each thread needs its own. `open_index` makes an empty
    index of a kind, "exact" or "hnsw" (SettingsError: there is no such kind for this matcher, or its package is not
    installed).
    """

    title: str
    measure: Measure
    open_describer: Callable[[], Describer]
    open_index: Callable[[str], Index]


def choose_matcher(kind: str, file: Path | None = None, *, progress: Progress | None = None) -> Matcher:
    """The matcher that settings name.

    Args:
        kind: "embedding" or "orb".
        file: the description of another embedding (`facevow.matching.description`), with its network beside it.
        progress: told how a download goes on.

    Raises:
        SettingsError: another kind, or a file for one that takes none.
        ModelError: the description cannot be read, or there is no network beside it.
    """
    if kind == "orb":
        if file is not None:
            raise SettingsError("expected no matcher file: the matcher orb needs no network")
        return _orb()
    if kind != "embedding":
        raise SettingsError(f"expected the matcher embedding or orb, got {kind!r}")
    if file is None:
        return _embedding(fetched_description(), lambda: ensure(_EMBEDDING, progress=progress))
    description = read_description(file)
    network = file.parent / description.file
    if not network.is_file():
        raise ModelMissing(f"expected a network at {network}, beside its description; found no file")
    return _embedding(description, lambda: network)


def fetched_description() -> Description:
    """The description of the embedding that is fetched."""
    text = (resources.files("facevow.matching") / f"{_EMBEDDING}.toml").read_text(encoding="utf-8")
    return replace(parse_description(text), packaged=True)


def _embedding(description: Description, find: Callable[[], Path]) -> Matcher:
    measure = EmbeddingMeasure(description)

    def open_index(kind: str) -> Index:
        if kind == "exact":
            return ExactIndex(measure)
        if kind == "hnsw":
            return GraphIndex(measure)
        raise _no_index(kind)

    return Matcher(description.title, measure, lambda: EmbeddingDescriber(find(), description), open_index)


def _orb() -> Matcher:
    measure = OrbMeasure()

    def open_index(kind: str) -> Index:
        if kind != "exact":
            raise _no_index(kind)
        return BruteIndex(measure, LARGE_FOR_ORB)

    return Matcher(measure.title, measure, OrbDescriber, open_index)


def _no_index(kind: str) -> SettingsError:
    return SettingsError(f"expected an index that this matcher has (exact, or hnsw for an embedding), got {kind!r}")
