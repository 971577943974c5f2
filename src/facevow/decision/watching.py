"""What breaks the continuity of a stream in which nothing is asked of the person."""

from collections import Counter
from typing import Final

from facevow.challenge.events import Event

OF_AN_ATTACK: Final = frozenset({Event.LOOPED})
"""No camera shows its pictures again: the stream is a recording."""

OF_NOBODY: Final = frozenset({Event.FROZEN, Event.CLOCK_WENT_BACK})
"""A stream that stands still or runs backwards proves nobody's presence, now or later."""


class Watch:
    """Remembers what happened. A challenge has its own table for this; without one, three things can follow.

    Pictures that come again are an attack; a stream that stands still is no answer; after anything else (the face was
    lost, joined or became another, time jumped) what counts is who is there from then on.
    """

    def __init__(self) -> None:
        self._events: Counter[Event] = Counter()

    def heed(self, event: Event | None) -> bool:
        """Note an event; whether what was seen before it no longer counts."""
        if event is None:
            return False
        self._events[event] += 1
        return event not in OF_AN_ATTACK | OF_NOBODY

    @property
    def attack(self) -> Event | None:
        """What shows an attack, if anything did."""
        return self._first(OF_AN_ATTACK)

    @property
    def nobody(self) -> Event | None:
        """What makes any answer impossible, if anything did."""
        return self._first(OF_NOBODY)

    def evidence(self) -> dict[str, int]:
        """How often each event happened, by its name."""
        return {event.value: count for event, count in sorted(self._events.items())}

    def _first(self, kinds: frozenset[Event]) -> Event | None:
        return next((event for event in self._events if event in kinds), None)
