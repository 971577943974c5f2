"""What travels between a server and the replicas that analyse for it.

Between them stand the driver's process and Ray, which pass on bytes and look at nothing: both ends pickle. Whoever can
reach the cluster's ports can have it run any code anyway, see docs/ray.md.
"""

import pickle
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from facevow.errors import FacevowError
from facevow.server.describing import Describe
from facevow.server.pool import Load
from facevow.types import FrameAnalysis
from facevow.vision.memory import Memory


@dataclass(frozen=True, slots=True)
class Ask:
    """One frame, with all that its analysis needs: any replica can do it, and another one can do it again.

    `memory` is a copy of what is remembered of its stream. The others are as of `Pool.submit`.
    """

    load: Load
    memory: Memory | None
    judge: bool
    describe: Describe


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: the analysis, the memory as it is now, and the seconds that decoding took."""

    analysis: FrameAnalysis
    memory: Memory | None
    decode: float


@dataclass(frozen=True, slots=True)
class Identity:
    """What a replica analyses with: Facevow's version, and name and file of its networks, as in `Pool`.

    `plan` names the settings that it was made with, see `Plan`. `matcher` is "" where it cannot describe faces.
    """

    release: str
    plan: str
    model: str
    model_sha256: str
    matcher: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A replica's answers to the frames of one call, in their order: an error of `Pool.submit` comes as a value."""

    by: Identity
    each: tuple[Told | FacevowError, ...]


Call = Callable[[tuple[Ask, ...]], Awaitable[Answers]]
"""Has some replica analyse frames; raises ReplicaLost where one was lost, and anything else where something is wrong.

Whoever waits no longer cancels it.
"""


def pack(asks: tuple[Ask, ...] | Answers) -> bytes:
    """As bytes."""
    return pickle.dumps(asks, protocol=pickle.HIGHEST_PROTOCOL)


def unpack_asks(data: bytes) -> tuple[Ask, ...]:
    """What a server sent."""
    asks: tuple[Ask, ...] = pickle.loads(data)  # noqa: S301 - of our own servers
    return asks


def unpack_answers(data: bytes) -> Answers:
    """What a replica sent."""
    answers: Answers = pickle.loads(data)  # noqa: S301 - of our own replicas
    return answers


class ReplicaLost(FacevowError):
    """A replica, its machine or the way to it was lost while it had the frames; another one may have them."""

    code = "replica_lost"
