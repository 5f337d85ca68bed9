"""The first schema: sync and drafts, then a table for each record kind."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "action",
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
        sa.Column("visit_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("order_key", sa.Text()),
        sa.Column("what", sa.Text()),
        sa.Column("who", sa.Text()),
        sa.Column("by_when_on", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("outcome_note", sa.Text()),
        sa.Column("reviewed_in_id", sa.Text()),
        sa.Column("reviewed_on", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_action_by_when_on", "action", ["by_when_on"])
    op.create_index("ix_action_pupil_id", "action", ["pupil_id"])
    op.create_index("ix_action_reviewed_in_id", "action", ["reviewed_in_id"])
    op.create_index("ix_action_setting_id", "action", ["setting_id"])
    op.create_index("ix_action_team_id", "action", ["team_id"])
    op.create_index("ix_action_unit", "action", ["unit"])
    op.create_index("ix_action_visit_id", "action", ["visit_id"])
    op.create_table(
        "agreement",
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
        sa.Column("pupil_id", sa.Text()),
        sa.Column("form", sa.Text()),
        sa.Column("signed_by", sa.Text()),
        sa.Column("signed_on", sa.Text()),
        sa.Column("has_seen_referral", sa.Boolean()),
        sa.Column("agrees", sa.Text()),
        sa.Column("refuses", sa.Text()),
        sa.Column("parent_comment", sa.Text()),
        sa.Column("child_comment", sa.Text()),
        sa.Column("how_obtained", sa.Text()),
        sa.Column("is_original_received", sa.Boolean()),
        sa.Column("expires_on", sa.Text()),
        sa.Column("withdrawn_on", sa.Text()),
        sa.Column("withdrawn_by", sa.Text()),
        sa.Column("withdraw_scope", sa.Text()),
        sa.Column("override_reason", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_agreement_pupil_id", "agreement", ["pupil_id"])
    op.create_index("ix_agreement_signed_on", "agreement", ["signed_on"])
    op.create_index("ix_agreement_team_id", "agreement", ["team_id"])
    op.create_index("ix_agreement_unit", "agreement", ["unit"])
    op.create_table(
        "case",
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
        sa.Column("pupil_id", sa.Text()),
        sa.Column("ref", sa.Text()),
        sa.Column("opened_on", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("question", sa.Text()),
        sa.Column("lead_teacher_id", sa.Text()),
        sa.Column("tier", sa.Text()),
        sa.Column("involvement", sa.Text()),
        sa.Column("agreement_id", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_case_agreement_id", "case", ["agreement_id"])
    op.create_index("ix_case_opened_on", "case", ["opened_on"])
    op.create_index("ix_case_pupil_id", "case", ["pupil_id"])
    op.create_index("ix_case_team_id", "case", ["team_id"])
    op.create_index("ix_case_unit", "case", ["unit"])
    op.create_table(
        "conflict",
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
        sa.Column("of_id", sa.Text()),
        sa.Column("of_kind", sa.Text()),
        sa.Column("unit_of", sa.Text()),
        sa.Column("slot", sa.Text()),
        sa.Column("base", sa.Text()),
        sa.Column("live", sa.Text()),
        sa.Column("live_by", sa.Text()),
        sa.Column("other", sa.Text()),
        sa.Column("other_by", sa.Text()),
        sa.Column("other_op", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("resolved_by_id", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_conflict_of_id", "conflict", ["of_id"])
    op.create_index("ix_conflict_team_id", "conflict", ["team_id"])
    op.create_index("ix_conflict_unit", "conflict", ["unit"])
    op.create_table(
        "cursor",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.UniqueConstraint("feed"),
    )
    op.create_table(
        "discussion",
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
        sa.Column("visit_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("order_key", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("subject_label", sa.Text()),
        sa.Column("area_of_need", sa.Text()),
        sa.Column("concern", sa.Text()),
        sa.Column("tried", sa.Text()),
        sa.Column("advice", sa.Text()),
        sa.Column("standard_page", sa.Text()),
        sa.Column("next_tier", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_discussion_pupil_id", "discussion", ["pupil_id"])
    op.create_index("ix_discussion_setting_id", "discussion", ["setting_id"])
    op.create_index("ix_discussion_team_id", "discussion", ["team_id"])
    op.create_index("ix_discussion_unit", "discussion", ["unit"])
    op.create_index("ix_discussion_visit_id", "discussion", ["visit_id"])
    op.create_table(
        "district",
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
        sa.Column("name", sa.Text()),
        sa.Column("from_on", sa.Text()),
        sa.Column("to_on", sa.Text()),
        sa.Column("gss_code", sa.Text()),
        sa.Column("area", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_district_team_id", "district", ["team_id"])
    op.create_index("ix_district_unit", "district", ["unit"])
    op.create_table(
        "draft",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("rec", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("rec"),
    )
    op.create_index("ix_draft_form", "draft", ["form"])
    op.create_table(
        "issued_document",
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
        sa.Column("signed_version_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("reference", sa.Text()),
        sa.Column("version_number", sa.Integer()),
        sa.Column("sha256", sa.Text()),
        sa.Column("size_bytes", sa.Integer()),
        sa.Column("renderer_version", sa.Text()),
        sa.Column("issued_on", sa.Text()),
        sa.Column("recipients", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_issued_document_issued_on", "issued_document", ["issued_on"])
    op.create_index("ix_issued_document_setting_id", "issued_document", ["setting_id"])
    op.create_index(
        "ix_issued_document_signed_version_id", "issued_document", ["signed_version_id"]
    )
    op.create_index("ix_issued_document_team_id", "issued_document", ["team_id"])
    op.create_index("ix_issued_document_unit", "issued_document", ["unit"])
    op.create_table(
        "link_assignment",
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
        sa.Column("setting_id", sa.Text()),
        sa.Column("teacher_id", sa.Text()),
        sa.Column("teacher_name", sa.Text()),
        sa.Column("from_on", sa.Text()),
        sa.Column("to_on", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_link_assignment_setting_id", "link_assignment", ["setting_id"])
    op.create_index("ix_link_assignment_team_id", "link_assignment", ["team_id"])
    op.create_index("ix_link_assignment_unit", "link_assignment", ["unit"])
    op.create_table(
        "link_visit",
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
        sa.Column("setting_id", sa.Text()),
        sa.Column("visited_on", sa.Text()),
        sa.Column("starts_at", sa.Text()),
        sa.Column("ends_at", sa.Text()),
        sa.Column("mode", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("purposes", sa.Text()),
        sa.Column("attendees", sa.Text()),
        sa.Column("cohort", sa.Text()),
        sa.Column("strategies", sa.Text()),
        sa.Column("resources", sa.Text()),
        sa.Column("training_needs", sa.Text()),
        sa.Column("whole_school_focus", sa.Text()),
        sa.Column("senco_confidence", sa.Integer()),
        sa.Column("has_no_actions", sa.Boolean()),
        sa.Column("no_actions_reason", sa.Text()),
        sa.Column("next_visit_on", sa.Text()),
        sa.Column("copy_given", sa.Text()),
        sa.Column("rating", sa.Integer()),
        sa.Column("called_off_by", sa.Text()),
        sa.Column("called_off_reason", sa.Text()),
        sa.Column("notice_hours", sa.Integer()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_link_visit_setting_id", "link_visit", ["setting_id"])
    op.create_index("ix_link_visit_team_id", "link_visit", ["team_id"])
    op.create_index("ix_link_visit_unit", "link_visit", ["unit"])
    op.create_index("ix_link_visit_visited_on", "link_visit", ["visited_on"])
    op.create_table(
        "organisation",
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
        sa.Column("name", sa.Text()),
        sa.Column("from_on", sa.Text()),
        sa.Column("to_on", sa.Text()),
        sa.Column("organisation_kind", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_organisation_setting_id", "organisation", ["setting_id"])
    op.create_index("ix_organisation_team_id", "organisation", ["team_id"])
    op.create_index("ix_organisation_unit", "organisation", ["unit"])
    op.create_table(
        "outbox",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("rec", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("op"),
    )
    op.create_index("ix_outbox_rec", "outbox", ["rec"])
    op.create_index("ix_outbox_state", "outbox", ["state"])
    op.create_table(
        "pupil",
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
        sa.Column("legal_forename", sa.Text()),
        sa.Column("legal_surname", sa.Text()),
        sa.Column("known_as", sa.Text()),
        sa.Column("born_on", sa.Text()),
        sa.Column("upn", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("nc_year", sa.Text()),
        sa.Column("nc_year_reason", sa.Text()),
        sa.Column("sen_provision", sa.Text()),
        sa.Column("primary_need", sa.Text()),
        sa.Column("secondary_need", sa.Text()),
        sa.Column("areas_of_need", sa.Text()),
        sa.Column("strengths", sa.Text()),
        sa.Column("parents_carers", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_pupil_setting_id", "pupil", ["setting_id"])
    op.create_index("ix_pupil_team_id", "pupil", ["team_id"])
    op.create_index("ix_pupil_unit", "pupil", ["unit"])
    op.create_table(
        "search_entry",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("rec", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("event_on", sa.Text(), nullable=False),
        sa.UniqueConstraint("rec"),
    )
    op.create_table(
        "sent",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("rec", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("acked_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("op"),
    )
    op.create_index("ix_sent_rec", "sent", ["rec"])
    op.create_table(
        "setting",
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
        sa.Column("name", sa.Text()),
        sa.Column("urn", sa.Text()),
        sa.Column("ey_ref", sa.Text()),
        sa.Column("la_code", sa.Text()),
        sa.Column("estab_number", sa.Text()),
        sa.Column("setting_type", sa.Text()),
        sa.Column("type_name", sa.Text()),
        sa.Column("phase", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("merged_into_id", sa.Text()),
        sa.Column("opened_on", sa.Text()),
        sa.Column("closed_on", sa.Text()),
        sa.Column("street", sa.Text()),
        sa.Column("locality", sa.Text()),
        sa.Column("town", sa.Text()),
        sa.Column("county", sa.Text()),
        sa.Column("postcode", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("district_id", sa.Text()),
        sa.Column("low_age", sa.Integer()),
        sa.Column("high_age", sa.Integer()),
        sa.Column("roll", sa.Integer()),
        sa.Column("srp_designation", sa.Text()),
        sa.Column("entitlement_visits", sa.Integer()),
        sa.Column("contacts", sa.Text()),
        sa.Column("site_notes", sa.Text()),
        sa.Column("info_sharing_on", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_setting_district_id", "setting", ["district_id"])
    op.create_index("ix_setting_merged_into_id", "setting", ["merged_into_id"])
    op.create_index("ix_setting_team_id", "setting", ["team_id"])
    op.create_index("ix_setting_unit", "setting", ["unit"])
    op.create_table(
        "setting_value",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "shadow",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("ver", sa.Text(), nullable=False),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "signed_version",
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
        sa.Column("of_id", sa.Text()),
        sa.Column("of_kind", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("part_of_id", sa.Text()),
        sa.Column("content", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("signed_by_id", sa.Text()),
        sa.Column("signed_by", sa.Text()),
        sa.Column("signed_on", sa.Text()),
        sa.Column("signed_at", sa.Text()),
        sa.Column("supersedes_id", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_signed_version_of_id", "signed_version", ["of_id"])
    op.create_index("ix_signed_version_part_of_id", "signed_version", ["part_of_id"])
    op.create_index("ix_signed_version_pupil_id", "signed_version", ["pupil_id"])
    op.create_index("ix_signed_version_setting_id", "signed_version", ["setting_id"])
    op.create_index("ix_signed_version_signed_on", "signed_version", ["signed_on"])
    op.create_index("ix_signed_version_supersedes_id", "signed_version", ["supersedes_id"])
    op.create_index("ix_signed_version_team_id", "signed_version", ["team_id"])
    op.create_index("ix_signed_version_unit", "signed_version", ["unit"])
    op.create_table(
        "stored_file",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "team",
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
        sa.Column("name", sa.Text()),
        sa.Column("from_on", sa.Text()),
        sa.Column("to_on", sa.Text()),
        sa.Column("team_kind", sa.Text()),
        sa.Column("district_ids", sa.Text()),
        sa.Column("organisation_id", sa.Text()),
        sa.Column("visits_a_year", sa.Integer()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_team_organisation_id", "team", ["organisation_id"])
    op.create_index("ix_team_team_id", "team", ["team_id"])
    op.create_index("ix_team_unit", "team", ["unit"])
    op.create_table(
        "term",
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
        sa.Column("name", sa.Text()),
        sa.Column("from_on", sa.Text()),
        sa.Column("to_on", sa.Text()),
        sa.Column("school_year", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_term_team_id", "term", ["team_id"])
    op.create_index("ix_term_unit", "term", ["unit"])
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5(title, body, content='',"
        " contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2')"
    )
