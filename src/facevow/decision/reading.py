"""Reads the fields of `policies.toml`, and refuses what cannot be meant."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facevow.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured share, 0..1, and the ends of its 95 % interval."""

    rate: float
    low: float
    high: float


def expect_names(fields: object, names: set[str], where: str) -> Mapping[str, Any]:
    """The fields as a mapping with exactly these names; raises SettingsError, as all functions here do."""
    if not isinstance(fields, Mapping) or set(fields) != {str(name) for name in names}:
        found = sorted(fields) if isinstance(fields, Mapping) else repr(fields)
        raise SettingsError(f"expected {sorted(map(str, names))} in {where}, found {found}")
    return fields


def read_number(value: object, where: str, least: float, most: float) -> float:
    """A number within these bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise SettingsError(f"expected a number from {least:g} to {most:g} for {where}, found {value!r}")
    if not least <= value <= most:
        raise SettingsError(f"expected a number from {least:g} to {most:g} for {where}, found {value!r}")
    return float(value)


def read_count(value: object, where: str, most: int) -> int:
    """A whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise SettingsError(f"expected a whole number from 0 to {most} for {where}, found {value!r}")
    return value


def read_share(value: object, where: str) -> float:
    """A number from 0 to 1."""
    return read_number(value, where, 0, 1)


def read_rate(fields: object, where: str) -> Rate:
    """A share within its interval."""
    checked = expect_names(fields, {"rate", "low", "high"}, where)
    rate, low, high = (read_share(checked[end], f"{where}.{end}") for end in ("rate", "low", "high"))
    if not low <= rate <= high:
        raise SettingsError(f"expected {where} within its interval, found {rate} and {low} to {high}")
    return Rate(rate, low, high)


def read_text(value: object, where: str) -> str:
    """A text that says something, within 500 characters."""
    if not isinstance(value, str) or not value.strip() or len(value) > 500:
        raise SettingsError(f"expected a text of 1 to 500 characters for {where}, found {value!r}")
    return value
