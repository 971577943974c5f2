"""How long it takes to find a face among 100,000: each index of the gallery on one thread.

    python -m bench.searching PAD

PAD is a folder with a manifest of images (docs/training.md). Templates are made of bona fide ones of them; as no
public folder shows so many people, the gallery is of neighbours of theirs: each a real vector that is turned away by
chance, to a cosine of 0.4 to 0.7, about as far as the most alike of strangers. It is asked for other pictures of those
enrolled (a cosine of 0.8 with theirs) and, as often, for people who are not in it. Each index has a process of its own,
which tells its memory. ORB has no vectors that could be turned: its gallery repeats the real templates, and is searched
one by one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from facevow.datasets.detecting import open_blazeface
from facevow.datasets.manifest import read_manifest
from facevow.errors import InputError
from facevow.matching.brute import BruteIndex
from facevow.matching.embedding import EmbeddingMeasure, encode
from facevow.matching.exact import ExactIndex
from facevow.matching.graph import GraphIndex
from facevow.matching.matcher import Describer, Index
from facevow.matching.opening import choose_matcher, fetched_description
from facevow.matching.orb import OrbMeasure
from facevow.media.images import decode
from facevow.types import Frame, Landmarks, Template
from facevow.vision.opening import open_mesh

Vectors = NDArray[np.float32]

TOLD = 10
"""Hits of each search, as many as the API gives at most."""

ALIKE, STRANGERS = (0.8, 0.8), (0.4, 0.7)
"""Cosines of a query with the enrolled template, and of a made-up person with a real one."""

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

WARM_UP = 5
"""Searches before any is timed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one index did: seconds to fill it, mebibytes that it took, milliseconds a search, and the keys it gave."""

    templates: int
    seconds: float
    mebibytes: float
    milliseconds: list[float]
    hits: list[list[str]]


def neighbours(vectors: Vectors, count: int, cosines: tuple[float, float], luck: np.random.Generator) -> Vectors:
    """Unit vectors, `count` of them, each at a cosine within these limits of one of the given unit vectors."""
    chosen = vectors[luck.integers(0, len(vectors), count)]
    sideways = luck.standard_normal(chosen.shape).astype(np.float32)
    sideways -= (sideways * chosen).sum(axis=1, keepdims=True) * chosen
    sideways /= np.linalg.norm(sideways, axis=1, keepdims=True)
    cosine = luck.uniform(*cosines, (count, 1)).astype(np.float32)
    return np.asarray(cosine * chosen + np.sqrt(1 - cosine**2) * sideways, np.float32)


def recall(found: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]], first: int) -> float:
    """The share of the `first` keys that should have been found which were among the `first` found."""
    pairs = zip(found, wanted, strict=True)
    return sum(len(set(one[:first]) & set(other[:first])) for one, other in pairs) / sum(
        len(one[:first]) for one in wanted
    )


def measured(make: Callable[[], Index], gallery: Iterator[Template], queries: Iterator[Template]) -> Measured:
    """Fill an index and ask it; memory is what the process grew by while it was filled."""
    asked, before = list(queries), resident()
    index, began = make(), time.perf_counter()
    for number, template in enumerate(gallery):
        index.add(str(number), template)
    seconds, grown = time.perf_counter() - began, resident() - before
    for template in asked[:WARM_UP]:
        index.search(template, TOLD)
    spent, hits = [], []
    for template in asked:
        began = time.perf_counter()
        found = index.search(template, TOLD)
        spent.append((time.perf_counter() - began) * 1000)
        hits.append([hit.key for hit in found])
    return Measured(len(index), seconds, grown, spent, hits)


def resident() -> float:
    """Mebibytes of memory that this process holds for itself, without the files that it has mapped."""
    held, shared = Path("/proc/self/statm").read_text(encoding="ascii").split()[1:3]
    return (int(held) - int(shared)) * os.sysconf("SC_PAGESIZE") / 2**20


def templates_of(folder: Path, kind: str) -> Iterator[Template]:
    """The templates that were written down for a kind of index; those of ORB lie in files of their own."""
    if kind == "orb":
        lengths = np.load(folder / "lengths.npy").tolist()
        content, start = (folder / "orb.bin").read_bytes(), 0
        for length in lengths:
            yield Template(OrbMeasure().title, content[start : start + length])
            start += length
    else:
        description = fetched_description()
        for vector in np.load(folder / f"{kind}.npy", mmap_mode="r"):
            yield encode(np.asarray(vector), description)


def measure_one(kind: str, folder: Path, orb: int) -> Measured:
    """Measure the index exact, graph or orb over what lies in the folder."""
    if kind == "orb":
        real = list(templates_of(folder, "orb"))
        asked = (real[number % len(real)] for number in range(20))
        return measured(lambda: BruteIndex(OrbMeasure()), (real[number % len(real)] for number in range(orb)), asked)
    measure = EmbeddingMeasure(fetched_description())
    make: Callable[[], Index] = (lambda: ExactIndex(measure)) if kind == "exact" else (lambda: GraphIndex(measure))
    return measured(make, templates_of(folder, "gallery"), templates_of(folder, "queries"))


def in_own_process(kind: str, folder: Path, orb: int) -> Measured:
    """The same in another process, on one thread."""
    command = [sys.executable, "-m", "bench.searching", "--one", kind, "--orb", str(orb), str(folder)]
    env = {**os.environ, **ONE_THREAD}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env)  # noqa: S603 - our own module
    return Measured(**json.loads(done.stdout))


def write_down(folder: Path, real: Vectors, templates: int, queries: int) -> None:
    """Make the gallery and what it is asked for: half of it enrolled, half not."""
    luck = np.random.default_rng(1)
    gallery = neighbours(real, templates, STRANGERS, luck)
    enrolled = neighbours(gallery, queries // 2, ALIKE, luck)
    np.save(folder / "gallery.npy", gallery)
    np.save(folder / "queries.npy", np.concatenate([enrolled, neighbours(real, queries // 2, STRANGERS, luck)]))


def faces(pad: Path, images: int) -> Iterator[tuple[Frame, Landmarks]]:
    """Faces of bona fide images, drawn from all of them the same way each time."""
    detect, mesh = open_blazeface(), open_mesh()
    entries = [entry for entry in read_manifest(pad / "manifest.csv") if entry.bona_fide]
    for entry in Random(1).sample(entries, min(images, len(entries))):  # noqa: S311 - no secret
        frame = Frame(decode(entry.views[0].path.read_bytes()))
        for face in detect(frame)[:1]:
            yield frame, mesh(frame, face)


def describe(pad: Path, images: int, folder: Path) -> Vectors:
    """The vectors of real faces; their ORB templates are written down."""
    embedding, orb = choose_matcher("embedding").open_describer(), choose_matcher("orb").open_describer()
    measure = EmbeddingMeasure(fetched_description())
    vectors: list[Vectors] = []
    contents: list[bytes] = []
    for frame, landmarks in faces(pad, images):
        vectors += [measure.vector_of(one) for one in attempted(embedding, frame, landmarks)]
        contents += [one.content for one in attempted(orb, frame, landmarks)]
    (folder / "orb.bin").write_bytes(b"".join(contents))
    np.save(folder / "lengths.npy", [len(content) for content in contents])
    return np.stack(vectors)


def attempted(describer: Describer, frame: Frame, landmarks: Landmarks) -> list[Template]:
    """The template, or none where the face cannot be described."""
    try:
        return [describer.describe(frame, landmarks)]
    except InputError:
        return []


def table(found: dict[str, Measured]) -> str:
    """The figures in Markdown; recall is against the exact index, where there is one of as many templates."""
    lines = [
        "| index | templates | ms a search | 95th percentile | recall of the first | of ten | MiB | s to fill |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, of in found.items():
        exact, shares = found.get("exact"), ("", "")
        if exact and len(exact.hits) == len(of.hits) and exact.templates == of.templates:
            shares = (f"{recall(of.hits, exact.hits, 1):.3f}", f"{recall(of.hits, exact.hits, TOLD):.3f}")
        half, most = np.percentile(of.milliseconds, [50, 95])
        lines.append(
            f"| {kind} | {of.templates:,} | {half:.2f} | {most:.2f} | {shares[0]} | {shares[1]} | {of.mebibytes:.0f} "
            f"| {of.seconds:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Search 100,000 templates by each index")
    parser.add_argument("pad", type=Path, help="folder with a manifest of images")
    parser.add_argument("--templates", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--images", type=int, default=1000, help="real faces that the others are neighbours of")
    parser.add_argument("--orb", type=int, default=1000, help="templates of ORB, which has no quicker search")
    parser.add_argument("--one", choices=["exact", "graph", "orb"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(asdict(measure_one(asked.one, asked.pad, asked.orb))))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        real = describe(asked.pad, asked.images, folder)
        write_down(folder, real, asked.templates, asked.queries)
        found = {kind: in_own_process(kind, folder, asked.orb) for kind in ("exact", "graph", "orb")}
    print(f"{len(real)} real faces, {asked.queries} searches\n\n{table(found)}")
    each = float(np.median(found["orb"].milliseconds)) / found["orb"].templates
    print(f"\nORB takes {each:.2f} ms a comparison: {each * asked.templates / 1000:.0f} s for {asked.templates:,}.")


if __name__ == "__main__":
    main()
