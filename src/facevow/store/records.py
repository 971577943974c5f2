"""The rows of the database. No image is among them but sealed ones, where the settings say so."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from facevow.store.columns import Count, Record, Table, UtcDateTime
from facevow.store.references import ReferenceRecord


class InferenceRecord(Record, kw_only=True):
    """What one frame showed, and what was answered.

    `source` is "ws", "predict", or "v1" with a session's id as `connection`; `confidence` 0..1 is that of the label
    given; `score` 0..1 rises towards bona fide and is None when no face was judged; the box is in pixels of the frame,
    None without a face; `milliseconds` is the time from the receipt of the frame to its answer.
    """

    __tablename__ = "inference_logs"
    __table_args__ = (
        Index("ix_inference_logs_timestamp", "timestamp"),
        Index("ix_inference_logs_connection", "connection"),
    )

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
    __table_args__ = (Index("ix_verdicts_ended", "ended"), Index("ix_verdicts_connection", "connection"))

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


class SessionState(StrEnum):
    """Where a session of the API stands. The first two become one of the others; those never change."""

    CREATED = "CREATED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    EXPIRED = "EXPIRED"
    ABORTED = "ABORTED"


OPEN_STATES: Final = (SessionState.CREATED, SessionState.IN_PROGRESS)

_WAITING: Final = text("delivered IS NULL AND given_up IS NULL")


class SessionRecord(Table, kw_only=True):
    """One person's check as an application ordered it.

    `key_id` names the API key that made it ("" on a server without keys) and `idempotency` the caller's own key, if it
    gave one, with `request_sha256` of what it asked for. `expires` is when it ends by itself: by then it must have been
    begun while it is CREATED, and be over while it is IN_PROGRESS. `token_sha256` is of the client's token, which is
    never kept itself; `token_used` is when it was. `subject` is a keyed hash (`signing.keyring.Keyring.subject_hash`).
    `wish` is what was asked for: excluded acts, whether the person may exclude more, what the browser is told, images;
    and, once the stream has ended, `excluded` in it: the acts that were not to be asked for in effect.
    `metadata_` is the application's own. `compare` says whom the person is compared with: "reference", the template
    that came with the order (`reference`, which goes when the session ends), "subject", those enrolled for `subject`,
    or nobody. The rest is known at the end; `verdict` only of a COMPLETED session, `ended_by` says why another one
    ended, `match` what the comparison came to. `token` is the signed verdict.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("key_id", "idempotency", name="uq_sessions_idempotency"),
        Index("ix_sessions_created", "created", "id"),
        Index("ix_sessions_subject", "subject", "started"),
        Index("ix_sessions_state_expires", "state", "expires"),
        Index("ix_sessions_ended", "ended"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(32))
    idempotency: Mapped[str | None] = mapped_column(String(255), default=None)
    request_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=SessionState.CREATED)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    expires: Mapped[datetime] = mapped_column(UtcDateTime)
    started: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    token_sha256: Mapped[str] = mapped_column(String(64))
    token_used: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    policy: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(64), default=None)
    subject_claim: Mapped[str | None] = mapped_column(String(64), default=None)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata", JSON, default_factory=dict)
    callback: Mapped[str | None] = mapped_column(Text, default=None)
    compare: Mapped[str | None] = mapped_column(String(16), default=None)
    reference: Mapped[ReferenceRecord | None] = relationship(
        primaryjoin=lambda: SessionRecord.id == foreign(ReferenceRecord.session),
        cascade="all, delete-orphan",
        lazy="selectin",  # a join could not be locked
        default=None,
        repr=False,
    )
    ended_by: Mapped[str | None] = mapped_column(String(64), default=None)
    verdict: Mapped[str | None] = mapped_column(String(16), default=None)
    confidence: Mapped[float | None] = mapped_column(default=None)
    reasons: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    transcript: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    timings: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    policy_title: Mapped[str] = mapped_column(String(100), default="")
    model: Mapped[str] = mapped_column(String(100), default="")
    model_sha256: Mapped[str] = mapped_column(String(64), default="")
    transcript_sha256: Mapped[str] = mapped_column(String(64), default="")
    frames_sha256: Mapped[str] = mapped_column(String(64), default="")
    match: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    token: Mapped[str | None] = mapped_column(Text, default=None)

    def __post_init__(self) -> None:
        """Have a row made just now know that it has no reference, and not ask the database once it is kept there."""
        self.reference = self.reference


