"""Enrols, verifies and identifies: what has to hold before anything is kept or said, and the line of the audit log.

It works without an event loop: the server calls it in threads, Flask and the command line as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from facevow.errors import KeyringError, MatchError, SessionError, TokenError
from facevow.server.gates import ServerFull
from facevow.server.people.comparing import Rules
from facevow.server.people.enrolling import Enroller, Enrolment
from facevow.server.people.finding import Finder
from facevow.server.people.looks import NOT_LIVE, Look
from facevow.server.people.reading import comparable, outdated
from facevow.server.people.roster import Person, Roster
from facevow.server.people.sealing import Origin, opened_reference
from facevow.signing.keyring import Keyring
from facevow.store.audit import Audit
from facevow.store.gallery import Gallery
from facevow.store.records import SessionRecord
from facevow.types import Template

NOT_MATCHED = "not_matched"
UNREADABLE = "expected templates that the keyring opens, but it opens none: nobody can be found"


@dataclass(frozen=True, slots=True)
class Compared:
    """A face held against a subject's `templates`; `reasons` in codes why it is no match, none where it is one."""

    match: bool
    score: float | None
    templates: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Whom of the `searched` templates' subjects a face is like, the most like first; `reasons` as `Compared`."""

    people: tuple[Person, ...]
    searched: int
    reasons: tuple[str, ...]


class Desk:
    """The gallery as its users see it: by subjects and faces. May be used from any thread."""

    def __init__(
        self, gallery: Gallery, audit: Audit, keyring: Callable[[], Keyring], rules: Rules, roster: Roster
    ) -> None:
        self.rules = rules
        self.gallery = gallery
        self.roster = roster
        self._audit = audit
        self._keyring = keyring
        self._finder = Finder(gallery, keyring, rules, roster)
        self._enroller = Enroller(gallery, keyring, rules, self._finder)

    def enrol(  # noqa: PLR0913 - what is asked for, by whom, and when
        self,
        subject: str,
        looks: Sequence[Look],
        *,
        replace: bool,
        live: bool,
        actor: str,
        now: datetime,
        origin: Origin | None = None,
    ) -> Enrolment:
        """Enrol faces of a subject: all of them or none; as `Enroller.enrol`."""
        return self._enroller.enrol(
            subject, looks, replace=replace, live=live, origin=origin or Origin(), actor=actor, now=now
        )

    def references(self, subject_hash: str) -> dict[str, Template]:
        """The templates of a subject that can be compared, by their ids.

        Raises:
            MatchError: code `not_enrolled`; `template_outdated`: none of them is of this matcher and can be opened.
            StoreError: the database cannot be read.
        """
        found = comparable(self._keyring(), self.gallery.all_of(subject_hash), self.rules.measure)
        if not found:
            raise MatchError("expected an enrolled subject; nobody is enrolled under that name", code="not_enrolled")
        return found

    def references_of(self, record: SessionRecord) -> dict[str, Template]:
        """What a session's person is to be compared with; nothing where no comparison was ordered.

        Enrolled templates by their ids; the template that came with a session by the session's.

        Raises:
            MatchError: as `references`, and `template_outdated` for a reference of another matcher.
            SessionError: code `reference_lost`: the reference cannot be opened any more.
            StoreError: the database cannot be read.
        """
        if record.compare is None:
            return {}
        if record.compare == "subject" and record.subject is not None:
            return self.references(record.subject)
        try:
            reference = opened_reference(self._keyring(), record)
        except (KeyringError, TokenError) as error:
            raise SessionError(
                "expected a reference that this server's keyring opens", code="reference_lost"
            ) from error
        if reference is None:
            raise SessionError("expected a session with a reference, it has none", code="reference_lost")
        if reference.matcher != self.rules.title:
            raise outdated(self.rules.title)
        return {record.id: reference}

    def verify(self, subject: str, seen: Look, *, live: bool, actor: str, now: datetime) -> Compared:
        """Hold a face against what is enrolled of a subject; with `live` only a bona fide one matches.

        Raises:
            MatchError: as `references`.
            StoreError: the database cannot be used.
        """
        references = self.references(self._keyring().subject_hash(subject))
        score, reasons = None, list(seen.doubtful)
        if not reasons and seen.analysis.template is not None:
            score = self.rules.score(seen.analysis.template, references.values())
        if live and not seen.live:
            reasons.append(NOT_LIVE)
        if score is not None and not self.rules.is_same(score):
            reasons.append(NOT_MATCHED)
        match = not reasons and self.rules.is_same(score)
        details = {"match": match, "matcher": self.rules.title}
        self._audit.add(at=now, actor=actor, action="subject_verified", target="subject", details=details)
        return Compared(match, score, len(references), () if match else _told(reasons, seen))

    def identify(self, seen: Look, most: int, *, live: bool, actor: str, now: datetime) -> Found:
        """Look for a face among all who are enrolled; with `live` only a bona fide one is looked for.

        Raises:
            MatchError: code `bad_template`.
            ServerFull: code `gallery_unreadable`: people are enrolled, and this keyring opens none of their templates.
            StoreError: the database cannot be used.
        """
        reasons, people = list(seen.doubtful), list[Person]()
        if live and not seen.live:
            reasons.append(NOT_LIVE)
        if not reasons and seen.analysis.template is not None:
            people = self._finder.find(seen.analysis.template, most)
        else:
            self.roster.refresh()
        if self.roster.unreadable and not len(self.roster):
            raise ServerFull(UNREADABLE, code="gallery_unreadable")
        if not reasons and not people:
            reasons.append(NOT_MATCHED)
        details = {"matches": len(people), "matcher": self.rules.title}
        self._audit.add(at=now, actor=actor, action="identified", target="gallery", details=details)
        return Found(tuple(people), len(self.roster), () if people else _told(reasons, seen))


def _told(reasons: list[str], seen: Look) -> tuple[str, ...]:
    """The reasons, and what the picture lacks besides."""
    return tuple(dict.fromkeys((*reasons, *map(str, seen.analysis.quality.codes))))
