"""What becomes of the drift of a trace whose frames are dropped, held or played backwards."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from facevow.types import Drift


def since(drifts: Sequence[Drift | None]) -> Drift | None:
    """The drifts of successive frames as one, to the first order: None if one is missing or there is none.

    Scales multiply; angles and shifts add up, as they do while the face's centre moves little between two frames.
    `points` is the least of them.
    """
    known = [drift for drift in drifts if drift is not None]
    if len(known) < len(drifts) or not known:
        return None
    return Drift(
        scale=prod(drift.scale for drift in known),
        rotation=sum(drift.rotation for drift in known),
        dx=sum(drift.dx for drift in known),
        dy=sum(drift.dy for drift in known),
        points=min(drift.points for drift in known),
    )


def none_of(drift: Drift | None) -> Drift | None:
    """A picture that stands still, with as many points as before."""
    return None if drift is None else replace(drift, scale=1.0, rotation=0.0, dx=0.0, dy=0.0)


def undone(drift: Drift | None) -> Drift | None:
    """The way back, to the first order."""
    if drift is None or drift.scale <= 0:
        return None
    return replace(drift, scale=1 / drift.scale, rotation=-drift.rotation, dx=-drift.dx, dy=-drift.dy)
