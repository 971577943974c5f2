"""Sessions of the API with their images and callbacks, the keys of the API, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("delivered IS NULL AND given_up IS NULL")


def upgrade() -> None:
    """Make the tables, and the indexes by which older tables are trimmed and erased from."""
    _make_sessions()
    _make_images()
    _make_keys()
    _make_outbox()
    _make_audit()
    op.create_index("ix_inference_logs_timestamp", "inference_logs", ["timestamp"])
    op.create_index("ix_inference_logs_connection", "inference_logs", ["connection"])
    op.create_index("ix_verdicts_ended", "verdicts", ["ended"])
    op.create_index("ix_verdicts_connection", "verdicts", ["connection"])


def downgrade() -> None:
    """Drop them; what they held is lost."""
    op.drop_index("ix_verdicts_connection", "verdicts")
    op.drop_index("ix_verdicts_ended", "verdicts")
    op.drop_index("ix_inference_logs_connection", "inference_logs")
    op.drop_index("ix_inference_logs_timestamp", "inference_logs")
    for table in ("audit_head", "audit_log", "outbox", "api_keys", "session_images", "sessions"):
        op.drop_table(table)


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("idempotency", sa.String(255)),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("started", sa.DateTime()),
        sa.Column("ended", sa.DateTime()),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("token_used", sa.DateTime()),
        sa.Column("policy", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64)),
        sa.Column("subject_claim", sa.String(64)),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("callback", sa.Text()),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("verdict", sa.String(16)),
        sa.Column("confidence", sa.Double()),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("transcript", sa.JSON(), nullable=False),
        sa.Column("timings", sa.JSON(), nullable=False),
        sa.Column("policy_title", sa.String(100), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("model_sha256", sa.String(64), nullable=False),
        sa.Column("transcript_sha256", sa.String(64), nullable=False),
        sa.Column("frames_sha256", sa.String(64), nullable=False),
        sa.Column("token", sa.Text()),
        sa.UniqueConstraint("key_id", "idempotency", name="uq_sessions_idempotency"),
    )
    op.create_index("ix_sessions_created", "sessions", ["created", "id"])
    op.create_index("ix_sessions_subject", "sessions", ["subject", "started"])
    op.create_index("ix_sessions_state_expires", "sessions", ["state", "expires"])
    op.create_index("ix_sessions_ended", "sessions", ["ended"])


def _make_images() -> None:
    op.create_table(
        "session_images",
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_with", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_session_images_created", "session_images", ["created"])


def _make_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("last_used", sa.DateTime()),
        sa.Column("revoked", sa.DateTime()),
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("session", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("claimed", sa.DateTime()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_status", sa.Integer()),
        sa.Column("last_error", sa.Text()),
        sa.Column("delivered", sa.DateTime()),
        sa.Column("given_up", sa.DateTime()),
    )
    op.create_index("ix_outbox_session", "outbox", ["session"])
    op.create_index("ix_outbox_created", "outbox", ["created", "id"])
    op.create_index("ix_outbox_waiting", "outbox", ["due"], sqlite_where=_WAITING, postgresql_where=_WAITING)


def _make_audit() -> None:
    op.create_table(
        "audit_log",
        sa.Column("number", _COUNT, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("target", sa.String(128), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", _COUNT, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("first", _COUNT, nullable=False),
        sa.Column("anchor", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "", "first": 1, "anchor": ""}])
