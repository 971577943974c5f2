"""Reads a policy's challenge: the rules of `policies.toml`, and what recordings were measured to reach against them."""

from dataclasses import dataclass
from typing import Final

from facevow.challenge.draw import length_for
from facevow.challenge.rules import Rules, Step, parse_step
from facevow.decision.reading import Rate, expect_names, read_count, read_number, read_rate, read_text
from facevow.errors import ChallengeImpossible, SettingsError

_NAMES: Final = {
    "steps", "reserve", "bits", "longest", "settle", "pause", "reaction", "window", "faults", "unasked", "restarts",
    "time_limit", "replayed", "on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChallengeRates:
    """How often recordings passed the challenge when played to it, passive score set aside; `on` says which."""

    passed: Rate
    on: str


def parse_challenge(fields: object, where: str) -> tuple[Rules, ChallengeRates]:
    """One policy's challenge.

    Raises:
        SettingsError: a field is missing, unknown or out of range, or no sequence has the bits asked for.
    """
    checked = expect_names(fields, _NAMES, where)
    pause = checked["pause"]
    if not isinstance(pause, list) or len(pause) != 2:
        raise SettingsError(f"expected the least and the most seconds for {where}.pause, found {pause!r}")
    least, most = (read_number(end, f"{where}.pause", 0, 10) for end in pause)
    if least > most:
        raise SettingsError(f"expected {where}.pause to rise, found {pause!r}")
    steps, reserve = (_steps(checked[name], f"{where}.{name}") for name in ("steps", "reserve"))
    if set(steps) & set(reserve):
        raise SettingsError(f"expected each step once in {where}.steps and {where}.reserve")
    rules = Rules(
        steps=steps,
        reserve=reserve,
        bits=read_number(checked["bits"], f"{where}.bits", 0, 64),
        longest=read_count(checked["longest"], f"{where}.longest", 20),
        settle=read_number(checked["settle"], f"{where}.settle", 0.1, 10),
        pause_least=least,
        pause_most=most,
        reaction=read_number(checked["reaction"], f"{where}.reaction", 0, 2),
        window=read_number(checked["window"], f"{where}.window", 0.5, 60),
        faults=read_count(checked["faults"], f"{where}.faults", 20),
        unasked=read_count(checked["unasked"], f"{where}.unasked", 100),
        restarts=read_count(checked["restarts"], f"{where}.restarts", 20),
        time_limit=read_number(checked["time_limit"], f"{where}.time_limit", 5, 600),
    )
    try:
        length_for(rules)
    except ChallengeImpossible as error:
        raise SettingsError(f"expected a challenge that can be drawn for {where}: {error}") from error
    rates = ChallengeRates(read_rate(checked["replayed"], f"{where}.replayed"), read_text(checked["on"], f"{where}.on"))
    return rules, rates


def _steps(names: object, where: str) -> tuple[Step, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingsError(f"expected a list of acts for {where}, found {names!r}")
    try:
        steps = tuple(parse_step(name) for name in names)
    except ChallengeImpossible as error:
        raise SettingsError(f"expected acts for {where}: {error}") from error
    if len(set(steps)) != len(steps):
        raise SettingsError(f"expected each step once in {where}, found {names!r}")
    return steps
