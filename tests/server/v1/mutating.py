"""Messages for fuzzing a stream: good ones, bad ones, and good ones with something wrong in them."""

import json
import os
import random
import struct
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

from facevow.server.v1.wire import HEADER, frame_message
from tests.server.analysers import ANOTHER_FACE, FAKE, NOBODY, REAL, TURNED, picture

RUNS: Final = int(os.environ.get("FACEVOW_FUZZ_RUNS", "0"))
"""How many examples each fuzzer tries; 0 for as many as a test of every day has time for."""

JPEGS: Final = tuple(picture(colour) for colour in (REAL, FAKE, NOBODY, ANOTHER_FACE, TURNED))
PICTURES: Final = (*JPEGS, picture(REAL, "PNG"), picture(REAL, "GIF"), b"", b"\xff\xd8\xff", JPEGS[0][:200])

TEXTS: Final = (
    '{"type": "ping"}',
    '{"type": "exclude", "acts": ["eyes"]}',
    '{"type": "exclude", "acts": ["head", "mouth"]}',
    '{"type": "exclude", "acts": ["' + "é" * 40 + '"]}',
    '{"type": "exclude", "acts": [null]}',
    '{"type": "exclude", "acts": {"a": 1}}',
    '{"type": "ended", "state": "COMPLETED", "verdict": "BONA_FIDE"}',
    '{"type": "progress"}',
    '{"type": "ping", "type": "leave_"}',
    '{"type": ["ping"]}',
    "{}",
    "[]",
    "nul",
    "NaN",
    "1e999999",
    "9" * 4000,
    "[" * 4000,
    '{"a":' * 800,
    '"\\ud800"',
    "\x00",
    "\u202e" * 100,
    " " * 5000,
)


def mutated(message: bytes, luck: random.Random) -> bytes:
    """The same with some bytes changed, cut, doubled or put in."""
    data = bytearray(message)
    for _ in range(luck.randint(1, 4)):
        kind, at = luck.randrange(5), luck.randrange(len(data) + 1)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << luck.randrange(8)
        elif kind == 1:
            del data[at:]
        elif kind == 2:
            data[at:at] = luck.randbytes(luck.randrange(20))
        elif kind == 3:
            data[at : at + 20] = data[at : at + 20] * 2
        elif len(data) >= HEADER.size:
            struct.pack_into(">Q", data, 8, luck.choice((0, 1, 2**32, 2**63, 2**64 - 1)))
    return bytes(data)


def hostile(sequence: int, captured: float, luck: random.Random) -> str | bytes:
    """One message of any kind; `sequence` and `captured` are what the next good frame would have."""
    sequence = min(sequence, 2**32 - 10)
    kinds: tuple[Callable[[], str | bytes], ...] = (
        lambda: frame_message(sequence, captured, luck.choice(JPEGS)),
        lambda: frame_message(sequence, captured, luck.choice(PICTURES)),
        lambda: frame_message(max(sequence + luck.randint(-3, 9), 0), captured + luck.uniform(-9, 9), JPEGS[0]),
        lambda: mutated(frame_message(sequence, captured, luck.choice(JPEGS)), luck),
        lambda: luck.randbytes(luck.randrange(64)),
        lambda: luck.choice(TEXTS),
        lambda: json.dumps(
            {"type": luck.choice(("ping", "exclude", "frame", 7)), "acts": luck.choice((["turns"], 1, [[]]))}
        ),
        lambda: "".join(chr(luck.randrange(32, 0xD7FF)) for _ in range(luck.randrange(30))),
    )
    return luck.choice(kinds)()


lucks = st.integers(0, 2**64 - 1).map(random.Random)
"""Sources of luck that hypothesis can name and shrink to the simplest seed."""
