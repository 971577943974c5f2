"""The gallery: templates of enrolled faces, sealed. Every change is one transaction, its audit line within.

What is sealed is neither opened nor understood here: a template that no key opens any more is handed out like any
other, and whoever opens it finds out. One with a column that holds nothing of its kind is left out, and named in the
log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from facevow.errors import InputError, MatchError, SessionError, StoreError
from facevow.log import get_logger
from facevow.store.audit import append, hold
from facevow.store.counting import count_change, head_of
from facevow.store.database import Database
from facevow.store.enrolled import Enrolled, sum_up
from facevow.store.erasing import Erased, remove_templates
from facevow.store.fitting import expect_fit, is_text
from facevow.store.records import OPEN_STATES, SessionRecord, TemplateRecord
from facevow.store.salvaging import Salvaged, salvage

MOST: Final = 10
"""Templates of one subject unless told otherwise: two enrolments of five images each."""

CHUNK: Final = 500
"""Ids asked for at once; SQLite takes 999 values in its oldest builds."""


@dataclass(frozen=True, slots=True)
class State:
    """How the gallery stands: how often it was changed, how often something was removed, how many templates it holds.

    Equal `mark`s mean an equal gallery, and where `removals` are equal, all that is new has a number above the old
    `changes`: unless a copy from earlier was put back, which shows where numbers are lower, or equal with another mark.
    """

    changes: int
    removals: int
    count: int
    mark: str = field(default="", compare=False)


class Gallery:
    """The enrolled faces in a database, shared by every server that works with it. May be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted = ("", 0)  # the mark of a change, and how many templates there are after it
        self._told: set[str] = set()
        self._log = get_logger("store")

    def add(  # noqa: PLR0913 - what, by whom, when, and what has to hold for it
        self,
        rows: Sequence[TemplateRecord],
        *,
        actor: str,
        now: datetime,
        replace: bool = False,
        expected: frozenset[str] | None = None,
        most: int = MOST,
    ) -> int:
        """Enrol a subject: all of these templates or none; their `number` is set, and returned.

        The same templates may be tried again: after a commit whose answer was lost they are found written.

        Args:
            rows: one template or more, all of one subject.
            actor: as the audit log names whoever asked; the line says how many, and never whose.
            now: when, with its zone.
            replace: remove the subject's old templates in the same transaction.
            expected: the ids of all templates that the subject has (`all_of`), where whether these may be added hangs
                on those; None where it does not.
            most: how many templates a subject may have.

        Raises:
            MatchError: code `gallery_full`: they would be more than `most`; `gallery_changed`: the subject has not the
                templates that were expected.
            SessionError: code `session_unknown`: the session that one comes from is not there any more.
            StoreError: code `bad_record` where a value does not fit, or they are none or of several subjects; otherwise
                they may or may not be kept.
        """
        subject = _subject_of(rows)
        for row in rows:
            expect_fit(row)
        which = TemplateRecord.subject == subject
        with self._database.write() as orm:
            hold(orm)
            written = _written(orm, rows)
            if written is not None:
                return written
            _expect_sessions(orm, rows)
            if expected is not None:
                _expect_ids(orm, which, expected)
            replaced = remove_templates(orm, which) if replace else 0
            present = orm.scalar(select(func.count()).select_from(TemplateRecord).where(which)) or 0
            if present + len(rows) > most:
                raise MatchError(
                    f"expected at most {most} templates of a subject, got {len(rows)} more than {present}",
                    code="gallery_full",
                )
            number = count_change(orm, removal=False)
            for row in rows:
                row.number = number
            orm.add_all(rows)
            details = {"templates": len(rows), "replaced": replaced}
            append(orm, at=now, actor=actor, action="subject_enrolled", target="subject", details=details)
        if replaced:
            self._database.forget()
        return number

    def erase(self, subject_hash: str, *, actor: str, now: datetime, template: str | None = None) -> Erased | None:
        """Remove a subject's templates, or one of them, and nothing else that is kept; None if there was nothing.

        Raises:
            StoreError: the database cannot be written.
        """
        if not is_text(subject_hash) or (template is not None and not is_text(template)):
            return None
        this = true() if template is None else TemplateRecord.id == template
        which = and_(TemplateRecord.subject == subject_hash, this)
        with self._database.write() as orm:
            hold(orm)
            count = remove_templates(orm, which)
            if not count:
                return None
            details = {"templates": count}
            line = append(orm, at=now, actor=actor, action="templates_erased", target="subject", details=details)
        self._database.forget()
        return Erased(0, 0, 0, 0, audit_number=line.number, audit_hash=line.hash, templates=count)

    def of_subject(self, subject_hash: str) -> list[TemplateRecord]:
        """A subject's templates, the oldest first; of all matchers.

        Raises:
            StoreError: the database cannot be read.
        """
        return self.all_of(subject_hash).rows

    def all_of(self, subject_hash: str) -> Salvaged:
        """A subject's templates, those that somebody has broken among them; as `of_subject`."""
        if not is_text(subject_hash):
            return Salvaged([], [])
        with self._database.read() as orm:
            found = salvage(orm, TemplateRecord.subject == subject_hash)
        self._sound(found)
        return found

    def compared_in(self, subject_hash: str) -> list[str]:
        """The ids of open sessions whose person is to be compared with what is enrolled of a subject; as `ids`."""
        query = select(SessionRecord.id).where(
            SessionRecord.subject == subject_hash,
            SessionRecord.compare == "subject",
            SessionRecord.state.in_(OPEN_STATES),
        )
        with self._database.read() as orm:
            return list(orm.scalars(query))

    def get(self, template: str) -> TemplateRecord | None:
        """One template, None if it is not there or cannot be read; as `of_subject`."""
        return self.rows([template]).get(template)

    def rows(self, ids: Iterable[str]) -> dict[str, TemplateRecord]:
        """Those of these templates that are there at this moment, by their ids; as `of_subject`."""
        wanted = list({one for one in ids if is_text(one)})
        found: list[TemplateRecord] = []
        with self._database.read() as orm:
            for start in range(0, len(wanted), CHUNK):
                chunk = wanted[start : start + CHUNK]
                found += self._sound(salvage(orm, TemplateRecord.id.in_(chunk)))
        return {row.id: row for row in found}

    def page(
        self, limit: int, after: str | None = None, matcher: str | None = None
    ) -> tuple[list[Enrolled], str | None]:
        """At most `limit` subjects in the order of their hashes, and the cursor of the next page, None at the end.

        Who is enrolled or erased meanwhile moves none of the others. With `matcher` only its templates count.

        Raises:
            InputError: code `bad_cursor`.
            StoreError: the database cannot be read.
        """
        if matcher is not None and not is_text(matcher):
            return [], None
        which: ColumnElement[bool] = true() if matcher is None else TemplateRecord.matcher == matcher
        query = select(TemplateRecord.subject).where(which).distinct().order_by(TemplateRecord.subject)
        if after is not None:
            query = query.where(TemplateRecord.subject > _expect_cursor(after))
        with self._database.read() as orm:
            subjects = orm.scalars(query.limit(limit + 1)).all()
            shown = subjects[:limit]
            found = salvage(orm, and_(which, TemplateRecord.subject.in_(shown)))
        self._sound(found)
        return sum_up(shown, found), (shown[-1] if len(subjects) > limit else None)

    def state(self) -> State:
        """How the gallery stands. Cheap while nothing changes: templates are counted once after each change.

        Raises:
            StoreError: the database cannot be read, or the gallery's head is gone.
        """
        with self._database.read() as orm:
            head = head_of(orm)
            mark, count = self._counted
            if mark != head.mark or not mark:  # of a backup that was put back the numbers may be the same again
                count = orm.scalar(select(func.count()).select_from(TemplateRecord)) or 0
                self._counted = (head.mark, count)
            return State(head.changes, head.removals, count, head.mark)

    def since(self, number: int, limit: int) -> list[TemplateRecord]:
        """Templates with a number above this one, in order: at most `limit`, and the rest of the last one's enrolment.

        So whoever goes on from the last one's number misses none. Empty only at the end.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            while True:
                found = salvage(orm, TemplateRecord.number > number, limit)
                rows = self._sound(found)
                last = max([row.number for row in rows] + [broken.number for broken in found.broken], default=number)
                if len(rows) + len(found.broken) < limit or last <= number:
                    return rows
                rows = [row for row in rows if row.number < last]
                rows += self._sound(salvage(orm, TemplateRecord.number == last))
                if rows:
                    return rows
                number = last

    def ids(self) -> set[str]:
        """The ids of all templates, without their content.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.read() as orm:
            return set(orm.scalars(select(TemplateRecord.id)))

    def matchers(self) -> dict[str, int]:
        """How many templates each matcher has made; as `ids`."""
        query = select(TemplateRecord.matcher, func.count()).group_by(TemplateRecord.matcher)
        with self._database.read() as orm:
            return dict(orm.execute(query).all())

    def subjects(self) -> int:
        """How many subjects are enrolled; as `ids`."""
        with self._database.read() as orm:
            return orm.scalar(select(func.count(TemplateRecord.subject.distinct()))) or 0

    def _sound(self, found: Salvaged) -> list[TemplateRecord]:
        """The rows that can be read; each of the others is named in the log once by each process."""
        for broken in found.broken:
            if broken.id not in self._told:
                self._told.add(broken.id)
                self._log.error("template_unreadable", template=broken.id)
        return found.rows


