"""A gallery in a database of its own, with people who differ by one byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from facevow.matching.brute import BruteIndex
from facevow.matching.matcher import Index
from facevow.server.people.comparing import Rules
from facevow.server.people.desk import Desk
from facevow.server.people.roster import Roster
from facevow.server.people.sealing import Origin, seal
from facevow.signing.keyring import Keyring, new_keyring
from facevow.store.audit import Audit
from facevow.store.database import Database
from facevow.store.gallery import Gallery
from facevow.store.records import TemplateRecord
from facevow.types import Template
from tests.server.analysers import ColourMeasure

NOW = datetime(2026, 5, 17, 12, 30, tzinfo=UTC)
MEASURE = ColourMeasure()
RULES = Rules(MEASURE, MEASURE.threshold("0.001"))


def template(person: int, matcher: str = MEASURE.title) -> Template:
    """The face of a person: 0.9 like itself, 0.1 like others."""
    return Template(matcher, bytes([person]))


@dataclass
class Place:
    """A database with a gallery, and the secrets that its rows are sealed with."""

    database: Database
    keyring: Keyring = field(default_factory=lambda: new_keyring(NOW))

    @property
    def gallery(self) -> Gallery:
        """The gallery as one server has it; another server has another."""
        return Gallery(self.database)

    def roster(self, index: Index | None = None) -> Roster:
        """The memory of one server."""
        return Roster(
            self.gallery, lambda: self.keyring, MEASURE.title, BruteIndex(MEASURE) if index is None else index
        )

    def desk(self, index: Index | None = None) -> Desk:
        """One server's desk."""
        return Desk(self.gallery, Audit(self.database), lambda: self.keyring, RULES, self.roster(index))

    def enrol(self, subject: str, *people: int, matcher: str = MEASURE.title) -> list[TemplateRecord]:
        """Enrol faces without asking whose they are."""
        rows = [
            seal(self.keyring, template(person, matcher), subject, origin=Origin(), quality={}, now=NOW)
            for person in people
        ]
        self.gallery.add(rows, actor="test", now=NOW)
        return rows

    def erase(self, subject: str) -> None:
        """Erase all that is enrolled of a subject."""
        assert self.gallery.erase(self.keyring.subject_hash(subject), actor="test", now=NOW) is not None

    def change(self, row: TemplateRecord, **values: object) -> None:
        """Tamper with columns of a row, as somebody with the database in their hands could."""
        with self.database.write() as orm:
            found = orm.get_one(TemplateRecord, row.id)
            for name, value in values.items():
                setattr(found, name, value)


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """A gallery for the length of a block."""
    database = Database(f"sqlite:///{folder / 'gallery.db'}")
    try:
        yield Place(database)
    finally:
        database.close()
