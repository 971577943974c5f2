"""What the kernels of one scored frame take alone: the same networks on tensors made beforehand, and nothing else.

    python -m bench.kernels

That is the floor under a frame's time. The four run one after the other, as in a frame, so that each finds the caches
as the one before left them. Printed beside each is its stage as served, which is measured in turn with them, so that a
disturbance falls on both; the rest of a frame is what Facevow itself costs.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Final

import cv2
from bench.footage import clips, reel
from bench.results import table

from facevow.media.images import decode
from facevow.types import Frame
from facevow.vision.blazeface import BlazeFace
from facevow.vision.manifest import ensure
from facevow.vision.mesh import FaceMesh
from facevow.vision.opening import open_bundle, open_pipeline
from facevow.vision.passive import PassiveNetwork

WARM_UP: Final = 20
ROUNDS: Final = 200

STAGES: Final = {"detect": ("detect",), "mesh": ("mesh", "blendshapes"), "passive": ("passive",)}
"""For each stage of a pipeline, its kernels."""


class Kernels:
    """The four networks, opened anew, each on one thread."""

    def __init__(self) -> None:
        detector, points, blendshapes = open_bundle()
        self._detector = BlazeFace(detector)
        self._mesh = FaceMesh(points, blendshapes)
        self._passive = PassiveNetwork(ensure("passive"))

    def times(self, picture: bytes) -> dict[str, float] | None:
        """Milliseconds of each kernel on one picture, None where there is no face."""
        frame = Frame(decode(picture))
        faces = self._detector(frame)
        if not faces:
            return None
        crops = self._passive.preprocess(frame, faces[0])
        self._mesh(frame, faces[0])
        self._mesh.preprocess(frame, faces[0])
        self._detector.preprocess(frame.pixels)
        work: dict[str, Callable[[], object]] = {
            "detect": self._detector.run,
            "mesh": self._mesh.run,
            "blendshapes": self._mesh.run_shapes,
            "passive": lambda: self._passive.run(crops),
        }
        found = {}
        for name, run in work.items():
            began = time.perf_counter()
            run()
            found[name] = (time.perf_counter() - began) * 1000
        return found


def kernel_times(pictures: Sequence[bytes], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Median milliseconds of each kernel over JPEGs with a face, shown in turn."""
    kernels = Kernels()
    return _medians(kernels.times(picture) for picture in islice(cycle(pictures), rounds + WARM_UP))


def served_beside(pictures: Sequence[bytes], *, rounds: int = ROUNDS) -> tuple[dict[str, float], dict[str, float]]:
    """Median milliseconds of each kernel, and of each stage of frames that were served in turn with them.

    Among the stages are `decode` and `all`.
    """
    kernels, pipeline = Kernels(), open_pipeline()
    alone, served = [], []
    for picture in islice(cycle(pictures), rounds + WARM_UP):
        began = time.perf_counter()
        pixels = decode(picture)
        decoded = time.perf_counter()
        analysis = pipeline.analyse(Frame(pixels))
        ended = time.perf_counter()
        times = {"decode": (decoded - began) * 1000, **analysis.milliseconds, "all": (ended - began) * 1000}
        served.append(times if analysis.faces else None)
        alone.append(kernels.times(picture))
    return _medians(iter(alone)), _medians(iter(served))


def _medians(rounds: Iterator[dict[str, float] | None]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for times in islice(rounds, WARM_UP, None):
        for name, milliseconds in (times or {}).items():
            values[name].append(milliseconds)
    return {name: statistics.median(some) for name, some in values.items()}


def main() -> None:
    """Measure and print the table."""
    found = clips()
    if not found:
        sys.exit("needs the clips of ../shared/footage")
    cv2.setNumThreads(1)
    alone, served = served_beside(reel(found[0], 60))
    rows: list[list[object]] = []
    for stage, milliseconds in served.items():
        floor = sum(alone[name] for name in STAGES.get(stage, ()))
        rows.append([stage, f"{floor:.2f}" if floor else "", f"{milliseconds:.2f}"])
    print(table(["stage", "kernel alone, ms", "as served, ms"], rows))
    print(f"\nkernels: {sum(alone.values()):.2f} ms, {sum(alone.values()) / served['all']:.1%} of a frame as served")


if __name__ == "__main__":
    main()
