"""The options that say who works: this process, or a Ray cluster."""

from enum import StrEnum
from typing import Annotated

import typer

from facevow.distributing.spreading import LOCAL, OnRay, Spread, here


class Engine(StrEnum):
    """Who works."""

    LOCAL = "local"
    RAY = "ray"


EngineOption = Annotated[Engine, typer.Option(help="Who works: this process, or a Ray cluster.")]
RayAddressOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="host:port; local: a new one; auto: one that runs here, anybody's.")
]


def spread_of(engine: Engine, address: str = LOCAL) -> Spread:
    """What spreads the work.

    Raises:
        SettingsError: Ray is not installed, or cannot be reached in the way that was asked for.
    """
    return OnRay(address) if engine is Engine.RAY else here
