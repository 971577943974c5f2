"""The hashes in a signed verdict, each over a text that anybody can write down again in any language."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

FRAMES_PREFIX: Final = b"facevow-frames-v1\n"
"""Begins the text of a frame chain, so that no other hash of Facevow can be mistaken for one."""

SUBJECT_PREFIX: Final = "facevow-subject-v1\n"
"""Likewise for the claim about a subject."""

RECEIPT_PREFIX: Final = "facevow-receipt-v1\n"
"""Likewise for the subject in a receipt."""


def canonical_json(value: Any) -> bytes:  # noqa: ANN401 - any value that JSON can hold
    """The one text of a JSON value, as the JSON Canonicalization Scheme (RFC 8785) has it.

    Members in the order of their names' UTF-16 code units, no spaces, UTF-8 with nothing escaped that need not be,
    numbers as ECMAScript writes them: 2.0 is `2`, and so is what a page in JavaScript makes of it. Integers that a
    64-bit float cannot hold are written out in full, where RFC 8785 has no answer.

    Raises:
        ValueError: NaN, an infinity, half a surrogate pair, a name that is no text, a value that JSON cannot hold, or
            one that is nested too deeply.
    """
    try:
        return _text(value).encode("utf-8")
    except RecursionError as error:
        raise ValueError("expected JSON that is not nested without end") from error


def transcript_sha256(transcript: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256, 64 hexadecimal digits, of the canonical JSON of a challenge's transcript: a list of objects.

    Raises:
        ValueError: see `canonical_json`.
    """
    return hashlib.sha256(canonical_json(list(transcript))).hexdigest()


def subject_sha256(subject: str) -> str:
    """What an export says of its subject, whose data stand in it anyway: plain SHA-256 (UTF-8), in hexadecimal.

    Raises:
        ValueError: half a surrogate pair in it.
    """
    return hashlib.sha256(subject.encode()).hexdigest()


def subject_claim(session_id: str, subject: str) -> str:
    """What a verdict says of its subject: 64 hexadecimal digits that only fit one session and one subject.

    SHA-256 of `facevow-subject-v1`, a line break, the session's id, a line break, the subject (all UTF-8, no break at
    the end). Whoever knows the subject can check it offline; the same person's sessions do not show as one's. It hides
    a subject only as well as that resists guessing.

    Raises:
        ValueError: a line break in the session's id, or half a surrogate pair in either.
    """
    if "\n" in session_id:
        raise ValueError("expected a session's id without a line break")
    return hashlib.sha256(f"{SUBJECT_PREFIX}{session_id}\n{subject}".encode()).hexdigest()


def receipt_subject(salt: str, subject: str) -> str:
    """What the receipt of an erasure says of its subject: 64 hexadecimal digits that differ from receipt to receipt.

    SHA-256 of `facevow-receipt-v1`, a line break, the salt, a line break, the subject (all UTF-8, no break at the end).
    The salt stands in the receipt: whoever has that can try names, but not all receipts at once, nor ahead of time.

    Raises:
        ValueError: half a surrogate pair.
    """
    return hashlib.sha256(f"{RECEIPT_PREFIX}{salt}\n{subject}".encode()).hexdigest()


class FrameChain:
    """The running hash over every frame that was judged, in order: none can be left out, added or moved unseen.

    It starts as SHA-256 of `facevow-frames-v1`, a line break and the session's id (UTF-8). Each message makes it
    SHA-256 of the 32 bytes so far followed by the 32 bytes of the message's own SHA-256.
    """

    def __init__(self, session_id: str) -> None:
        self._link = hashlib.sha256(FRAMES_PREFIX + session_id.encode()).digest()
        self._count = 0

    def add(self, message: bytes) -> None:
        """Take in one frame's message as it came over the wire, header and all."""
        self._link = hashlib.sha256(self._link + hashlib.sha256(message).digest()).digest()
        self._count += 1

    @property
    def count(self) -> int:
        """How many messages were taken in."""
        return self._count

    @property
    def sha256(self) -> str:
        """The chain as it stands, 64 hexadecimal digits."""
        return self._link.hex()


def _text(value: Any) -> str:  # noqa: ANN401, PLR0911 - one return for each kind of JSON value
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return int.__repr__(value)
        case float():
            return _number(value)
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case Mapping():
            return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in _sorted_names(value)) + "}"
        case _:
            raise ValueError(f"expected a value that JSON can hold, got {type(value).__name__}")


def _sorted_names(value: Mapping[Any, Any]) -> list[str]:
    """RFC 8785, section 3.2.3."""
    for name in value:
        if not isinstance(name, str):
            raise ValueError(f"expected names of members to be text, got {type(name).__name__}")  # noqa: TRY004
    return sorted(value, key=lambda name: name.encode("utf-16-be"))


def _number(value: float) -> str:
    """Number::toString of ECMAScript 2019 (7.1.12.1), with its names: digits s, k of them, and the exponent n."""
    if not math.isfinite(value):
        raise ValueError(f"expected a number that JSON can hold, got {value}")
    if value == 0:
        return "0"
    _, figures, exponent = Decimal(float.__repr__(abs(value))).normalize().as_tuple()
    s, k = "".join(map(str, figures)), len(figures)
    n = int(exponent) + k
    sign = "-" if value < 0 else ""
    if k <= n <= 21:
        return sign + s + "0" * (n - k)
    if 0 < n <= 21:
        return f"{sign}{s[:n]}.{s[n:]}"
    if -6 < n <= 0:
        return f"{sign}0.{'0' * -n}{s}"
    return f"{sign}{s[0]}{'.' * (k > 1)}{s[1:]}e{n - 1:+d}"
