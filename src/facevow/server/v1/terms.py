"""What a session's stream is held to, and what is counted of it."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from facevow.challenge.draw import Choose
from facevow.challenge.events import Act
from facevow.decision.likeness import Likeness, Rules
from facevow.decision.pairs import Compare
from facevow.decision.policy import Policy
from facevow.matching.scoring import LIKE_NOBODY, overall
from facevow.server.v1.models import KeepImages
from facevow.server.v1.wire import MOST_FRAME_BYTES, MOST_FRAME_SIDE, FrameMessage
from facevow.types import Template

_REMEMBERED: Final = 10_000
"""Latencies that are kept for the record: more than a minute and a half at RATE."""


@dataclass(frozen=True, slots=True)
class LikenessOrder:
    """How faces are compared: `between` two templates, by `rules`, with `references` where those name somebody.

    `enrolled` are the ids of those references that stand in the gallery: a verdict may rest on them while they do.
    """

    rules: Rules
    between: Compare
    references: tuple[Template, ...] = ()
    enrolled: frozenset[str] = frozenset()

    def begin(self, choose: Choose | None = None) -> Likeness:
        """Have one stream followed; `choose` draws the moments of looking.

        Raises:
            ValueError: there are references exactly where nobody is to be compared with, or none where somebody is.
        """
        return Likeness(self.rules, self._to_references if self.references else None, self.between, choose)

    def _to_references(self, template: Template) -> float:
        score = overall(self.between(template, reference) for reference in self.references)
        return LIKE_NOBODY if score is None else score


@dataclass(frozen=True, slots=True)
class Order:
    """What the application asked for. `policy` is the one named, with every act still in it.

    `likeness` is None where faces are not compared: nobody asked for it, and this server has no matcher to watch the
    continuity by.
    """

    session: str
    policy: Policy
    excluded: frozenset[Act] = frozenset()
    person_may_exclude: bool = False
    keep: KeepImages = "none"
    likeness: LikenessOrder | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the server grants: seconds of silence, bytes of a frame with its header, pixels of its sides.

    `passive_every` is how many seconds lie between two frames that are scored, about; 0 scores each.
    """

    heartbeat: float
    max_bytes: int = MOST_FRAME_BYTES
    max_side: int = MOST_FRAME_SIDE
    passive_every: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame that was taken: the `number`th (from 0), `received` on our clock, `at` seconds after the stream began."""

    frame: FrameMessage
    number: int
    received: float
    at: float


@dataclass(slots=True)
class Counts:
    """What came. `received` frames were well-formed; of them `dropped` gave way to newer ones, others were refused."""

    received: int = 0
    analysed: int = 0
    dropped: int = 0
    refused: int = 0


@dataclass(slots=True)
class Moments:
    """Seconds of our clock: when the stream began, and its first frame was analysed; and each frame's milliseconds."""

    began: float = 0.0
    first_frame: float | None = None
    milliseconds: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
