"""640x480 frames from JPEG bytes to the answer, on one thread: median and 99th percentile of each stage.

    make bench CLIP=clip.mp4

The frames are cut out of the clip and compressed anew; they are shown to and fro, with a challenge under way, as on a
connection with the active check on. Every stage stands beside the whole of the same run.
"""

import statistics
import sys
import time
from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image

from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.session import Session
from facevow.media.images import decode
from facevow.media.video import VideoReader
from facevow.types import Frame, Pixels
from facevow.vision.memory import Memory
from facevow.vision.opening import open_pipeline

FRAMES = 60
ROUNDS = 200
WARM_UP = 20


def jpegs_of(clip: Path) -> list[bytes]:
    """The first FRAMES frames of a clip as JPEGs of 640 x 480, cut to that shape around their middle."""
    with VideoReader(clip) as frames:
        return [jpeg(frame.pixels) for frame in islice(frames, FRAMES)]


def jpeg(pixels: Pixels) -> bytes:
    """One frame as a JPEG of 640 x 480."""
    height, width = pixels.shape[:2]
    wide, high = (width, width * 3 // 4) if width * 3 <= height * 4 else (height * 4 // 3, height)
    top, left = (height - high) // 2, (width - wide) // 2
    picture = cv2.resize(pixels[top : top + high, left : left + wide], (640, 480), interpolation=cv2.INTER_AREA)
    file = BytesIO()
    Image.fromarray(np.asarray(picture, np.uint8)).save(file, "JPEG", quality=85)
    return file.getvalue()


def main() -> None:
    """Measure and print the table."""
    if len(sys.argv) != 2:
        sys.exit("usage: python bench/stages.py CLIP")
    shown = jpegs_of(Path(sys.argv[1]))
    there_and_back = [*shown, *shown[-2:0:-1]]
    cv2.setNumThreads(1)
    policy = packaged_policies().choose(PolicyName.BALANCED).for_stream()
    luck = Random(1).randrange  # noqa: S311 - the same acts in every run
    pipeline, session, memory = open_pipeline(), Session(policy, luck), Memory(surroundings=True)
    spent: dict[str, list[float]] = defaultdict(list)
    for round_ in range(ROUNDS + WARM_UP):
        began = time.perf_counter()
        pixels = decode(there_and_back[round_ % len(there_and_back)])
        decoded = time.perf_counter()
        analysis = pipeline.analyse(Frame(pixels, round_, round_ / 15), memory)
        analysed = time.perf_counter()
        session.observe(replace(analysis, digest=str(round_)))  # else pictures shown again would end the challenge
        session.verdict()
        ended = time.perf_counter()
        if session.decide().evidence["challenge"]["state"] == "failed":
            session.reset_active_check()
        if round_ < WARM_UP:
            continue
        stages = {"decode": (decoded - began) * 1000, **analysis.milliseconds, "decision": (ended - analysed) * 1000}
        total = (ended - began) * 1000
        for stage, milliseconds in {**stages, "rest": total - sum(stages.values()), "all": total}.items():
            spent[stage].append(milliseconds)
    whole = statistics.median(spent["all"])
    print(f"{'stage':12} {'median ms':>10} {'p99 ms':>8} {'share':>7}")
    for stage, values in spent.items():
        middle = statistics.median(values)
        print(f"{stage:12} {middle:10.2f} {np.percentile(values, 99):8.2f} {middle / whole:7.1%}")


if __name__ == "__main__":
    main()
