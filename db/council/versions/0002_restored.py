"""The server remembers that an older backup was put back, and where each feed stood then."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table, and one column with its first value."""
    op.create_table(
        "life",
        sa.Column("n", COUNTER, nullable=False),
        sa.Column("feed", ID, nullable=False),
        sa.Column("epoch", ID, nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_life"),
    )
    op.create_index("ix_life_feed", "life", ["feed"])
    first = sa.Column("first_number", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("authority", first)
