"""Advice reports say who is to have a copy."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A column for those whom a report is meant for."""
    op.add_column("advice_report", sa.Column("copies_for", sa.Text()))
