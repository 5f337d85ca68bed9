"""What stands in the way of saving or signing: exactly that, at its place, in words to act on."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from stls_core.records import Need, all_kinds, fields_of, kind_of
from stls_core.reference import Code, Reference
from stls_core.validation import problems_of
from tests import builders
from tests.core.seed import shipped

SAVE, SIGN = Need.SAVE, Need.SIGN
EVERY_FIELD = [
    (kind.name, field.name)
    for kind in all_kinds()
    for field in kind.fields.values()
    if field.python_type is not bool or field.optional  # a tick is never missing
]
# Where an optional field is left empty and a rule of several fields has a word to say.
BY_RULE = {
    ("action", "visit_id"): ["visit_id"],
    ("setting", "urn"): ["urn"],
    ("case", "agreement_id"): ["status"],
    ("pupil", "parents_carers"): ["parents_carers"],
    ("observation_entry", "words"): ["words"],
    ("modelling_note", "strategy"): ["strategy"],
    ("issued_document", "signed_version_id"): ["signed_version_id"],
    ("report_part", "section"): ["section"],
}
WHEN_SIGNED = {
    ("case", "next_review_on"): ["next_review_on"],
    ("iss_plan", "consents"): ["consents"] * 5,
    ("parent_voice", "going_well"): ["going_well"],
    ("parent_voice", "may_quote"): ["may_quote"],
    ("pupil_voice", "may_quote"): ["may_quote"],
    ("pupil_voice", "words_of_child"): ["words_of_child"],
    ("advice_report", "source_ids"): ["source_ids"],
    ("observation", "slots"): ["slots"],
    ("assessment", "is_tester_qualified"): ["is_tester_qualified"],
    ("assessment", "observed_behaviour"): ["observed_behaviour"],
}
EVERY_PART = [
    (kind.name, field.name, part.name)
    for kind in all_kinds()
    for field in kind.fields.values()
    if field.child
    for part in fields_of(field.child)
]


def problems(record, stage=SIGN, reference=None):
    return problems_of(kind_of(record), record, stage, reference or shipped())


def paths(record, stage=SIGN):
    return [problem.field for problem in problems(record, stage)]


def changed(record, **values):
    return msgspec.structs.replace(record, **values)


def empty(field):
    return () if field.many else None if field.optional else ""


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_a_built_record_can_be_saved_and_signed(kind):
    assert problems(builders.a_record(kind.name)) == ()


@pytest.mark.parametrize(("kind_name", "name"), EVERY_FIELD)
def test_each_required_field_asks_for_itself_and_for_nothing_else(kind_name, name):
    record = builders.a_record(kind_name)
    field = kind_of(record).fields[name]
    without = changed(record, **{name: empty(field)})
    by_rule = BY_RULE.get((kind_name, name), [])
    to_save = [name] if field.says.need is SAVE else by_rule
    by_rule_to_sign = WHEN_SIGNED.get((kind_name, name), by_rule)
    to_sign = [name] if field.says.need is not Need.OPTIONAL else by_rule_to_sign
    assert paths(without, SAVE) == to_save
    assert paths(without, SIGN) == to_sign


@pytest.mark.parametrize(("kind_name", "name", "part"), EVERY_PART)
def test_each_required_cell_of_a_set_asks_at_its_own_place(kind_name, name, part):
    record = builders.a_record(kind_name)
    known = kind_of(record).fields[name]
    cell = next(f for f in fields_of(known.child) if f.name == part)
    if cell.python_type is bool and not cell.optional:
        return
    elements = getattr(record, name)
    assert elements, "the builder gives every keyed set an element"
    without = changed(record, **{name: (changed(elements[0], **{part: empty(cell)}),)})
    needed = cell.says.need is not Need.OPTIONAL
    place = f"{name}/{elements[0].key}/{part}"
    assert (place in paths(without)) == needed
    assert (place in paths(without, SAVE)) == (cell.says.need is SAVE)


def test_blank_words_do_not_count_as_filled_in():
    assert paths(builders.discussion(advice=" \n ")) == ["advice"]
    assert paths(builders.link_visit(attendees=(builders.attendee(name="  "),))) == [
        "attendees/attendee-1/name"
    ]


def test_zero_and_no_are_answers():
    assert paths(builders.agreement(has_seen_referral=False)) == []
    assert paths(builders.a_record("day_log", travel_min=0, miles=0.0)) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "SENCO’s confidence must be 1 or more."), (11, "SENCO’s confidence must be 10 or less.")],
)
def test_a_number_outside_its_bounds_says_which_way(value, words):
    found = problems(builders.link_visit(senco_confidence=value))
    assert [(p.field, p.message) for p in found] == [("senco_confidence", words)]


@pytest.mark.parametrize("value", [1, 10])
def test_the_bounds_themselves_are_allowed(value):
    assert paths(builders.link_visit(senco_confidence=value)) == []


def test_every_bound_of_every_field_is_kept_from_both_sides():
    count = 0
    for kind in all_kinds():
        for field in kind.fields.values():
            says = field.says
            for bound, step in ((says.at_least, -1), (says.at_most, 1)):
                if bound is not None:
                    count += 1
                    at = changed(builders.a_record(kind.name), **{field.name: bound})
                    beyond = changed(at, **{field.name: bound + step})
                    assert field.name not in paths(at)
                    assert paths(beyond).count(field.name) == 1
    assert count > 15


def test_too_long_a_text_says_how_long_and_how_much_fits():
    (found,) = problems(builders.action(who="x" * 161))
    assert found.field == "who"
    assert "161 characters" in found.message
    assert "160 fit" in found.message
    assert problems(builders.action(who="x" * 160)) == ()


def test_a_code_that_is_not_in_its_list_is_named():
    (found,) = problems(builders.link_visit(mode="PIGEON"))
    assert (found.field, found.message) == (
        "mode",
        "How: “PIGEON” is not in the list. Choose again.",
    )


def test_one_wrong_code_of_several_is_the_only_problem():
    found = problems(builders.link_visit(purposes=("PLANNING", "PICNIC")))
    assert [p.field for p in found] == ["purposes"]
    assert "PICNIC" in found[0].message


def test_a_wrong_code_in_a_set_is_found_at_its_cell():
    visit = builders.link_visit(attendees=(builders.attendee(role="WIZARD"),))
    assert paths(visit) == ["attendees/attendee-1/role"]


def test_an_old_code_stays_valid_in_an_old_record():
    gone = Code("PIGEON", "By pigeon", valid_to=dt.date(2020, 1, 1))
    reference = Reference({"visit_mode": [gone]})
    assert problems(builders.link_visit(mode="PIGEON"), reference=reference) == ()
    assert reference.choices("visit_mode", builders.VISIT_DAY) == ()


def test_a_list_that_this_laptop_does_not_have_blocks_nobody():
    assert problems(builders.link_visit(mode="PIGEON"), reference=Reference({})) == ()


def test_a_year_that_cannot_be_right_is_asked_about():
    (found,) = problems(builders.link_visit(visited_on=dt.date(202, 10, 6)), SAVE)
    assert found.field == "visited_on"
    assert "Check the year" in found.message


def test_problems_come_in_the_order_of_the_form():
    visit = builders.link_visit(
        setting_id="", ends_at=dt.time(8, 0), attendees=(), next_visit_on=dt.date(2026, 1, 1)
    )
    assert paths(visit) == ["setting_id", "ends_at", "attendees", "next_visit_on"]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (builders.pupil(sen_provision=""), "Choose SEN provision"),
        (builders.pupil(legal_surname=""), "Enter legal surname"),
        (builders.link_visit(attendees=()), "Say whom you met"),
    ],
)
def test_what_is_missing_is_asked_for_in_words(record, words):
    assert [p.message for p in problems(record)] == [words]


# --- rules of several fields


def test_a_visit_that_ends_before_it_starts_cannot_be_saved():
    assert paths(builders.link_visit(ends_at=dt.time(9, 0)), SAVE) == ["ends_at"]


def test_times_with_and_without_an_offset_can_be_compared():
    odd = builders.link_visit(ends_at=dt.time(8, 0, tzinfo=dt.UTC))
    assert paths(odd, SAVE) == ["ends_at"]


@pytest.mark.parametrize("status", ["CANCELLED", "NO_SHOW"])
def test_a_visit_that_did_not_happen_says_who_called_it_off_and_why(status):
    off = builders.link_visit(status=status)
    assert paths(off, SAVE) == ["called_off_by", "called_off_reason"]
    told = changed(off, called_off_by="SETTING", called_off_reason="SENCO_ABSENT")
    assert [p for p in paths(told, SAVE) if p != "called_off_by"] == []


def test_the_next_visit_is_after_this_one():
    assert paths(builders.link_visit(next_visit_on=builders.VISIT_DAY)) == ["next_visit_on"]


def test_a_discussion_about_a_named_pupil_says_which():
    assert paths(builders.discussion(subject="PUPIL")) == ["pupil_id"]
    assert paths(builders.discussion(subject="PUPIL", pupil_id=builders.an_id("pupil"))) == []
    assert paths(builders.discussion(subject="ANON_PUPIL", subject_label="Y4 child A")) == []


def test_an_action_is_not_dropped_without_a_reason():
    assert paths(builders.action(status="DROPPED", outcome_note=" "), SAVE) == ["outcome_note"]
    assert paths(builders.action(status="DROPPED", outcome_note="Pupil has moved.")) == []


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({"status": "OPEN"}, True),
        ({"status": "PART"}, True),
        ({"status": "NOT_YET"}, True),
        ({"status": "DONE"}, False),
        ({"status": "DROPPED", "outcome_note": "Moved."}, False),
        ({"deleted": True}, False),
    ],
)
def test_an_action_comes_back_until_it_is_done_or_dropped(changes, is_open):
    assert builders.action(**changes).is_open is is_open


def test_an_active_case_needs_an_agreement():
    assert paths(builders.case(agreement_id=""), SAVE) == ["status"]
    assert paths(builders.case(agreement_id="", status="REFERRED"), SAVE) == []


def test_a_setting_has_a_public_number_unless_it_is_a_home():
    assert paths(builders.setting(urn=""), SAVE) == ["urn"]
    assert paths(builders.setting(urn="", ey_ref="EY999901"), SAVE) == []
    assert paths(builders.setting(urn="", setting_type="HOME"), SAVE) == []


def test_an_assignment_does_not_end_before_it_begins():
    assert paths(builders.link_assignment(to_on=dt.date(2026, 8, 31)), SAVE) == ["to_on"]
    assert paths(builders.link_assignment(to_on=dt.date(2026, 9, 1)), SAVE) == []


def test_the_second_need_is_another_one():
    assert paths(builders.pupil(secondary_need="SLCN")) == ["secondary_need"]


def test_contacts_are_those_in_post_with_the_senco_first():
    head = builders.contact(key="h", name="Alba Moorcroft", role="HEAD")
    past = builders.contact(key="p", name="Una Fernsby", to_on=dt.date(2026, 10, 5))
    school = builders.setting(contacts=(head, past, builders.contact()))
    shown = [one.name for one in school.current_contacts(builders.VISIT_DAY)]
    assert shown == ["Petra Quillfeather", "Alba Moorcroft"]
    the_day_before = school.current_contacts(dt.date(2026, 10, 5))
    assert "Una Fernsby" in [one.name for one in the_day_before]


@pytest.mark.parametrize(
    ("names", "initials", "called"),
    [
        ({}, "T.T.", "Toby Thistlewick"),
        ({"known_as": ""}, "T.T.", "Tobias Thistlewick"),
        ({"known_as": "", "legal_forename": ""}, "T.", "Thistlewick"),
    ],
)
def test_a_pupil_is_shown_by_initials_and_called_by_name(names, initials, called):
    child = builders.pupil(**names)
    assert (child.initials, child.called) == (initials, called)
