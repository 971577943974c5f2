"""Sessions counted over time. The database counts; what is held here grows with the figures, not with the sessions."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, Text, cast, extract, func, literal_column, select
from sqlalchemy.orm import Session

from facevow.store.database import Database
from facevow.store.records import SessionRecord

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

ROWS: Final = 1000
"""Rows that are fetched at once."""

SHARES: Final = (0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: sessions made from `begin` on and before `end`, in steps of so many `seconds`, of one `policy`.

    `begin` is a whole number of steps after 1970 began; None of a policy is all of them.
    """

    begin: datetime
    end: datetime
    seconds: int
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The median and the 95th percentile, by nearest rank: the least value that half, or 95 %, do not exceed."""

    p50: float
    p95: float


@dataclass(slots=True)
class Tally:
    """How many sessions there were, and how many of each kind.

    `milliseconds`: each session has a median and a 95th percentile of the times from a frame's arrival to its answer;
    these are the median of the medians, and the 95th percentile of the 95th percentiles. `seconds` is of how long
    sessions were streamed.
    """

    sessions: int = 0
    states: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    ended_by: Counter[str] = field(default_factory=Counter)
    policies: Counter[str] = field(default_factory=Counter)
    milliseconds: Percentiles | None = None
    seconds: Percentiles | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """All sessions of a span, and those of each step in which there were any, by the step's beginning."""

    totals: Tally
    steps: Mapping[datetime, Tally]


def count_sessions(database: Database, span: Span) -> Counted:
    """Count the sessions of a span, all as of one moment.

    Raises:
        StoreError: the database cannot be read.
    """
    totals, steps = Tally(), dict[datetime, Tally]()
    with database.read() as orm:
        for row in orm.execute(_groups(span), execution_options={"yield_per": ROWS}):
            for tally in (totals, steps.setdefault(_moment(row.step), Tally())):
                _add(tally, row)
        _measure(orm, span, totals, steps)
    return Counted(totals, steps)


def _step(span: Span) -> ColumnElement[int]:
    """In which step a session was made: the seconds from the epoch to where that begins.

    PostgreSQL counts with the fraction, which the remainder takes away with it; SQLite has whole seconds.
    """
    made, step = extract("epoch", SessionRecord.created), literal_column(str(span.seconds), Integer)
    return (made - made % step).label("step")


def _within(query: "Select[*tuple[Any, ...]]", span: Span) -> "Select[*tuple[Any, ...]]":
    query = query.where(SessionRecord.created >= span.begin, SessionRecord.created < span.end)
    return query if span.policy is None else query.where(SessionRecord.policy == span.policy)


def _groups(span: Span) -> "Select[*tuple[Any, ...]]":
    """How many sessions of a step are alike in all that is counted."""
    row = SessionRecord
    alike = (_step(span), row.state, row.verdict, row.ended_by, row.policy, cast(row.reasons, Text).label("why"))
    return _within(select(*alike, func.count().label("sessions")), span).group_by(*alike)


def _add(tally: Tally, row: Any) -> None:  # noqa: ANN401 - a row of `_groups`
    tally.sessions += row.sessions
    for counter, name in (
        (tally.states, row.state),
        (tally.verdicts, row.verdict),
        (tally.ended_by, row.ended_by),
        (tally.policies, row.policy),
        *((tally.reasons, reason) for reason in dict.fromkeys(json.loads(row.why))),
    ):
        if name is not None:
            counter[name] += row.sessions


class _Figures:
    """The figures of some sessions, told apart to a tenth: there are so many of those, however many the sessions."""

    def __init__(self) -> None:
        self.medians = Counter[float]()
        self.tails = Counter[float]()
        self.lengths = Counter[float]()

    def add(self, median: float | None, tail: float | None, length: float | None) -> None:
        """Take those of one session; what it has not does not count."""
        for counts, value in ((self.medians, median), (self.tails, tail), (self.lengths, length)):
            if value is not None:
                counts[round(value, 1)] += 1

    def update(self, other: "_Figures") -> None:
        """Take those of others, too."""
        self.medians.update(other.medians)
        self.tails.update(other.tails)
        self.lengths.update(other.lengths)

    def tell(self, tally: Tally) -> None:
        """Write the percentiles into a tally."""
        if self.medians and self.tails:
            tally.milliseconds = Percentiles(percentiles(self.medians).p50, percentiles(self.tails).p95)
        tally.seconds = percentiles(self.lengths) if self.lengths else None


def _measure(orm: Session, span: Span, totals: Tally, steps: Mapping[datetime, Tally]) -> None:
    """Write into the tallies what their sessions' timings say. They come in order: one step's are held at a time."""
    timings, all_of_them = SessionRecord.timings, _Figures()
    paths = (("milliseconds", "p50"), ("milliseconds", "p95"), ("seconds",))
    query = _within(select(_step(span), *(timings[path].as_float() for path in paths)), span)
    rows = orm.execute(query.order_by(SessionRecord.created), execution_options={"yield_per": ROWS})
    for step, of in groupby(rows, key=itemgetter(0)):
        figures = _Figures()
        for _, *values in of:
            figures.add(*values)
        figures.tell(steps[_moment(step)])
        all_of_them.update(figures)
    all_of_them.tell(totals)


def percentiles(counts: Counter[float]) -> Percentiles:
    """Those of values that came so many times; there is at least one."""
    half, most = (_ranked(counts, share) for share in SHARES)
    return Percentiles(half, most)


def _ranked(counts: Counter[float], share: float) -> float:
    """The least value that `share` of all do not exceed."""
    below, needed = 0, share * counts.total()
    for value in sorted(counts):
        below += counts[value]
        if below >= needed:
            return value
    raise ValueError("expected a value")


def _moment(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=int(seconds))
