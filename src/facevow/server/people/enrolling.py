"""Takes faces into the gallery: fit and live ones of one person, who is the one enrolled under that name so far."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from facevow.errors import MatchError, StoreError
from facevow.server.people.comparing import Rules
from facevow.server.people.finding import Finder
from facevow.server.people.looks import Look, expect_fit
from facevow.server.people.reading import comparable
from facevow.server.people.roster import Person
from facevow.server.people.sealing import Origin, seal
from facevow.signing.keyring import Keyring
from facevow.store.gallery import Gallery
from facevow.store.records import TemplateRecord
from facevow.types import Template

MOST_DUPLICATES: Final = 5
"""Other subjects who look the same that are named at most."""

ATTEMPTS: Final = 5
"""How often an enrolment is tried because what it was compared with has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The rows that were added, how many the subject has now, and other subjects who look the same."""

    rows: tuple[TemplateRecord, ...]
    enrolled: int
    duplicates: tuple[Person, ...]


class Enroller:
    """Enrols. May be used from any thread."""

    def __init__(self, gallery: Gallery, keyring: Callable[[], Keyring], rules: Rules, finder: Finder) -> None:
        self._gallery = gallery
        self._keyring = keyring
        self._rules = rules
        self._finder = finder

    def enrol(  # noqa: PLR0913 - what is asked for, by whom, and when
        self,
        subject: str,
        looks: Sequence[Look],
        *,
        replace: bool,
        live: bool,
        origin: Origin,
        actor: str,
        now: datetime,
    ) -> Enrolment:
        """Enrol faces of a subject: all of them or none.

        Args:
            subject: as the application names the person.
            looks: a picture or more.
            replace: let them take the place of what is enrolled; else they have to show the same person.
            live: whether each has to be bona fide by itself.
            origin: where they come from.
            actor: as the audit log names whoever asked.
            now: when, with its zone.

        Raises:
            Unfit: as `looks.expect_fit`.
            MatchError: `not_one_person`, `not_the_subject`, `template_outdated` (what is enrolled cannot be compared
                with), `gallery_full`.
            SessionError: code `session_unknown`: the session that they come from was erased meanwhile.
            StoreError: the database cannot be used; perhaps they are enrolled.
        """
        expect_fit(looks, live=live)
        templates = [look.analysis.template for look in looks if look.analysis.template is not None]
        self._rules.expect_one_person(templates)
        keyring = self._keyring()
        hashed = keyring.subject_hash(subject)
        rows = [
            seal(keyring, template, subject, origin=origin, quality=look.measures, now=now)
            for template, look in zip(templates, looks, strict=True)
        ]
        if replace:
            self._gallery.add(rows, actor=actor, now=now, replace=True)
        else:
            self._add(keyring, templates, rows, actor=actor, now=now)
        enrolled = len(self._gallery.all_of(hashed).ids)
        return Enrolment(tuple(rows), max(enrolled, len(rows)), self._duplicates(templates, hashed))

    def _add(
        self,
        keyring: Keyring,
        templates: Sequence[Template],
        rows: Sequence[TemplateRecord],
        *,
        actor: str,
        now: datetime,
    ) -> None:
        """Add to what is enrolled under the name at that very moment, if it is the same person; else nothing."""
        for _ in range(ATTEMPTS):
            found = self._gallery.all_of(rows[0].subject)
            self._expect_same(templates, comparable(keyring, found, self._rules.measure).values())
            try:
                self._gallery.add(rows, actor=actor, now=now, expected=found.ids)
            except MatchError as error:
                if error.code != "gallery_changed":
                    raise
            else:
                return
        raise StoreError(f"expected what is enrolled of a subject to rest; it has changed {ATTEMPTS} times meanwhile")

    def _expect_same(self, templates: Sequence[Template], others: Collection[Template]) -> None:
        """Return if these show whom the others show, or there are no others."""
        if not others:
            return
        for template in templates:
            score = self._rules.score(template, others)
            if not self._rules.is_same(score):
                raise MatchError(
                    f"expected the person who is enrolled under that name; the score is {score:.3f}, "
                    f"below {self._rules.threshold:.3f}",
                    code="not_the_subject",
                )

    def _duplicates(self, templates: Sequence[Template], hashed: str) -> tuple[Person, ...]:
        """Other subjects who look the same, each with the best score of these templates, the most like first.

        To be called after the templates were added: of two who enrol one face under two names at once, the later sees
        the earlier.
        """
        best: dict[str, float] = {}
        for template in templates:
            for person in self._finder.find(template, MOST_DUPLICATES, besides=hashed):
                best[person.subject] = max(person.score, best.get(person.subject, -1.0))
        people = [Person(subject, score) for subject, score in best.items()]
        return tuple(sorted(people, key=lambda person: (-person.score, person.subject))[:MOST_DUPLICATES])