class ImageRecord(Table, kw_only=True):
    """An image that a session keeps, sealed: `content` cannot be read without the key `sealed_with` of the keyring.

    `name` is "reference" or "audit-1" to "audit-4"; `sha256` and `size` are of the JPEG; `at` is seconds of the stream.
    """

    __tablename__ = "session_images"
    __table_args__ = (Index("ix_session_images_created", "created"),)

    session: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[float]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    sealed_with: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class TemplateRecord(Table, kw_only=True):
    """A face of an enrolled subject. No image is kept.

    `subject` is the keyed hash as in `SessionRecord`; `name` is the subject itself, sealed, so that an identification
    can say who it is, and `content` the template, sealed too, both by the key `sealed_with` of the keyring. `number` is
    the value of the gallery's counter when it was enrolled. `matcher` made the template and alone can read it. `source`
    is "image" or "session", `session` the id of the latter while it is kept; `quality` what was measured of the face.
    """

    __tablename__ = "templates"
    __table_args__ = (Index("ix_templates_subject", "subject"), Index("ix_templates_number", "number"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(Count, default=0)
    subject: Mapped[str] = mapped_column(String(64))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    matcher: Mapped[str] = mapped_column(String(100))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(16))
    session: Mapped[str | None] = mapped_column(String(32), default=None)
    quality: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    sealed_with: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class GalleryHead(Table, kw_only=True):
    """How often the gallery was changed, and how often something was removed; one row.

    By these a server sees that its memory of the gallery is old. `mark` is drawn anew with each change. `cleared` is
    how many of the removals have left the table's file, too, where somebody has to see to it (PostgreSQL).
    """

    __tablename__ = "gallery_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    changes: Mapped[int] = mapped_column(Count, default=0)
    removals: Mapped[int] = mapped_column(Count, default=0)
    mark: Mapped[str] = mapped_column(String(16), default="")
    cleared: Mapped[int] = mapped_column(Count, default=0)


class ApiKeyRecord(Table, kw_only=True):
    """A key of the API. Its secret is not kept, only the SHA-256 of it: 256 random bits are not to be guessed."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    secret_sha256: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    revoked: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class OutboxRecord(Table, kw_only=True):
    """A callback to deliver, written with the end of its session in one transaction: neither is without the other.

    `id` ("evt_...") names the event to the receiver, who may get it more than once. `body` is the exact text to sign
    and send. `due` is when to try (again); `claimed` until when a server is at it; `delivered` or `given_up` end it.
    `attempts` are those since it was made, or last sent again by hand.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_session", "session"),
        Index("ix_outbox_created", "created", "id"),
        Index("ix_outbox_waiting", "due", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session: Mapped[str] = mapped_column(String(32))
    key_id: Mapped[str] = mapped_column(String(32))
    url: Mapped[str] = mapped_column(Text)
    event: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    last_status: Mapped[int | None] = mapped_column(default=None)
    last_error: Mapped[str | None] = mapped_column(Text, default=None)
    delivered: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    given_up: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class AuditRecord(Table, kw_only=True):
    """One line of the audit log. `hash` covers all other columns and `previous`, the hash of the line before."""

    __tablename__ = "audit_log"

    number: Mapped[int] = mapped_column(Count, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(128))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Table, kw_only=True):
    """The end of the audit log, and where it begins since old lines were removed. One row, which serialises writers."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int] = mapped_column(Count, default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")
    first: Mapped[int] = mapped_column(Count, default=1)
    anchor: Mapped[str] = mapped_column(String(64), default="")
