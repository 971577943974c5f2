"""Clips as cameras: Motion JPEG, which Chromium plays over and over in place of a camera.

`python -m tests.browser.clips CLIP OUT` writes the whole clip; the page's end-to-end tests in web/e2e run it, too.
`--as twins` shows everybody twice, side by side; `--as leaving` shows the first three seconds, and nobody after that.
"""

import argparse
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, Literal, get_args

import cv2
import numpy as np

from facevow.media.video import VideoReader
from facevow.types import Frame, Pixels

Showing = Literal["all", "twins", "leaving"]
"""What of a clip the camera shows."""

PRESENT: Final = 90
"""Frames until the person leaves: three seconds."""

AWAY: Final = 300
"""Frames in which nobody is there."""

GREY: Final = 128


def write_mjpeg(clip: Path, out: Path, showing: Showing = "all") -> None:
    """Write a clip as Motion JPEG: one JPEG after another.

    Raises:
        VideoError: the clip cannot be read.
    """
    with VideoReader(clip) as frames, out.open("wb") as file:
        for pixels in _shown(frames, showing):
            bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
            file.write(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes())


def _shown(frames: Iterable[Frame], showing: Showing) -> Iterator[Pixels]:
    if showing == "leaving":
        empty = None
        for frame in islice(frames, PRESENT):
            empty = np.full_like(frame.pixels, GREY)
            yield frame.pixels
        if empty is not None:
            yield from (empty for _ in range(AWAY))
        return
    for frame in frames:
        yield np.hstack((frame.pixels, frame.pixels)) if showing == "twins" else frame.pixels


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--as", dest="showing", choices=get_args(Showing), default="all")
    given = parser.parse_args()
    write_mjpeg(given.clip, given.out, given.showing)


if __name__ == "__main__":
    main()
