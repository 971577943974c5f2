"""The gallery of enrolled faces, and sessions that compare a person with one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OF_SESSIONS = ("compare", "match")


def upgrade() -> None:
    """Make the tables, and columns that are empty in the sessions that are there already."""
    op.create_table(
        "templates",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", _COUNT, nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("matcher", sa.String(100), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("session", sa.String(32)),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("sealed_with", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_templates_subject", "templates", ["subject"])
    op.create_index("ix_templates_number", "templates", ["number"])
    head = op.create_table(
        "gallery_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("changes", _COUNT, nullable=False),
        sa.Column("removals", _COUNT, nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("cleared", _COUNT, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "changes": 0, "removals": 0, "mark": "", "cleared": 0}])
    op.create_table(
        "session_references",
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("matcher", sa.String(100), nullable=False),
        sa.Column("sealed_with", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.add_column("sessions", sa.Column("compare", sa.String(16)))
    op.add_column("sessions", sa.Column("match", sa.JSON()))


def downgrade() -> None:
    """Drop them; who was enrolled is forgotten."""
    for column in reversed(_OF_SESSIONS):
        op.drop_column("sessions", column)
    op.drop_table("session_references")
    op.drop_table("gallery_head")
    op.drop_table("templates")
