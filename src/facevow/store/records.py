"""The rows of the database: numbers and short words, never an image."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

Count = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is a plain INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Databases without time zones keep it bare; outside it always carries its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401 - as inherited
        """Turn an aware moment into a bare one in UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401
        """Give the bare moment its zone back."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row of any table."""


class Record(Table, kw_only=True):
    """A row of what happened. Its `id` is given by the database; None until then."""

    __abstract__ = True


class InferenceRecord(Record, kw_only=True):
    """What one frame showed, and what was answered.

    `source` is "ws" or "predict"; `confidence` 0..1 is that of the label given; `score` 0..1 rises towards bona fide
    and is None when no face was judged; the box is in pixels of the frame, None without a face; `milliseconds` is the
    time from the receipt of the frame to its answer.
    """

    __tablename__ = "inference_logs"

    id: Mapped[int | None] = mapped_column(Count, primary_key=True, nullable=False, default=None)
    timestamp: Mapped[datetime] = mapped_column(UtcDateTime)
    connection: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(16))
    face_detected: Mapped[bool]
    is_real: Mapped[bool]
    confidence: Mapped[float]
    active_check_passed: Mapped[bool]
    verdict: Mapped[str] = mapped_column(String(16))
    score: Mapped[float | None]
    x: Mapped[int | None]
    y: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    quality: Mapped[list[str]] = mapped_column(JSON)
    model: Mapped[str] = mapped_column(String(100))
    milliseconds: Mapped[float]


class VerdictRecord(Record, kw_only=True):
    """The outcome of one finished check: a connection that was closed, or a single picture.

    `policy` is the title of the policy it was judged under, `evidence` every cue's values by the cue's name. Rows from
    before these two were kept have an empty text and an empty object.
    """

    __tablename__ = "verdicts"

    id: Mapped[int | None] = mapped_column(Count, primary_key=True, nullable=False, default=None)
    connection: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(16))
    started: Mapped[datetime] = mapped_column(UtcDateTime)
    ended: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[str] = mapped_column(String(16))
    score: Mapped[float | None]
    frames: Mapped[int]
    frames_with_face: Mapped[int]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    active_check_passed: Mapped[bool]
    model: Mapped[str] = mapped_column(String(100))
    policy: Mapped[str] = mapped_column(String(100))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)


class Preference(Table, kw_only=True):
    """What an operator chose while the server ran, by name: any JSON value."""

    __tablename__ = "preferences"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON, nullable=False)
