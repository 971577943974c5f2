"""What turns scores into a verdict: named thresholds, which are data, and how frames are fused.

The thresholds stand in `policies.toml` beside this file, with the rates they were set at. Nothing here opens it:
whoever puts a check together reads the text and hands it to `parse_policies`.
"""

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum

from facevow.challenge.events import Act
from facevow.challenge.rules import Rules
from facevow.decision.challenge_table import ChallengeRates, parse_challenge
from facevow.decision.reading import Rate, expect_names, read_rate, read_share, read_text
from facevow.errors import ChallengeImpossible, SettingsError
from facevow.types import QualityCode


class PolicyName(StrEnum):
    """The policies there are, from the one that lets fewest attacks pass to the one that stops fewest people.

    PASSIVE_ONLY asks for no act at all, whoever wants one.
    """

    STRICT = "strict"
    BALANCED = "balanced"
    LENIENT = "lenient"
    PASSIVE_ONLY = "passive_only"


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers a decision rests on; made for a whole recording, see `for_image` and `for_stream`.

    name, version: which policy of which table this is.
    model: name and version of the passive network that the threshold was set with.
    threshold: fused passive score, 0..1, from which on a face counts as bona fide.
    challenge: what is asked of the person, or None where the verdict rests on the passive score alone.
    min_frames, min_seconds: judged frames, and seconds of the stream that they stand for, below which there is no
        verdict.
    window: seconds of the stream that are looked back on, or None for all of it.
    poor_weight: what a frame with a quality issue weighs against 1 for a clean one.
    blocking: issues that forbid a pass when no judged frame is free of them.
    watched: whether the stream's continuity decides where nothing is asked, see `watching`.
    flat_acts: acts done as a sheet does them, from which number on they are evidence of an attack.
    """

    name: PolicyName
    version: str
    model: str
    threshold: float
    challenge: Rules | None = None
    min_frames: int = 3
    min_seconds: float = 0.0
    watched: bool = False
    window: float | None = None
    poor_weight: float = 0.3
    blocking: frozenset[QualityCode] = frozenset({QualityCode.TOO_DARK, QualityCode.TOO_SMALL, QualityCode.COVERED})
    flat_acts: int = 2

    @property
    def title(self) -> str:
        """Name and version, as answers and records tell it; it says so where the verdict is passive only."""
        if self.challenge is not None or self.name is PolicyName.PASSIVE_ONLY:
            return f"{self.name} {self.version}"
        return f"{self.name} {self.version}, passive only"

    def for_image(self) -> "Policy":
        """For a single picture, where one frame is all there is."""
        return replace(self, min_frames=1)

    def for_stream(self) -> "Policy":
        """For a live camera: the last seconds count, so that the answer follows whoever is there now."""
        return replace(self, window=3.0)

    def for_session(self) -> "Policy":
        """For a session of the API: as a live camera, and where nothing is asked, all of a stream that holds together.

        There is one such look at the person and no acts, so the look has to last: 8 frames, and 2.5 of the 3 seconds
        that a stream takes at least. A frame stands for 0.2 seconds at most.
        """
        if self.challenge is not None:
            return self.for_stream()
        return replace(self, window=None, min_frames=8, min_seconds=2.5, watched=True)

    def for_recording(self) -> "Policy":
        """For a clip whose person could not see any prompt."""
        return replace(self, challenge=self.challenge and self.challenge.for_recording())

    def passive_only(self) -> "Policy":
        """The same without a challenge."""
        return replace(self, challenge=None)

    def require_challenge(self) -> Rules:
        """What is asked of the person.

        Raises:
            ChallengeImpossible: code `no_challenge`, this policy asks for nothing.
        """
        if self.challenge is None:
            raise ChallengeImpossible(f"expected a policy with a challenge; {self.title} has none", code="no_challenge")
        return self.challenge

    def without_acts(self, acts: frozenset[Act]) -> "Policy":
        """The same with acts that are never asked for."""
        return replace(self, challenge=self.challenge and self.challenge.without(acts))


@dataclass(frozen=True, slots=True)
class Measured:
    """A policy and what was measured of it.

    APCER of the worst species and BPCER at its threshold, `on` says on which pictures; `replayed` what recordings of
    live people reach against its challenge, None where it has none.
    """

    policy: Policy
    apcer: Rate
    bpcer: Rate
    on: str
    replayed: ChallengeRates | None


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
            a challenge asks for more bits than can be drawn; or a policy is not stricter than the next.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"expected a table of policies in TOML: {error}") from error
    expect_names(content, {"version", "model", *PolicyName}, "a table of policies")
    version, model = read_text(content["version"], "version"), read_text(content["model"], "model")
    policies = tuple(_measured(name, version, model, content[name]) for name in PolicyName)
    thresholds = [measured.policy.threshold for measured in policies[:3]]
    if not thresholds[0] > thresholds[1] > thresholds[2]:
        raise SettingsError(f"expected falling thresholds from strict to lenient, found {thresholds}")
    return PolicyTable(version, model, policies)


def _measured(name: PolicyName, version: str, model: str, fields: object) -> Measured:
    """One policy's table."""
    names = {"threshold", "apcer", "bpcer", "on"}
    asks = name is not PolicyName.PASSIVE_ONLY
    checked = expect_names(fields, names | {"challenge"} if asks else names, name)
    threshold = read_share(checked["threshold"], f"{name}.threshold")
    if not 0 < threshold < 1:
        raise SettingsError(f"expected {name}.threshold between 0 and 1, found {threshold}: nobody or all would pass")
    apcer, bpcer = (read_rate(checked[kind], f"{name}.{kind}") for kind in ("apcer", "bpcer"))
    rules, replayed = parse_challenge(checked["challenge"], f"{name}.challenge") if asks else (None, None)
    policy = Policy(name, version, model, threshold, rules)
    return Measured(policy, apcer, bpcer, read_text(checked["on"], f"{name}.on"), replayed)
