"""What was sent keeps which of its values the server did not make live as they were."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; of what was sent before, nothing is known."""
    op.add_column("sent", sa.Column("aside", sa.Text(), nullable=False, server_default=""))
