"""Whose a face is among all who are enrolled: found by the best template, and confirmed by all of that subject's."""

from collections.abc import Callable
from typing import Final

from facevow.errors import MatchError
from facevow.server.people.comparing import Rules
from facevow.server.people.reading import comparable
from facevow.server.people.roster import Person, Roster
from facevow.signing.keyring import Keyring
from facevow.store.gallery import Gallery
from facevow.types import Template

CANDIDATES: Final = 20
"""Subjects looked at more closely: more than are ever told, since some of them are not confirmed."""


class Finder:
    """Finds people by the rule that verifies them. May be used from any thread."""

    def __init__(self, gallery: Gallery, keyring: Callable[[], Keyring], rules: Rules, roster: Roster) -> None:
        self._gallery = gallery
        self._keyring = keyring
        self._rules = rules
        self._roster = roster

    def find(self, template: Template, most: int, *, besides: str | None = None) -> list[Person]:
        """At most `most` subjects who count as the same person, the most like first; `besides` is left out.

        Raises:
            MatchError: as `Roster.search`.
            StoreError: the database cannot be read.
        """
        found = []
        for person in self._roster.search(template, CANDIDATES, besides=besides):
            score = self._score(template, person.subject) if self._rules.is_same(person.score) else None
            if score is not None and self._rules.is_same(score):
                found.append(Person(person.subject, score))
        return sorted(found, key=lambda person: (-person.score, person.subject))[:most]

    def _score(self, template: Template, subject: str) -> float | None:
        """The score against all that is enrolled of a subject, None where nothing of it can be compared any more."""
        keyring = self._keyring()
        rows = self._gallery.all_of(keyring.subject_hash(subject))
        try:
            others = comparable(keyring, rows, self._rules.measure)
        except MatchError:
            return None
        return self._rules.score(template, others.values())
