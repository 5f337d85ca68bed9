"""Casework: every record that a specialist teacher keeps about a pupil."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables and widen the old ones."""
    op.add_column("action", sa.Column("of_id", sa.Text()))
    op.add_column("action", sa.Column("of_kind", sa.Text()))
    op.create_index("ix_action_of_id", "action", ["of_id"])
    op.create_index("ix_action_setting_id_status", "action", ["setting_id", "status"])
    op.create_index("ix_action_status_by_when_on", "action", ["status", "by_when_on"])
    op.add_column("agreement", sa.Column("signature", sa.Text()))
    op.add_column("agreement", sa.Column("interpreter", sa.Text()))
    op.add_column("agreement", sa.Column("evidence_attachment_id", sa.Text()))
    op.add_column("agreement", sa.Column("is_without_capacity", sa.Boolean()))
    op.add_column("agreement", sa.Column("is_disputed", sa.Boolean()))
    op.add_column("agreement", sa.Column("is_work_allowed", sa.Boolean()))
    op.add_column("agreement", sa.Column("decided_by", sa.Text()))
    op.add_column("agreement", sa.Column("decided_on", sa.Text()))
    op.add_column("agreement", sa.Column("decision_reason", sa.Text()))
    op.create_index("ix_agreement_evidence_attachment_id", "agreement", ["evidence_attachment_id"])
    op.create_index("ix_agreement_expires_on", "agreement", ["expires_on"])
    op.create_table(
        "access_entry",
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
        sa.Column("pupil_id", sa.Text()),
        sa.Column("opened_by_id", sa.Text()),
        sa.Column("opened_by", sa.Text()),
        sa.Column("opened_at", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_access_entry_of_id", "access_entry", ["of_id"])
    op.create_index("ix_access_entry_pupil_id", "access_entry", ["pupil_id"])
    op.create_index("ix_access_entry_team_id", "access_entry", ["team_id"])
    op.create_index("ix_access_entry_unit", "access_entry", ["unit"])
    op.create_table(
        "assessment",
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
        sa.Column("case_id", sa.Text()),
        sa.Column("test", sa.Text()),
        sa.Column("test_other", sa.Text()),
        sa.Column("assessed_on", sa.Text()),
        sa.Column("is_school_supplied", sa.Boolean()),
        sa.Column("tester", sa.Text()),
        sa.Column("tester_qualification", sa.Text()),
        sa.Column("tester_qualified_until", sa.Text()),
        sa.Column("is_tester_qualified", sa.Boolean()),
        sa.Column("is_exam_evidence", sa.Boolean()),
        sa.Column("scores", sa.Text()),
        sa.Column("conditions", sa.Text()),
        sa.Column("accommodations", sa.Text()),
        sa.Column("observed_behaviour", sa.Text()),
        sa.Column("discrepancy_note", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_assessment_assessed_on", "assessment", ["assessed_on"])
    op.create_index("ix_assessment_case_id", "assessment", ["case_id"])
    op.create_index("ix_assessment_pupil_id", "assessment", ["pupil_id"])
    op.create_index("ix_assessment_team_id", "assessment", ["team_id"])
    op.create_index("ix_assessment_unit", "assessment", ["unit"])
    op.create_table(
        "attachment",
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
        sa.Column("pupil_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("added_on", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("caption", sa.Text()),
        sa.Column("media_type", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("size_bytes", sa.Integer()),
        sa.Column("thumbnail_sha256", sa.Text()),
        sa.Column("agreement_id", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_attachment_added_on", "attachment", ["added_on"])
    op.create_index("ix_attachment_agreement_id", "attachment", ["agreement_id"])
    op.create_index("ix_attachment_of_id", "attachment", ["of_id"])
    op.create_index("ix_attachment_pupil_id", "attachment", ["pupil_id"])
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])
    op.create_index("ix_attachment_setting_id", "attachment", ["setting_id"])
    op.create_index("ix_attachment_team_id", "attachment", ["team_id"])
    op.create_index("ix_attachment_thumbnail_sha256", "attachment", ["thumbnail_sha256"])
    op.create_index("ix_attachment_unit", "attachment", ["unit"])
    op.add_column("case", sa.Column("co_worker_ids", sa.Text()))
    op.add_column("case", sa.Column("covers", sa.Text()))
    op.add_column("case", sa.Column("next_review_on", sa.Text()))
    op.add_column("case", sa.Column("closed_on", sa.Text()))
    op.add_column("case", sa.Column("close_reason", sa.Text()))
    op.add_column("case", sa.Column("outcome_summary", sa.Text()))
    op.add_column("case", sa.Column("transferred_to_id", sa.Text()))
    op.add_column("case", sa.Column("transferred_on", sa.Text()))
    op.create_index("ix_case_covers", "case", ["covers"])
    op.create_index("ix_case_next_review_on_status", "case", ["next_review_on", "status"])
    op.create_index("ix_case_transferred_to_id", "case", ["transferred_to_id"])
    op.create_table(
        "day_log",
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
        sa.Column("district_id", sa.Text()),
        sa.Column("day_on", sa.Text()),
        sa.Column("places", sa.Text()),
        sa.Column("travel_min", sa.Integer()),
        sa.Column("miles", sa.Float()),
        sa.Column("preparation_min", sa.Integer()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_day_log_day_on", "day_log", ["day_on"])
    op.create_index("ix_day_log_district_id", "day_log", ["district_id"])
    op.create_index("ix_day_log_team_id", "day_log", ["team_id"])
    op.create_index("ix_day_log_unit", "day_log", ["unit"])
    op.create_table(
        "ehc_request",
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
        sa.Column("case_id", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("requested_on", sa.Text()),
        sa.Column("requested_by", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("decided_on", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_ehc_request_case_id", "ehc_request", ["case_id"])
    op.create_index("ix_ehc_request_pupil_id", "ehc_request", ["pupil_id"])
    op.create_index("ix_ehc_request_requested_on", "ehc_request", ["requested_on"])
    op.create_index("ix_ehc_request_team_id", "ehc_request", ["team_id"])
    op.create_index("ix_ehc_request_unit", "ehc_request", ["unit"])
    op.add_column("issued_document", sa.Column("document_kind", sa.Text()))
    op.create_table(
        "iss_plan",
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
        sa.Column("case_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("agreement_id", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("question", sa.Text()),
        sa.Column("baselines", sa.Text()),
        sa.Column("coached", sa.Text()),
        sa.Column("sessions_planned", sa.Integer()),
        sa.Column("hours_planned", sa.Float()),
        sa.Column("starts_on", sa.Text()),
        sa.Column("mid_review_on", sa.Text()),
        sa.Column("final_review_on", sa.Text()),
        sa.Column("lead_name", sa.Text()),
        sa.Column("lead_role", sa.Text()),
        sa.Column("is_release_agreed", sa.Boolean()),
        sa.Column("no_release_reason", sa.Text()),
        sa.Column("presenting_need", sa.Text()),
        sa.Column("tried", sa.Text()),
        sa.Column("strengths", sa.Text()),
        sa.Column("pupil_view", sa.Text()),
        sa.Column("parent_view", sa.Text()),
        sa.Column("strategies", sa.Text()),
        sa.Column("adaptations", sa.Text()),
        sa.Column("home_link", sa.Text()),
        sa.Column("risk_note", sa.Text()),
        sa.Column("exit_criteria", sa.Text()),
        sa.Column("exit_plan", sa.Text()),
        sa.Column("consents", sa.Text()),
        sa.Column("extended_to_on", sa.Text()),
        sa.Column("extended_by", sa.Text()),
        sa.Column("extension_reason", sa.Text()),
        sa.Column("stop_reason", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("next_step", sa.Text()),
        sa.Column("closing_pupil", sa.Text()),
        sa.Column("closing_parent", sa.Text()),
        sa.Column("closed_on", sa.Text()),
        sa.Column("is_written_in_plan", sa.Boolean()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_iss_plan_agreement_id", "iss_plan", ["agreement_id"])
    op.create_index("ix_iss_plan_case_id", "iss_plan", ["case_id"])
    op.create_index("ix_iss_plan_final_review_on_status", "iss_plan", ["final_review_on", "status"])
    op.create_index("ix_iss_plan_mid_review_on_status", "iss_plan", ["mid_review_on", "status"])
    op.create_index("ix_iss_plan_pupil_id", "iss_plan", ["pupil_id"])
    op.create_index("ix_iss_plan_setting_id", "iss_plan", ["setting_id"])
    op.create_index("ix_iss_plan_starts_on", "iss_plan", ["starts_on"])
    op.create_index("ix_iss_plan_team_id", "iss_plan", ["team_id"])
    op.create_index("ix_iss_plan_unit", "iss_plan", ["unit"])
    op.create_table(
        "iss_session",
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
        sa.Column("starts_at", sa.Text()),
        sa.Column("ends_at", sa.Text()),
        sa.Column("plan_id", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("number", sa.Integer()),
        sa.Column("held_on", sa.Text()),
        sa.Column("mode", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("types", sa.Text()),
        sa.Column("target_ids", sa.Text()),
        sa.Column("what_we_did", sa.Text()),
        sa.Column("pupil_response", sa.Text()),
        sa.Column("engagement", sa.Integer()),
        sa.Column("progress", sa.Text()),
        sa.Column("staff", sa.Text()),
        sa.Column("practice", sa.Text()),
        sa.Column("barriers", sa.Text()),
        sa.Column("next_on", sa.Text()),
        sa.Column("called_off_by", sa.Text()),
        sa.Column("called_off_reason", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_iss_session_held_on", "iss_session", ["held_on"])
    op.create_index("ix_iss_session_plan_id", "iss_session", ["plan_id"])
    op.create_index("ix_iss_session_pupil_id", "iss_session", ["pupil_id"])
    op.create_index("ix_iss_session_setting_id", "iss_session", ["setting_id"])
    op.create_index("ix_iss_session_team_id", "iss_session", ["team_id"])
    op.create_index("ix_iss_session_unit", "iss_session", ["unit"])
    op.create_table(
        "local_strategy",
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
        sa.Column("adapted_from", sa.Text()),
        sa.Column("area", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("when", sa.Text()),
        sa.Column("steps", sa.Text()),
        sa.Column("materials", sa.Text()),
        sa.Column("review_sign", sa.Text()),
        sa.Column("evidence_note", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_local_strategy_team_id", "local_strategy", ["team_id"])
    op.create_index("ix_local_strategy_unit", "local_strategy", ["unit"])
    op.create_table(
        "modelling_note",
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
        sa.Column("setting_id", sa.Text()),
        sa.Column("plan_id", sa.Text()),
        sa.Column("session_id", sa.Text()),
        sa.Column("target_id", sa.Text()),
        sa.Column("modelled_on", sa.Text()),
        sa.Column("strategy", sa.Text()),
        sa.Column("local_strategy_id", sa.Text()),
        sa.Column("adult_name", sa.Text()),
        sa.Column("adult_role", sa.Text()),
        sa.Column("stage", sa.Text()),
        sa.Column("skipped_reason", sa.Text()),
        sa.Column("context", sa.Text()),
        sa.Column("steps", sa.Text()),
        sa.Column("pupil_response", sa.Text()),
        sa.Column("feedback_strength", sa.Text()),
        sa.Column("feedback_next", sa.Text()),
        sa.Column("confidence_before", sa.Integer()),
        sa.Column("confidence_after", sa.Integer()),
        sa.Column("adult_reflection", sa.Text()),
        sa.Column("practice_when", sa.Text()),
        sa.Column("practice_how_often", sa.Text()),
        sa.Column("practice_resource", sa.Text()),
        sa.Column("practice_shown_to", sa.Text()),
        sa.Column("resources_left", sa.Text()),
        sa.Column("adaptations", sa.Text()),
        sa.Column("review_on", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_modelling_note_local_strategy_id", "modelling_note", ["local_strategy_id"])
    op.create_index("ix_modelling_note_modelled_on", "modelling_note", ["modelled_on"])
    op.create_index("ix_modelling_note_plan_id", "modelling_note", ["plan_id"])
    op.create_index("ix_modelling_note_pupil_id", "modelling_note", ["pupil_id"])
    op.create_index("ix_modelling_note_review_on_status", "modelling_note", ["review_on", "status"])
    op.create_index("ix_modelling_note_session_id", "modelling_note", ["session_id"])
    op.create_index("ix_modelling_note_setting_id", "modelling_note", ["setting_id"])
    op.create_index("ix_modelling_note_target_id", "modelling_note", ["target_id"])
    op.create_index("ix_modelling_note_team_id", "modelling_note", ["team_id"])
    op.create_index("ix_modelling_note_unit", "modelling_note", ["unit"])
    op.create_table(
        "observation",
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
        sa.Column("starts_at", sa.Text()),
        sa.Column("ends_at", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("case_id", sa.Text()),
        sa.Column("setting_id", sa.Text()),
        sa.Column("observed_on", sa.Text()),
        sa.Column("method", sa.Text()),
        sa.Column("lesson", sa.Text()),
        sa.Column("setting_area", sa.Text()),
        sa.Column("staff_present", sa.Text()),
        sa.Column("adult_ratio", sa.Text()),
        sa.Column("is_pupil_aware", sa.Boolean()),
        sa.Column("typical_day", sa.Text()),
        sa.Column("focus_question", sa.Text()),
        sa.Column("strengths", sa.Text()),
        sa.Column("interval_s", sa.Integer()),
        sa.Column("slots", sa.Text()),
        sa.Column("peer_slots", sa.Text()),
        sa.Column("tallies", sa.Text()),
        sa.Column("involvement", sa.Integer()),
        sa.Column("wellbeing", sa.Integer()),
        sa.Column("environment", sa.Text()),
        sa.Column("checks", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("access_to_curriculum", sa.Text()),
        sa.Column("what_helps", sa.Text()),
        sa.Column("what_hinders", sa.Text()),
        sa.Column("interpretation", sa.Text()),
        sa.Column("summary", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_observation_case_id", "observation", ["case_id"])
    op.create_index("ix_observation_observed_on", "observation", ["observed_on"])
    op.create_index("ix_observation_pupil_id", "observation", ["pupil_id"])
    op.create_index("ix_observation_setting_id", "observation", ["setting_id"])
    op.create_index("ix_observation_team_id", "observation", ["team_id"])
    op.create_index("ix_observation_unit", "observation", ["unit"])
    op.create_table(
        "observation_entry",
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
        sa.Column("observation_id", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("order_key", sa.Text()),
        sa.Column("noted_at", sa.Text()),
        sa.Column("words", sa.Text()),
        sa.Column("antecedent", sa.Text()),
        sa.Column("behaviour", sa.Text()),
        sa.Column("consequence", sa.Text()),
        sa.Column("function", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_observation_entry_observation_id", "observation_entry", ["observation_id"])
    op.create_index("ix_observation_entry_pupil_id", "observation_entry", ["pupil_id"])
    op.create_index("ix_observation_entry_team_id", "observation_entry", ["team_id"])
    op.create_index("ix_observation_entry_unit", "observation_entry", ["unit"])
    op.create_table(
        "parent_voice",
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
        sa.Column("case_id", sa.Text()),
        sa.Column("plan_id", sa.Text()),
        sa.Column("about", sa.Text()),
        sa.Column("gathered_on", sa.Text()),
        sa.Column("is_declined", sa.Boolean()),
        sa.Column("not_obtained_because", sa.Text()),
        sa.Column("may_quote", sa.Boolean()),
        sa.Column("respondent", sa.Text()),
        sa.Column("has_pr", sa.Boolean()),
        sa.Column("mode", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("going_well", sa.Text()),
        sa.Column("worries", sa.Text()),
        sa.Column("hopes", sa.Text()),
        sa.Column("helps_at_home", sa.Text()),
        sa.Column("questions", sa.Text()),
        sa.Column("confidence_before", sa.Integer()),
        sa.Column("confidence_after", sa.Integer()),
        sa.Column("listened_to", sa.Integer()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_parent_voice_case_id", "parent_voice", ["case_id"])
    op.create_index("ix_parent_voice_gathered_on", "parent_voice", ["gathered_on"])
    op.create_index("ix_parent_voice_plan_id", "parent_voice", ["plan_id"])
    op.create_index("ix_parent_voice_pupil_id", "parent_voice", ["pupil_id"])
    op.create_index("ix_parent_voice_team_id", "parent_voice", ["team_id"])
    op.create_index("ix_parent_voice_unit", "parent_voice", ["unit"])
    op.create_table(
        "physical_profile",
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
        sa.Column("as_at_on", sa.Text()),
        sa.Column("mobility", sa.Text()),
        sa.Column("mobility_note", sa.Text()),
        sa.Column("fine_motor", sa.Text()),
        sa.Column("recording", sa.Text()),
        sa.Column("recording_note", sa.Text()),
        sa.Column("equipment", sa.Text()),
        sa.Column("moving_handling_on", sa.Text()),
        sa.Column("peep_on", sa.Text()),
        sa.Column("care_plan_on", sa.Text()),
        sa.Column("risk_assessment_on", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_physical_profile_as_at_on", "physical_profile", ["as_at_on"])
    op.create_index("ix_physical_profile_pupil_id", "physical_profile", ["pupil_id"])
    op.create_index("ix_physical_profile_team_id", "physical_profile", ["team_id"])
    op.create_index("ix_physical_profile_unit", "physical_profile", ["unit"])
    op.add_column("pupil", sa.Column("nc_year_on", sa.Text()))
    op.add_column("pupil", sa.Column("placements", sa.Text()))
    op.add_column("pupil", sa.Column("sex", sa.Text()))
    op.add_column("pupil", sa.Column("ethnicity", sa.Text()))
    op.add_column("pupil", sa.Column("first_language", sa.Text()))
    op.add_column("pupil", sa.Column("is_eal", sa.Boolean()))
    op.add_column("pupil", sa.Column("communication_modes", sa.Text()))
    op.add_column("pupil", sa.Column("diagnoses", sa.Text()))
    op.add_column("pupil", sa.Column("health_alerts", sa.Text()))
    op.add_column("pupil", sa.Column("care_status", sa.Text()))
    op.add_column("pupil", sa.Column("is_cp_cin", sa.Boolean()))
    op.add_column("pupil", sa.Column("attendance_pct", sa.Float()))
    op.add_column("pupil", sa.Column("suspensions", sa.Integer()))
    op.add_column("pupil", sa.Column("is_part_time", sa.Boolean()))
    op.add_column("pupil", sa.Column("attendance_on", sa.Text()))
    op.add_column("pupil", sa.Column("professionals", sa.Text()))
    op.create_table(
        "pupil_merge",
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
        sa.Column("kept_id", sa.Text()),
        sa.Column("merged_id", sa.Text()),
        sa.Column("joined_on", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("approved_by_id", sa.Text()),
        sa.Column("undone_on", sa.Text()),
        sa.Column("undo_reason", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_pupil_merge_joined_on", "pupil_merge", ["joined_on"])
    op.create_index("ix_pupil_merge_kept_id", "pupil_merge", ["kept_id"])
    op.create_index("ix_pupil_merge_merged_id", "pupil_merge", ["merged_id"])
    op.create_index("ix_pupil_merge_team_id", "pupil_merge", ["team_id"])
    op.create_index("ix_pupil_merge_unit", "pupil_merge", ["unit"])
    op.create_table(
        "pupil_voice",
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
        sa.Column("case_id", sa.Text()),
        sa.Column("plan_id", sa.Text()),
        sa.Column("about", sa.Text()),
        sa.Column("gathered_on", sa.Text()),
        sa.Column("is_declined", sa.Boolean()),
        sa.Column("not_obtained_because", sa.Text()),
        sa.Column("may_quote", sa.Boolean()),
        sa.Column("method", sa.Text()),
        sa.Column("scribed_by", sa.Text()),
        sa.Column("words_of_child", sa.Text()),
        sa.Column("likes", sa.Text()),
        sa.Column("hard", sa.Text()),
        sa.Column("helps", sa.Text()),
        sa.Column("change", sa.Text()),
        sa.Column("scale_asked", sa.Text()),
        sa.Column("scale", sa.Integer()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_pupil_voice_case_id", "pupil_voice", ["case_id"])
    op.create_index("ix_pupil_voice_gathered_on", "pupil_voice", ["gathered_on"])
    op.create_index("ix_pupil_voice_plan_id", "pupil_voice", ["plan_id"])
    op.create_index("ix_pupil_voice_pupil_id", "pupil_voice", ["pupil_id"])
    op.create_index("ix_pupil_voice_team_id", "pupil_voice", ["team_id"])
    op.create_index("ix_pupil_voice_unit", "pupil_voice", ["unit"])
    op.create_table(
        "sensory_profile",
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
        sa.Column("as_at_on", sa.Text()),
        sa.Column("senses", sa.Text()),
        sa.Column("left_level", sa.Text()),
        sa.Column("left_db", sa.Integer()),
        sa.Column("left_type", sa.Text()),
        sa.Column("right_level", sa.Text()),
        sa.Column("right_db", sa.Integer()),
        sa.Column("right_type", sa.Text()),
        sa.Column("audiogram_on", sa.Text()),
        sa.Column("aids", sa.Text()),
        sa.Column("has_radio_aid", sa.Boolean()),
        sa.Column("radio_aid", sa.Text()),
        sa.Column("va_distance", sa.Text()),
        sa.Column("va_near", sa.Text()),
        sa.Column("logmar", sa.Text()),
        sa.Column("print_size", sa.Integer()),
        sa.Column("has_cvi", sa.Boolean()),
        sa.Column("registration", sa.Text()),
        sa.Column("field_note", sa.Text()),
        sa.Column("natsip_form", sa.Text()),
        sa.Column("natsip_score", sa.Integer()),
        sa.Column("natsip_category", sa.Text()),
        sa.Column("natsip_on", sa.Text()),
        sa.Column("natsip_assessor", sa.Text()),
        sa.Column("natsip_review_on", sa.Text()),
        sa.Column("habilitation_on", sa.Text()),
        sa.Column("habilitation_outcome", sa.Text()),
        sa.Column("habilitation_reason", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_sensory_profile_as_at_on", "sensory_profile", ["as_at_on"])
    op.create_index("ix_sensory_profile_natsip_on", "sensory_profile", ["natsip_on"])
    op.create_index("ix_sensory_profile_natsip_review_on", "sensory_profile", ["natsip_review_on"])
    op.create_index("ix_sensory_profile_pupil_id", "sensory_profile", ["pupil_id"])
    op.create_index("ix_sensory_profile_team_id", "sensory_profile", ["team_id"])
    op.create_index("ix_sensory_profile_unit", "sensory_profile", ["unit"])
    op.create_table(
        "target",
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
        sa.Column("plan_id", sa.Text()),
        sa.Column("pupil_id", sa.Text()),
        sa.Column("order_key", sa.Text()),
        sa.Column("statement", sa.Text()),
        sa.Column("area", sa.Text()),
        sa.Column("skill", sa.Text()),
        sa.Column("context", sa.Text()),
        sa.Column("measure", sa.Text()),
        sa.Column("scale", sa.Text()),
        sa.Column("gas_baseline", sa.Integer()),
        sa.Column("baseline", sa.Float()),
        sa.Column("expected", sa.Float()),
        sa.Column("achieved", sa.Float()),
        sa.Column("weight", sa.Integer()),
        sa.Column("rated_by", sa.Text()),
        sa.Column("due_on", sa.Text()),
        sa.Column("prompt_level", sa.Text()),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_target_due_on", "target", ["due_on"])
    op.create_index("ix_target_plan_id", "target", ["plan_id"])
    op.create_index("ix_target_pupil_id", "target", ["pupil_id"])
    op.create_index("ix_target_team_id", "target", ["team_id"])
    op.create_index("ix_target_unit", "target", ["unit"])
    op.create_index("ix_pupil_born_on", "pupil", ["born_on"])
    op.create_index("ix_pupil_upn", "pupil", ["upn"])
    op.create_table(
        "attached_file",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "file_part",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("uq_file_part", "file_part", ["sha256", "number"], unique=True)
    op.create_table(
        "revision",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("rec", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
    )
    op.create_index("ix_revision_at", "revision", ["at"])
    op.create_index("ix_revision_rec", "revision", ["rec"])
    op.create_index("ix_revision_what", "revision", ["what"])
