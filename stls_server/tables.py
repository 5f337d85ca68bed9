"""The server's own tables, the same on SQLite and PostgreSQL. Alembic's `db/council` spells them.

Records are JSON here; the typed tables for figures (`p_<kind>`) are derived in `projection.py`.
Ids and times are text. `json` keeps the exact text that was hashed, `jsonb` is for what is read
by its parts.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Bytewise order: faster than a language's, and the same on every machine.
ID_LENGTH: Final = 36
Id: Final = sa.String(ID_LENGTH).with_variant(sa.String(ID_LENGTH, collation="C"), "postgresql")
Code: Final = sa.String(60)
Moment: Final = sa.String(32)
Sha: Final = sa.String(64)
Exact: Final = sa.JSON(none_as_null=True)
Parts: Final = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
Number: Final = sa.BigInteger()
# SQLite counts rows by itself only in a column that is exactly INTEGER.
Counter: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

authority: Final = sa.Table(
    "authority",
    metadata,
    sa.Column("code", Code, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("epoch", Id, nullable=False),  # changes when an older backup is put back
    sa.Column("first_number", Number, nullable=False, default=0),  # a new feed begins above it
    sa.Column("projected", sa.Text, nullable=False, default=""),  # shape of the p_ tables
)

feed: Final = sa.Table(
    "feed",
    metadata,
    sa.Column("feed", Id, primary_key=True),
    sa.Column("head", Number, nullable=False),
    sa.Column("epoch", Id, nullable=False),
)

life: Final = sa.Table(  # a feed's earlier epochs: where each ended when a backup was put back
    "life",
    metadata,
    sa.Column("n", Counter, primary_key=True),
    sa.Column("feed", Id, nullable=False, index=True),
    sa.Column("epoch", Id, nullable=False),
    sa.Column("head", Number, nullable=False),
    sa.Column("ended_at", Moment, nullable=False),
)

rec: Final = sa.Table(
    "rec",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", Code, nullable=False),
    sa.Column("feed", Id, nullable=False),
    sa.Column("unit", Id, nullable=False, index=True),
    sa.Column("seq", Number, nullable=False),
    sa.Column("doc", Parts, nullable=False),  # flat: {path: value}
    sa.Column("ver", Parts, nullable=False),  # {slot: number}
    sa.Column("created_by", Id, nullable=False),
    sa.Column("purged", sa.Boolean, nullable=False, default=False),
    sa.Index("uq_rec_feed_seq", "feed", "seq", unique=True),
)

gone: Final = sa.Table(
    "gone",
    metadata,
    sa.Column("feed", Id, primary_key=True),
    sa.Column("seq", Number, primary_key=True, autoincrement=False),
    sa.Column("rec", Id, nullable=False),
    sa.Column("unit", Id, nullable=False),
    sa.Column("reason", Code, nullable=False),
)

chg: Final = sa.Table(
    "chg",
    metadata,
    sa.Column("feed", Id, primary_key=True),
    sa.Column("seq", Number, primary_key=True, autoincrement=False),
    sa.Column("rec", Id, nullable=False),
    sa.Column("op", Id, nullable=False),
    sa.Column("device", Id, nullable=False),  # empty for what the server wrote itself
    sa.Column("account", Id, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("client_at", Moment, nullable=False),
    sa.Column("patch", Exact, nullable=False),  # what was sent
    sa.Column("applied", Exact),  # what became live, where that is not what was sent
    sa.Column("before", Exact, nullable=False),  # what it replaced
    sa.Column("hash", Sha, nullable=False),
    sa.Index("ix_chg_rec_seq", "rec", "seq"),
)

receipt: Final = sa.Table(
    "receipt",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("op", Id, primary_key=True),
    sa.Column("body_sha256", Sha, nullable=False),
    sa.Column("result", Exact, nullable=False),
)

held: Final = sa.Table(
    "held",
    metadata,
    sa.Column("device", Id, primary_key=True),
    sa.Column("op", Id, primary_key=True),
    sa.Column("body_sha256", Sha, primary_key=True),
    sa.Column("account", Id, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # as it came, even if it is no valid change
    sa.Column("state", Code, nullable=False),
)

blob: Final = sa.Table(  # photos and PDFs; each unit has its own, and purging it is one statement
    "blob",
    metadata,
    sa.Column("unit", Id, primary_key=True),
    sa.Column("sha256", Sha, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("is_whole", sa.Boolean, nullable=False, default=False),
)

blob_part: Final = sa.Table(
    "blob_part",
    metadata,
    sa.Column("unit", Id, primary_key=True),
    sa.Column("sha256", Sha, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

account: Final = sa.Table(
    "account",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", Code, nullable=False),
    sa.Column("team", Id, nullable=False),
    sa.Column("grants_rev", sa.Integer, nullable=False, default=1),
    sa.Column("created_at", Moment, nullable=False),
)

grant: Final = sa.Table(
    "grant_",
    metadata,
    sa.Column("account", Id, primary_key=True),
    sa.Column("feed", Id, primary_key=True),
    sa.Column("unit", Id, primary_key=True),
    sa.Column("role", Code, nullable=False),
)

device: Final = sa.Table(
    "device",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("account", Id, nullable=False, index=True),
    sa.Column("token_sha256", Sha, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("enrolled_at", Moment, nullable=False),
    sa.Column("last_seen_at", Moment, nullable=False),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("revoked_at", Moment, nullable=False, default=""),
)

enrolment_code: Final = sa.Table(
    "enrolment_code",
    metadata,
    sa.Column("code_sha256", Sha, primary_key=True),
    sa.Column("account", Id, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment, nullable=False, default=""),
)

audit: Final = sa.Table(
    "audit",
    metadata,
    sa.Column("n", Counter, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("account", Id, nullable=False),
    sa.Column("device", Id, nullable=False),
    sa.Column("action", Code, nullable=False),
    sa.Column("outcome", Code, nullable=False),
    sa.Column("counts", Exact, nullable=False),
    sa.Column("objects", Exact, nullable=False),  # ids only, never what a record says
)
