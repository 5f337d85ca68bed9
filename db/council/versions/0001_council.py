"""The council server's first tables.

Typed tables for figures (p_<kind>) are not here: they are derived from the declarations and made
again by `stls-server migrate` whenever those change.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
CODE = sa.String(60)
MOMENT = sa.String(32)
SHA = sa.String(64)
EXACT = sa.JSON()
PARTS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "authority",
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", ID, nullable=False),
        sa.Column("projected", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_authority"),
    )
    op.create_table(
        "feed",
        sa.Column("feed", ID, nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("epoch", ID, nullable=False),
        sa.PrimaryKeyConstraint("feed", name="pk_feed"),
    )
    op.create_table(
        "rec",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("feed", ID, nullable=False),
        sa.Column("unit", ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("doc", PARTS, nullable=False),
        sa.Column("ver", PARTS, nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("purged", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rec"),
    )
    op.create_index("ix_rec_unit", "rec", ["unit"])
    op.create_index("uq_rec_feed_seq", "rec", ["feed", "seq"], unique=True)
    op.create_table(
        "gone",
        sa.Column("feed", ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rec", ID, nullable=False),
        sa.Column("unit", ID, nullable=False),
        sa.Column("reason", CODE, nullable=False),
        sa.PrimaryKeyConstraint("feed", "seq", name="pk_gone"),
    )
    op.create_table(
        "chg",
        sa.Column("feed", ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rec", ID, nullable=False),
        sa.Column("op", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("client_at", MOMENT, nullable=False),
        sa.Column("patch", EXACT, nullable=False),
        sa.Column("applied", EXACT, nullable=True),
        sa.Column("before", EXACT, nullable=False),
        sa.Column("hash", SHA, nullable=False),
        sa.PrimaryKeyConstraint("feed", "seq", name="pk_chg"),
    )
    op.create_index("ix_chg_rec_seq", "chg", ["rec", "seq"])
    op.create_table(
        "receipt",
        sa.Column("device", ID, nullable=False),
        sa.Column("op", ID, nullable=False),
        sa.Column("body_sha256", SHA, nullable=False),
        sa.Column("result", EXACT, nullable=False),
        sa.PrimaryKeyConstraint("device", "op", name="pk_receipt"),
    )
    op.create_table(
        "held",
        sa.Column("device", ID, nullable=False),
        sa.Column("op", ID, nullable=False),
        sa.Column("body_sha256", SHA, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.PrimaryKeyConstraint("device", "op", "body_sha256", name="pk_held"),
    )
    op.create_table(
        "blob",
        sa.Column("unit", ID, nullable=False),
        sa.Column("sha256", SHA, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "sha256", name="pk_blob"),
    )
    op.create_table(
        "blob_part",
        sa.Column("unit", ID, nullable=False),
        sa.Column("sha256", SHA, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "sha256", "part", name="pk_blob_part"),
    )
    _people()


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("grants_rev", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_table(
        "grant_",
        sa.Column("account", ID, nullable=False),
        sa.Column("feed", ID, nullable=False),
        sa.Column("unit", ID, nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.PrimaryKeyConstraint("account", "feed", "unit", name="pk_grant_"),
    )
    op.create_table(
        "device",
        sa.Column("id", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("token_sha256", SHA, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("token_sha256", name="uq_device_token_sha256"),
    )
    op.create_index("ix_device_account", "device", ["account"])
    op.create_table(
        "enrolment_code",
        sa.Column("code_sha256", SHA, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code_sha256", name="pk_enrolment_code"),
    )
    op.create_table(
        "audit",
        sa.Column("n", COUNTER, autoincrement=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("outcome", CODE, nullable=False),
        sa.Column("counts", EXACT, nullable=False),
        sa.Column("objects", EXACT, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_audit"),
    )
