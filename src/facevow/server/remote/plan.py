"""How the replicas of a server are made, without the secrets that stand beside it in the settings."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from facevow.errors import SettingsError
from facevow.log import Level
from facevow.matching.matcher import Describer
from facevow.matching.opening import Matcher, choose_matcher
from facevow.server.describing import DescriberFactory
from facevow.server.pool import AnalyserFactory
from facevow.server.remote.dispatch import LOSSES
from facevow.server.settings import Settings
from facevow.vision.opening import open_pipeline

LOCAL: Final = "local"
"""The address that stands for a new cluster of this machine."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a replica is made of. It is sent to the cluster: the factories must be picklable and hold no secret.

    `name` is equal for two servers if their replicas may take each other's place.
    """

    name: str
    factory: AnalyserFactory
    describers: DescriberFactory | None
    level: Level


@dataclass(frozen=True, slots=True)
class Order:
    """What a driver is started with.

    plan: what a replica is made of.
    address: `host:port` of a cluster that this machine belongs to; LOCAL for a new one.
    replicas: how many are to analyse, each on a core of its own.
    seconds: after which a call is given up.
    """

    plan: Plan
    address: str
    replicas: int
    seconds: float


def order_of(settings: Settings, analysers: AnalyserFactory | None, matcher: Matcher | None) -> Order:
    """The order that settings give. Whoever brings `analysers` brings a matcher for them, too, as `open_services`.

    Files are named by their paths: they have to be on every machine of the cluster.

    Raises:
        SettingsError: Ray is not installed, or is asked to do what it cannot.
    """
    _expect_possible(settings)
    seconds = settings.analysis_timeout / LOSSES
    return Order(_plan(settings, analysers, matcher), settings.ray_address, settings.replicas, seconds)


def _plan(settings: Settings, analysers: AnalyserFactory | None, matcher: Matcher | None) -> Plan:
    pipeline = (settings.detector, _absolute(settings.weights), _absolute(settings.passive))
    matching = None if matcher is None else (settings.matcher, _absolute(settings.matcher_file))
    files = [_sha256(path) for path in (settings.weights, settings.passive, settings.matcher_file)]
    named = json.dumps([version("facevow"), pipeline, matching, repr(analysers), files], default=str)
    factory, describers = analysers or partial(open_pipeline, *pipeline), None
    if matcher is not None:  # one that belongs to the settings holds functions that cannot be pickled
        describers = matcher.open_describer if analysers or matching is None else partial(open_describer, *matching)
    return Plan(hashlib.sha256(named.encode()).hexdigest(), factory, describers, settings.log_level)


def _absolute(path: Path | None) -> Path | None:
    """Replicas work in another folder."""
    return None if path is None else path.absolute()


def _sha256(path: Path | None) -> str:
    """Of what lies there now: another network under the same name is another plan. "" where there is none here."""
    if path is None or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_describer(kind: str, file: Path | None) -> Describer:
    """On the cluster's machine: what makes templates, fetching its network where it is not there yet.

    Raises:
        SettingsError, ModelError: see `choose_matcher`.
    """
    return choose_matcher(kind, file).open_describer()


def _expect_possible(settings: Settings) -> None:
    if find_spec("ray") is None:
        raise SettingsError("engine: expected Ray for the engine ray; install it with: pip install 'facevow[ray]'")
    if settings.ray_address.startswith("ray://"):
        raise SettingsError(
            "ray_address: expected host:port of a cluster that this machine has joined (ray start --address=...), "
            "got an address of Ray Client, which forwards every frame once more"
        )
    if settings.ray_address == "auto":
        raise SettingsError(
            "ray_address: expected local or host:port of a cluster; auto would join whatever cluster some user of this "
            "machine has begun, and that user could see the pictures"
        )
    if settings.processes > 1 and settings.ray_address == LOCAL:
        raise SettingsError("ray_address: expected a cluster that runs already: several processes begin none")
