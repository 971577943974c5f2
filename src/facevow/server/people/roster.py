"""All enrolled templates that can be compared, in memory and in step with the database.

Other servers enrol and erase as well. So before each search the gallery's counts are asked for: where they have moved,
what is new is loaded and what has gone is let go. And whoever a search comes to is looked up once more before anybody
is told: one who was erased a moment ago is not found. A server's housekeeping does the same all the time, so that
whoever is erased leaves its memory even where nobody searches.

After a removal, wherever it was made, all ids are read once, since only so it is known which have gone: some tenths
of a second for 100,000 templates, and searches wait meanwhile.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from facevow.errors import KeyringError, MatchError, TokenError
from facevow.log import get_logger
from facevow.matching.matcher import Hit, Index, Large
from facevow.server.people.sealing import name_of, opened
from facevow.signing.keyring import Keyring
from facevow.signing.keys import DataKey
from facevow.store.gallery import MOST, Gallery, State
from facevow.store.records import TemplateRecord
from facevow.types import Template

LOADED_AT_ONCE: Final = 1000
"""Templates read in one query."""

ATTEMPTS: Final = 3
"""How often a search is repeated because somebody whom it came to was erased meanwhile."""


@dataclass(frozen=True, slots=True)
class Person:
    """An enrolled subject, and the best score of its templates."""

    subject: str
    score: float


class Roster:
    """Searches all templates of one matcher. May be used from any thread.

    Templates of another matcher are not loaded. One that cannot be opened or read is named in the log, counted, and
    passed over: it must not keep anybody else from being found. It is tried again when the keyring has other keys.
    """

    def __init__(self, gallery: Gallery, keyring: Callable[[], Keyring], title: str, index: Index) -> None:
        """Search the templates that the matcher `title` has made by means of this empty index."""
        self._gallery = gallery
        self._keyring = keyring
        self._title = title
        self._index = index
        self._lock = threading.Lock()
        self._at = State(0, 0, 0)
        self._keys: tuple[DataKey, ...] = ()  # those that were tried on what could not be opened
        self._kept: set[str] = set()
        self._unusable: dict[str, str] = {}  # by template, why: another matcher's title, or nothing
        self._warned = False
        self._log = get_logger("people")

    def __len__(self) -> int:
        """How many templates were searched last."""
        return len(self._index)

    @property
    def outdated(self) -> int:
        """How many templates were of other matchers when it was last looked."""
        return sum(map(bool, tuple(self._unusable.values())))

    @property
    def unreadable(self) -> int:
        """How many could not be opened or read then."""
        return len(self._unusable) - self.outdated

    def search(self, template: Template, most: int, *, besides: str | None = None) -> list[Person]:
        """At most `most` subjects, the most like first, each with its best template's score.

        Args:
            template: the face to look for.
            most: how many subjects.
            besides: the hash of a subject to leave out.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
            StoreError: the database cannot be read.
        """
        templates = (most + (besides is not None)) * MOST  # so many that one subject's cannot hide another's
        for _ in range(ATTEMPTS):
            self.refresh()
            hits = self._index.search(template, templates)
            rows = self._gallery.rows([hit.key for hit in hits])
            if len(rows) == len(hits):
                break
        return self._people(hits, rows, most, besides)

    def refresh(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Bring the templates in memory into step with the database and with the keyring.

        Args:
            go_on: asked between pieces of a gallery that is loaded; once it says no, the rest is left to the next time.

        Raises:
            StoreError: the database cannot be read; what is in memory stays as it was, or is in between.
        """
        if _same(self._gallery.state(), self._at) and self._keyring().data == self._keys:
            return
        with self._lock:
            state = self._gallery.state()  # before the rest is read: what comes in between is seen the next time
            keyring = self._keyring()
            follows = _follows(self._at, state)
            if state.removals != self._at.removals or not follows:
                self._let_go(self._gallery.ids())
            if keyring.data != self._keys:
                self._try_again(keyring)
            if not self._load(keyring, self._at.changes if follows else 0, go_on):
                return
            self._at = state
            self._warn_if_large(self._index.large)

    def _let_go(self, present: set[str]) -> None:
        for name in self._kept - present:
            self._index.remove(name)
        self._kept &= present
        self._unusable = {name: why for name, why in self._unusable.items() if name in present}

    def _try_again(self, keyring: Keyring) -> None:
        """Whatever could not be opened by the keys that this server had so far."""
        unreadable = [name for name, why in self._unusable.items() if not why]
        for row in self._gallery.rows(unreadable).values():
            self._take(keyring, row)
        self._keys = keyring.data

    def _load(self, keyring: Keyring, number: int, go_on: Callable[[], bool]) -> bool:
        """Take what has a higher number; False where it was told to stop before the end."""
        while rows := self._gallery.since(number, LOADED_AT_ONCE):
            for row in rows:
                self._take(keyring, row)
            number = rows[-1].number
            if not go_on():
                return False
        return True

    def _take(self, keyring: Keyring, row: TemplateRecord) -> None:
        if row.id in self._kept:  # a row never changes under its id
            return
        if row.matcher != self._title:
            self._unusable[row.id] = row.matcher
            return
        try:
            self._index.add(row.id, opened(keyring, row))
        except (KeyringError, TokenError, MatchError) as error:
            self._unusable[row.id] = ""
            self._log.error("template_not_opened", template=row.id, code=error.code, error=str(error))
        else:
            self._kept.add(row.id)
            self._unusable.pop(row.id, None)

    def _warn_if_large(self, large: Large | None) -> None:
        if large is not None and len(self._index) > large.templates and not self._warned:
            self._warned = True
            self._log.warning("gallery_is_large", templates=len(self._index), setting=large.setting)

    def _people(self, hits: list[Hit], rows: dict[str, TemplateRecord], most: int, besides: str | None) -> list[Person]:
        """By subject; whoever is not there any more, or whose name cannot be opened, is not told."""
        keyring, found, seen = self._keyring(), list[Person](), {besides}
        for hit in hits:
            row = rows.get(hit.key)
            if row is None or row.subject in seen:
                continue
            seen.add(row.subject)
            subject = name_of(keyring, row)
            if subject is not None:
                found.append(Person(subject, hit.score))
        return found[:most]


def _same(one: State, other: State) -> bool:
    return one == other and one.mark == other.mark


def _follows(before: State, now: State) -> bool:
    """Whether what was seen before can have become this: not where a copy of the database from earlier was put back."""
    changes, removals = now.changes - before.changes, now.removals - before.removals
    return changes >= removals >= 0 and (changes > 0 or _same(now, before))
