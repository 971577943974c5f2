"""What turns scores into a verdict: named thresholds, which are data, and how frames are fused.

The thresholds stand in `policies.toml` beside this file, with the rates they were set at. Nothing here opens it:
whoever puts a check together reads the text and hands it to `parse_policies`.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from facevow.errors import SettingsError
from facevow.types import QualityCode


class PolicyName(StrEnum):
    """The policies there are, from the one that lets fewest attacks pass to the one that stops fewest people."""

    STRICT = "strict"
    BALANCED = "balanced"
    LENIENT = "lenient"


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers a decision rests on; made for a whole recording, see `for_image` and `for_stream`.

    name, version: which policy of which table this is.
    model: name and version of the passive network that the threshold was set with.
    threshold: fused passive score, 0..1, from which on a face counts as bona fide.
    min_frames: judged frames below which there is no verdict.
    window: seconds of the stream that are looked back on, or None for all of it.
    poor_weight: what a frame with a quality issue weighs against 1 for a clean one.
    blocking: issues that forbid a pass when no judged frame is free of them.
    active_time_limit: seconds for the active check.
    """

    name: PolicyName
    version: str
    model: str
    threshold: float
    min_frames: int = 3
    window: float | None = None
    poor_weight: float = 0.3
    blocking: frozenset[QualityCode] = frozenset({QualityCode.TOO_DARK, QualityCode.TOO_SMALL, QualityCode.COVERED})
    active_time_limit: float = 60.0

    @property
    def title(self) -> str:
        """Name and version, as answers and records tell it."""
        return f"{self.name} {self.version}"

    def for_image(self) -> "Policy":
        """For a single picture, where one frame is all there is."""
        return replace(self, min_frames=1)

    def for_stream(self) -> "Policy":
        """For a live camera: the last seconds count, so that the answer follows whoever is there now."""
        return replace(self, window=3.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured share, 0..1, and the ends of its 95 % interval."""

    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A policy and what was measured at its threshold: APCER of the worst species, BPCER, and on which pictures."""

    policy: Policy
    apcer: Rate
    bpcer: Rate
    on: str


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """Every policy of one file, the strictest first; `model` is the passive network they were all measured with."""

    version: str
    model: str
    policies: tuple[Measured, ...]

    def choose(self, name: str) -> Policy:
        """The policy of that name.

        Raises:
            SettingsError: there is none.
        """
        for measured in self.policies:
            if measured.policy.name == name:
                return measured.policy
        raise SettingsError(f"expected a policy of {[str(known) for known in PolicyName]}, found {name!r}")


def parse_policies(text: str) -> PolicyTable:
    """Read the text of a `policies.toml`.

    Raises:
        SettingsError: it is not TOML, lacks a policy or a field, has an unknown one, or a number is outside its range;
            or a policy is not stricter than the next.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"expected a table of policies in TOML: {error}") from error
    _expect_names(content, {"version", "model", *PolicyName}, "a table of policies")
    version, model = _text(content["version"], "version"), _text(content["model"], "model")
    policies = tuple(_measured(name, version, model, content[name]) for name in PolicyName)
    thresholds = [measured.policy.threshold for measured in policies]
    if not thresholds[0] > thresholds[1] > thresholds[2]:
        raise SettingsError(f"expected falling thresholds from strict to lenient, found {thresholds}")
    return PolicyTable(version, model, policies)


def _measured(name: PolicyName, version: str, model: str, fields: object) -> Measured:
    """One policy's table."""
    checked = _expect_names(fields, {"threshold", "apcer", "bpcer", "on"}, name)
    threshold = _share(checked["threshold"], f"{name}.threshold")
    if not 0 < threshold < 1:
        raise SettingsError(f"expected {name}.threshold between 0 and 1, found {threshold}: nobody or all would pass")
    apcer, bpcer = (_rate(checked[kind], f"{name}.{kind}") for kind in ("apcer", "bpcer"))
    return Measured(Policy(name, version, model, threshold), apcer, bpcer, _text(checked["on"], f"{name}.on"))


def _rate(fields: object, where: str) -> Rate:
    checked = _expect_names(fields, {"rate", "low", "high"}, where)
    rate, low, high = (_share(checked[end], f"{where}.{end}") for end in ("rate", "low", "high"))
    if not low <= rate <= high:
        raise SettingsError(f"expected {where} within its interval, found {rate} and {low} to {high}")
    return Rate(rate, low, high)


def _expect_names(fields: object, names: set[str], where: str) -> Mapping[str, Any]:
    if not isinstance(fields, Mapping) or set(fields) != {str(name) for name in names}:
        found = sorted(fields) if isinstance(fields, Mapping) else repr(fields)
        raise SettingsError(f"expected {sorted(map(str, names))} in {where}, found {found}")
    return fields


def _share(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 1:
        raise SettingsError(f"expected a number from 0 to 1 for {where}, found {value!r}")
    return float(value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 500:
        raise SettingsError(f"expected a text of 1 to 500 characters for {where}, found {value!r}")
    return value