def _subject_of(rows: Sequence[TemplateRecord]) -> str:
    subjects = {row.subject for row in rows}
    if len(subjects) != 1:
        raise StoreError(f"expected templates of one subject, got {len(subjects)} subjects", code="bad_record")
    return subjects.pop()


def _expect_sessions(orm: Session, rows: Sequence[TemplateRecord]) -> None:
    """Return if all sessions are there that these come from: one that was erased must not be named again."""
    for session in {row.session for row in rows} - {None}:
        if orm.scalar(select(SessionRecord.id).where(SessionRecord.id == session)) is None:
            raise SessionError(f"expected a session to enrol from, there is none named {session}")


def _expect_ids(orm: Session, which: ColumnElement[bool], expected: frozenset[str]) -> None:
    """Return if the templates are exactly these."""
    if {str(one) for one in orm.scalars(select(TemplateRecord.id).where(which))} != expected:
        raise MatchError("expected the templates that were compared with, they have changed", code="gallery_changed")


def _written(orm: Session, rows: Sequence[TemplateRecord]) -> int | None:
    """The number under which these very templates are there already, None if they are not."""
    for row in rows:
        old = orm.scalar(select(TemplateRecord).where(TemplateRecord.id == row.id))
        if old is None or (old.subject, old.sealed_with, old.content) != (row.subject, row.sealed_with, row.content):
            return None
        row.number = old.number
    return rows[0].number


def _expect_cursor(text: str) -> str:
    if not is_text(text) or len(text) > 64 or not text:
        raise InputError("expected a cursor as the page before gave it", code="bad_cursor")
    return text
