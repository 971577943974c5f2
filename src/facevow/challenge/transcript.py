"""What happened in a challenge, in order, and what follows from counting it."""

import math
from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Any, Final

from facevow.challenge.events import Act, Event
from facevow.challenge.flatness import Signs
from facevow.challenge.rules import Step

FAULTS: Final = frozenset({Event.EARLY_ACT, Event.HASTY_ACT, Event.WRONG_ACT, Event.FLAT_ACT})
"""What the person did and should not have done."""

RESTARTS: Final = frozenset({Event.WINDOW_OVER, Event.FACE_LOST, Event.FACE_JOINED, Event.CLOCK_JUMPED})
"""What makes a challenge start over."""

_ANEW: Final = frozenset({Event.PROMPTED, Event.ACT_DONE, Event.LAST_ACT_DONE})
"""After these, what went wrong before is of no use to anybody."""

LONGEST: Final = 500
"""Entries kept, the last ones: an endless stream must not grow without bound. The counts are of all."""

NOTICE_SECONDS: Final = 2.5
"""How long the person is told what went wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event at `at` seconds.

    `step` is what was asked for then, `act` what was seen, `began` when that movement left rest, in seconds; `signs`
    what was measured of its flatness. Each is None where there is no such thing.
    """

    at: float
    event: Event
    step: Step | None = None
    act: Act | None = None
    began: float | None = None
    signs: Signs | None = None


class Transcript:
    """Keeps the entries of one challenge, through all its new starts."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=LONGEST)
        self._counts: Counter[Event] = Counter()
        self._reactions: deque[float] = deque(maxlen=LONGEST)
        self._prompted_at = 0.0
        self._began: float | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What happened, oldest first."""
        return tuple(self._entries)

    @property
    def began(self) -> float | None:
        """When the last act that was done as asked had begun, in seconds; None where none was."""
        return self._began

    @property
    def faults(self) -> int:
        """How many faults were noted."""
        return sum(self._counts[event] for event in FAULTS)

    def count(self, event: Event) -> int:
        """How often that event was noted."""
        return self._counts[event]

    def add(self, entry: Entry) -> None:
        """Note one event."""
        self._entries.append(entry)
        self._counts[entry.event] += 1
        if entry.event is Event.PROMPTED:
            self._prompted_at = entry.at
        elif entry.event in {Event.ACT_DONE, Event.LAST_ACT_DONE} and entry.began is not None:
            self._began = entry.began
            self._reactions.append(entry.began - self._prompted_at)

    def notice(self, now: float) -> Event | None:
        """What went wrong within the last NOTICE_SECONDS before `now`, unless the person has been asked anew since."""
        for entry in reversed(self._entries):
            if now - entry.at > NOTICE_SECONDS or entry.event in _ANEW:
                break
            if entry.event in FAULTS | RESTARTS:
                return entry.event
        return None

    def evidence(self) -> dict[str, Any]:
        """Counts, reaction times in seconds (from prompt to the begin of the act) and the signs of flatness by act."""
        return {
            "counts": {event.value: self._counts[event] for event in Event if self._counts[event]},
            "reactions": [round(seconds, 3) for seconds in self._reactions],
            "signs": [_signs(entry) for entry in self._entries if entry.signs is not None],
        }


def _signs(entry: Entry) -> dict[str, Any]:
    measured = {} if entry.signs is None else asdict(entry.signs)
    return {"act": entry.act and entry.act.value} | {
        name: round(value, 4) for name, value in measured.items() if value is not None and math.isfinite(value)
    }
