"""Advice reports: the report with its pieces, a teacher's phrases, and headings by language."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_PIECE = (
    "report_id",
    "pupil_id",
    "order_key",
    "source_kind",
    "source_id",
    "pulled",
    "withheld_from",
    "withheld_because",
)


def upgrade() -> None:
    """Make the new tables and widen the list of issued documents."""
    for name in ("pupil_id", "audience", "variant", "language"):
        op.add_column("issued_document", sa.Column(name, sa.Text()))
    op.create_index("ix_issued_document_pupil_id", "issued_document", ["pupil_id"])
    _records(
        "advice_report",
        (
            "pupil_id",
            "case_id",
            "setting_id",
            "written_on",
            "question",
            "source_ids",
            "target_ids",
            "no_pupil_voice_because",
            "no_parent_voice_because",
            "review_on",
            "review_with",
            "qualifications",
            "family_language",
            "qa_by",
            "qa_on",
            "qa_notes",
            "status",
        ),
        indexed=("case_id", "pupil_id", "setting_id", "written_on"),
    )
    _records(
        "report_part",
        (*_PIECE, "section", "text", "quote_of"),
        flags=("is_quote",),
        indexed=("pupil_id", "report_id"),
    )
    _records("finding", (*_PIECE, "text", "area_of_need"), indexed=("pupil_id", "report_id"))
    _records(
        "recommendation",
        (
            *_PIECE,
            "level",
            "what",
            "who",
            "role",
            "how_often",
            "how_long",
            "success",
            "resource",
            "finding_id",
            "strategy",
        ),
        indexed=("finding_id", "pupil_id", "report_id"),
    )
    _records("own_phrase", ("section", "text"))
    _records("report_wording", ("language", "key", "text", "reviewed_by", "reviewed_on"))
    _records(
        "report_setting",
        (
            "council_name",
            "service_name",
            "logo",
            "logo_words",
            "marking",
            "family_marking",
            "retention",
            "contact",
            "family_advice",
        ),
    )


def _records(
    name: str,
    texts: tuple[str, ...],
    *,
    flags: tuple[str, ...] = (),
    indexed: tuple[str, ...] = (),
) -> None:
    """Make the table of a kind of record, with what every record carries."""
    op.create_table(
        name,
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text()),
        sa.Column("team_id", sa.Text()),
        sa.Column("created_at", sa.Text()),
        sa.Column("sensitivity", sa.Text()),
        sa.Column("is_safeguarding_flagged", sa.Boolean()),
        sa.Column("legal_basis", sa.Text()),
        sa.Column("deleted", sa.Boolean()),
        *(sa.Column(column, sa.Text()) for column in texts),
        *(sa.Column(column, sa.Boolean()) for column in flags),
        sa.UniqueConstraint("id"),
    )
    for column in (*indexed, "team_id", "unit"):
        op.create_index(f"ix_{name}_{column}", name, [column])
