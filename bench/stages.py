"""One 640x480 frame from JPEG bytes to the answer, on one thread: median and 99th percentile of each stage.

    make bench CLIP=clip.mp4

The frame is cut out of the clip and compressed anew. Every stage stands beside the whole of the same run.
"""

import statistics
import sys
import time
from collections import defaultdict
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.session import Session
from facevow.media.images import decode
from facevow.media.video import VideoReader
from facevow.types import Frame
from facevow.vision.opening import open_pipeline

ROUNDS = 200
WARM_UP = 20


def jpeg_of(clip: Path) -> bytes:
    """The tenth frame of a clip as a JPEG of 640 x 480, cut to that shape around its middle."""
    with VideoReader(clip) as frames:
        pixels = next(frame.pixels for frame in frames if frame.index == 10)
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
    data = jpeg_of(Path(sys.argv[1]))
    cv2.setNumThreads(1)
    policy = packaged_policies().choose(PolicyName.BALANCED).for_stream()
    pipeline, session = open_pipeline(), Session(policy)
    spent: dict[str, list[float]] = defaultdict(list)
    for round_ in range(ROUNDS + WARM_UP):
        began = time.perf_counter()
        pixels = decode(data)
        decoded = time.perf_counter()
        analysis = pipeline.analyse(Frame(pixels, round_, round_ / 15))
        analysed = time.perf_counter()
        session.observe(analysis)
        session.decide()
        ended = time.perf_counter()
        if round_ < WARM_UP:
            continue
        stages = {"decode": (decoded - began) * 1000, **analysis.milliseconds, "decision": (ended - analysed) * 1000}
        total = (ended - began) * 1000
        for stage, milliseconds in {**stages, "rest": total - sum(stages.values()), "all": total}.items():
            spent[stage].append(milliseconds)
    whole = statistics.median(spent["all"])
    print(f"{'stage':10} {'median ms':>10} {'p99 ms':>8} {'share':>7}")
    for stage, values in spent.items():
        middle = statistics.median(values)
        print(f"{stage:10} {middle:10.2f} {np.percentile(values, 99):8.2f} {middle / whole:7.1%}")


if __name__ == "__main__":
    main()
