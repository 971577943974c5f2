"""Reads single claims of a token. Each function refuses what is not of its kind by a TokenError, `malformed`."""

import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from facevow.errors import TokenError

VERDICTS: Final = frozenset({"BONA_FIDE", "ATTACK", "NO_RESPONSE"})
"""What a verdict can be, as `facevow.decision.verdict` has it."""

AGAINST: Final = ("reference", "subject")
"""Whom somebody can be compared with, as `facevow.decision.likeness` has it."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)

_LAST_MOMENT: Final = 253_402_300_799
"""31 December 9999, 23:59:59 UTC, in seconds since 1970: the end of Python's calendar."""

Payload = Mapping[str, Any]


def text(payload: Payload, name: str) -> str:
    """A text."""
    value = payload.get(name)
    return value if isinstance(value, str) else _refuse(name, "a text")


def texts(payload: Payload, name: str) -> tuple[str, ...]:
    """A list of texts."""
    value = payload.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        _refuse(name, "a list of texts")
    return tuple(value)


def names(payload: Payload, name: str) -> tuple[str, ...]:
    """A list of texts in order, each once."""
    value = texts(payload, name)
    return value if list(value) == sorted(set(value)) else _refuse(name, "a list of names in order, each once")


def verdict(payload: Payload, name: str) -> str:
    """One of VERDICTS."""
    value = text(payload, name)
    return value if value in VERDICTS else _refuse(name, " or ".join(sorted(VERDICTS)))


def digest(payload: Payload, name: str) -> str:
    """64 hexadecimal digits, or "" where there is nothing to digest."""
    value = text(payload, name)
    return value if not value or _DIGEST.fullmatch(value) else _refuse(name, "64 hexadecimal digits")


def digest_or_none(payload: Payload, name: str) -> str | None:
    """64 hexadecimal digits, or null."""
    if payload.get(name) is None:
        return None
    return digest(payload, name) or _refuse(name, "64 hexadecimal digits or null")


def moment(payload: Payload, name: str) -> datetime:
    """Whole seconds since 1970 (RFC 7519, NumericDate), as an aware moment in UTC."""
    value = count(payload, name)
    return (
        datetime.fromtimestamp(value, UTC) if value <= _LAST_MOMENT else _refuse(name, "a time before the year 10000")
    )


def count(payload: Payload, name: str) -> int:
    """A whole number, 0 or more."""
    value = payload.get(name)
    return value if type(value) is int and value >= 0 else _refuse(name, "a whole number, 0 or more")


def numbers(payload: Payload, name: str) -> dict[str, float]:
    """Finite numbers by name."""
    value = payload.get(name)
    if not isinstance(value, Mapping) or not all(_is_number(one) for one in value.values()):
        _refuse(name, "numbers by name")
    return {key: float(one) for key, one in value.items()}


def number(payload: Payload, name: str) -> float:
    """A finite number."""
    value = payload.get(name)
    if value is None or not _is_number(value):
        _refuse(name, "a number")
    return float(value)


def match(payload: Payload, name: str) -> dict[str, Any] | None:
    """What a comparison of faces came to, or null: `matched`, `threshold`, `matcher`, `against` and `frames`.

    A token of before there were comparisons has no such claim, which is as null. Further names in it are passed over.
    """
    value = payload.get(name)
    if value is None:
        return None
    if not isinstance(value, Mapping):
        _refuse(name, "an object or null")
    matched, against = value.get("matched"), value.get("against")
    if not isinstance(matched, bool):
        _refuse(f"{name}.matched", "true or false")
    if against not in AGAINST:
        _refuse(f"{name}.against", " or ".join(sorted(AGAINST)))
    return {
        "matched": matched,
        "threshold": number(value, "threshold"),
        "matcher": text(value, "matcher"),
        "against": against,
        "frames": count(value, "frames"),
    }


def _is_number(value: object) -> bool:
    """Booleans are none, nor is what a float cannot hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _refuse(name: str, expected: str) -> NoReturn:
    raise TokenError(f"expected the claim {name} to be {expected}", code="malformed")
