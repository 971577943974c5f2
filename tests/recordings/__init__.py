"""Traces of real clips, for every test that needs what people and attacks really do; see the README beside this."""

from functools import cache
from pathlib import Path

from facevow.traces.files import Trace, read_trace

FOLDER = Path(__file__).parent

BONA_FIDE = (
    "bonafide-1-webcam",
    "bonafide-2-head-turns",
    "bonafide-3-head-turns-and-hand",
    "bonafide-4-dim-room",
    "bonafide-5-moving-selfie",
    "bonafide-6-turn-left-right",
)
ATTACKS = (
    "attack-1-phone-still",
    "attack-2-screen-replay-of-bonafide-2",
    "attack-3-small-phone",
    "attack-4-phone-replay",
)


def path_of(name: str) -> Path:
    """Where the trace of a clip lies."""
    return FOLDER / f"{name}.jsonl.gz"


@cache
def recording(name: str) -> Trace:
    """The trace of a clip, at most 15 frames a second."""
    return read_trace(path_of(name))
