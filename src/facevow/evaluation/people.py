"""Who is who in the images that matchers are measured with: people.toml, read by eye and not told by any source."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from facevow.datasets.entry import Entry
from facevow.errors import EvaluationError

_FIELDS: Final = {"source", "sessions", "images", "person", "doubt"}
_NUMBER: Final = re.compile(r"(?:^|/)0*(\d{1,9})\.[A-Za-z0-9]+$")


@dataclass(frozen=True, slots=True)
class Group:
    """Some images of a source.

    `sessions` and `images` (the numbers of the files) are None where all are meant. `person` is "" where nobody can
    say who it is.
    """

    source: str
    sessions: frozenset[str] | None
    images: frozenset[int] | None
    person: str

    def fits(self, entry: Entry) -> bool:
        """Whether an image is of this group."""
        return (
            entry.source == self.source
            and (self.sessions is None or entry.session in self.sessions)
            and (self.images is None or _number(entry.name) in self.images)
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """One image of a person who is known.

    `session` tells recordings apart, across all sources. `listed` says that the image was named one by one, after a
    proposal of an embedding, and not with the whole of its source or session.
    """

    entry: Entry
    person: str
    session: str
    listed: bool


@dataclass(frozen=True, slots=True)
class People:
    """The groups, in the order in which they are tried, and the people who were recorded once only."""

    groups: tuple[Group, ...]
    one_recording: frozenset[str]

    def shown(self, entries: Iterable[Entry]) -> tuple[list[Shown], int]:
        """The bona fide images whose person is known, in the entries' order, and how many others there are."""
        found, unknown = [], 0
        for entry in entries:
            if not entry.bona_fide:
                continue
            group = next((group for group in self.groups if group.fits(entry)), None)
            if group is None or not group.person:
                unknown += 1
                continue
            once = group.person in self.one_recording
            session = group.person if once else f"{entry.source} {entry.session}"
            found.append(Shown(entry, group.person, session, group.images is not None))
        return found, unknown


def packaged_people() -> People:
    """The people of the development data."""
    return parse_people((resources.files("facevow.evaluation") / "people.toml").read_text(encoding="utf-8"))


def read_people(path: Path) -> People:
    """Read people from a file; raises as `parse_people`, also where it cannot be read."""
    try:
        return parse_people(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"expected groups of images and who they show at {path}: {error}") from error


def parse_people(text: str) -> People:
    """Read people from a text such as people.toml.

    Raises:
        EvaluationError: it is no TOML, a field is missing, unknown or of another type, or a group has both a person
            and a doubt, or neither.
    """
    try:
        tables = tomllib.loads(text)
        once = frozenset(_texts(tables.get("one_recording", [])))
        groups = tuple(_group(table) for table in tables["group"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise EvaluationError(f"expected groups of images and who they show: {error!r}") from error
    unknown = once - {group.person for group in groups}
    if unknown or not groups:
        raise EvaluationError(f"expected groups of people, and those of one recording among them; unknown: {unknown}")
    return People(groups, once)


def _group(table: Mapping[str, Any]) -> Group:
    if not set(table) <= _FIELDS or ("person" in table) == ("doubt" in table):
        raise ValueError(f"a group needs a source and either a person or a doubt, found {sorted(table)}")
    (source,) = _texts([table["source"]])
    (person,) = _texts([table.get("person") or table["doubt"]])
    numbers = table.get("images")
    if numbers is not None and not all(type(number) is int for number in numbers):
        raise ValueError("expected numbers of images")
    sessions = frozenset(_texts(table["sessions"])) if "sessions" in table else None
    images = None if numbers is None else frozenset(numbers)
    return Group(source, sessions, images, person if "person" in table else "")


def _texts(values: Iterable[Any]) -> list[str]:
    found = list(values)
    if isinstance(values, str) or not all(isinstance(value, str) and value for value in found):
        raise ValueError(f"expected texts, found {found}")
    return found


def _number(name: str) -> int | None:
    found = _NUMBER.search(name)
    return int(found[1]) if found else None
