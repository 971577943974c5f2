"""Sums up what is kept of enrolled subjects."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from facevow.store.records import TemplateRecord
from facevow.store.salvaging import Salvaged


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A subject in the gallery.

    `name` is the subject sealed by the key `sealed_with`, as it stands beside the newest template that can be read,
    `id_of_name`; all three are empty where none can. `count` is of all templates, `unreadable` of those among them with
    a column that holds nothing of its kind. `matchers` made them, in order of their titles; `first` and `last` are when
    the oldest and the newest one was enrolled, None where nobody can tell.
    """

    subject_hash: str
    name: bytes
    sealed_with: str
    id_of_name: str
    count: int
    matchers: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    unreadable: int = 0


def sum_up(subjects: Sequence[str], found: Salvaged) -> list[Enrolled]:
    """What is kept of each of these subjects, in their order; `found` are their templates, the oldest first."""
    readable: defaultdict[str, list[TemplateRecord]] = defaultdict(list)
    for row in found.rows:
        readable[row.subject].append(row)
    unreadable = [broken.subject for broken in found.broken]
    return [_summed_up(subject, readable[subject], unreadable.count(subject)) for subject in subjects]


def _summed_up(subject: str, rows: Sequence[TemplateRecord], unreadable: int) -> Enrolled:
    newest = rows[-1] if rows else None
    return Enrolled(
        subject_hash=subject,
        name=newest.name if newest else b"",
        sealed_with=newest.sealed_with if newest else "",
        id_of_name=newest.id if newest else "",
        count=len(rows) + unreadable,
        matchers=tuple(sorted({row.matcher for row in rows})),
        first=min((row.created for row in rows), default=None),
        last=max((row.created for row in rows), default=None),
        unreadable=unreadable,
    )
