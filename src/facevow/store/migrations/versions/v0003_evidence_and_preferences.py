"""What a verdict rests on, and what the operator chose."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns, filled in the rows that are there already, and a table."""
    op.add_column("verdicts", sa.Column("policy", sa.String(100), nullable=False, server_default=""))
    op.add_column("verdicts", sa.Column("evidence", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "preferences",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    """Drop them; what they held is lost."""
    op.drop_table("preferences")
    op.drop_column("verdicts", "evidence")
    op.drop_column("verdicts", "policy")
