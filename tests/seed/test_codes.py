"""The code lists: whole, unique, short enough for a form, and known to what names them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from stls_core.calendar import nc_year
from stls_core.records import all_kinds
from stls_core.records._declare import fields_of
from stls_desktop.imports.school_types import TYPE_NAMES, phase_of, setting_type_of
from tests.seed.seed_files import SEED, codes, rows

LONGEST_LABEL = 40

# The codes that the handbook of the field prints, list by list.
HANDBOOK = {
    "visit_mode": "INPERSON VIDEO PHONE EMAIL",
    "visit_purpose": "PLANNING REVIEW SURGERY AUDIT OBS MODELLING TRAINING PARENT TRANSITION "
    "CRISIS",
    "visit_status": "PLANNED IN_PROGRESS SIGNED SUPERSEDED CANCELLED NO_SHOW",
    "discussion_subject": "WHOLE_SCHOOL CLASS GROUP ANON_PUPIL PUPIL",
    "action_status": "OPEN DONE PART NOT_YET DROPPED",
    "copy_given": "PRINTED EMAILED LATER",
    "area_of_need": "CI CL SEMH SP",
    "sen_type": "SPLD MLD SLD PMLD SEMH SLCN HI VI MSI PD ASD DS OTH NSA",
    "sen_provision": "E K N A P S",
    "nc_year": "N1 N2 R 1 2 3 4 5 6 7 8 9 10 11 12 13 14 X",
    "setting_type": "MNS PVI CM PRI INF JUN SEC ALL SPEC SRP PRU FE IND HOME",
    "setting_status": "ACTIVE MERGED CLOSED",
    "agreement_form": "LIFT EY_LIFT ISS ASSESSMENT HABILITATION PHOTO_VIDEO TRAINING_CASE",
    "agreement_how_obtained": "WET_SIGN E_SIGN EMAIL VERBAL_LOGGED",
    "case_source": "LIFT EYLIFT COS HEALTH PARENT SETTING TRANSFER EHCNA DROPIN",
    "tier": "1 2 3",
    "involvement": "ADVICE_ONLY ACTIVE MONITOR",
    "case_status": "ENQUIRY REFERRED AGREED ALLOCATED ACTIVE REVIEW_DUE CLOSED ADVICE_ONLY "
    "INACTIVE DECLINED WITHDRAWN",
    "case_close_reason": "TARGETS_MET STAFF_CONFIDENT MOVED OTHER_SERVICE EHCP PARENT_WITHDREW "
    "SETTING_NOT_ENGAGED AGED_OUT",
    "care_status": "NONE CLA PREV_CLA KINSHIP",
    "report_format": "STD LARGE XL BRAILLE EASY AUDIO TRANSLATED",
    "sensitivity": "OPEN PUPIL RESTRICTED",
    "diagnosis_status": "CONFIRMED REPORTED AWAITING",
    "professional_role": "EP SALT OT PHYSIO PAED CAMHS SW PORTAGE QTOD QTVI",
    "communication_mode": "SPEECH SIGNS MAKATON BSL PECS AAC OBJECTS",
    "role": "ST LINK LEAD BSA HAB COUNTY",
    "activity_type": "LINKVISIT DROPIN LIFT OBS ASSESS ISS MODEL CONSULT PARENT MDT TRAIN_PREP "
    "TRAIN_DELIVER REPORT LIAISE SENS_EQUIP HAB TRAVEL CPD SUPERV ADMIN",
    "lift_outcome": "ADV TRN PEER SPEC EHLP HLTH ISS CLINIC EHCNA MORE NFA WDN",
    "tme_result": "WORSE NONE SOME EXPECTED BETTER",
    "gas_level": "-2 -1 0 1 2",
    "route": "PRINT SECURE_EMAIL POST PORTAL",
    "strategy": " ".join(
        [f"CI{n:02d}" for n in range(1, 12)]
        + [f"CL{n:02d}" for n in range(1, 12)]
        + [f"SE{n:02d}" for n in range(1, 12)]
        + [f"SP{n:02d}" for n in range(1, 13)]
    ),
}


def declared():
    """Every (list, default) that a record kind or an embedded child names."""
    for kind in all_kinds():
        if not kind.record.__module__.startswith("stls_core."):
            continue  # a toy kind of another test
        for field in kind.fields.values():
            for one in (field, *(fields_of(field.child) if field.child else ())):
                if one.says.codes:
                    yield kind.name, one.name, one.says.codes, one.default


def test_every_file_is_utf8_with_line_feeds_and_even_rows():
    for path in sorted(SEED.rglob("*.csv")):
        data = path.read_bytes()
        assert b"\r" not in data, path.name
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert "\ufffd" not in data.decode("utf-8"), path.name
        for row in rows(path.relative_to(SEED).with_suffix("").as_posix()):
            assert None not in row, f"{path.name}: a row wider than the header"
            assert None not in row.values(), f"{path.name}: a row narrower than the header"


def test_codes_are_unique_in_their_list():
    counts = Counter((row["list"], row["code"]) for row in rows("codes"))
    assert [twice for twice, count in counts.items() if count > 1] == []


def test_labels_of_one_list_differ():
    """Headings of a report may be alike for two readers: each is shown the own ones."""
    counts = Counter(
        (
            row["list"],
            row["parent"] if row["list"] == "report_section" else "",
            row["label"].lower(),
        )
        for row in rows("codes")
    )
    assert [twice for twice, count in counts.items() if count > 1] == []


def test_labels_fit_a_form_and_read_as_words():
    for row in rows("codes"):
        label = row["label"]
        assert label == label.strip(), row
        assert 0 < len(label) <= LONGEST_LABEL, row
        assert label[0].isupper() or label[0].isdigit(), row
        assert "_" not in label, row


def test_every_list_has_its_own_order():
    for name in {row["list"] for row in rows("codes")}:
        order = [int(row["order"]) for row in rows("codes") if row["list"] == name]
        assert order == sorted(set(order)), name


PARENTS = {
    "language": "language",
    "environment_aspect": "environment_area",
    "observation_check": "observation_method",
    "report_section": "report_audience",
}


def test_parents_are_codes():
    for row in rows("codes"):
        if row["parent"]:
            parents = PARENTS.get(row["list"], "area_of_need")
            assert row["parent"] in codes(parents), row


def test_dates_are_days_and_in_order():
    for row in rows("codes"):
        days = [
            dt.date.fromisoformat(row[name]) for name in ("valid_from", "valid_to") if row[name]
        ]
        assert days == sorted(days), row


@pytest.mark.parametrize("name", HANDBOOK)
def test_the_handbooks_codes_are_there(name):
    assert set(HANDBOOK[name].split()) - codes(name) == set()


def test_every_list_that_a_record_names_is_there():
    missing = {name for _, _, name, _ in declared() if not codes(name)}
    assert missing == set()


def test_every_default_of_a_record_is_a_code():
    wrong = [
        (kind, field, default)
        for kind, field, name, default in declared()
        if isinstance(default, str) and default and default not in codes(name)
    ]
    assert wrong == []
    assert any(default == "INPERSON" for _, _, _, default in declared())


def test_what_the_import_writes_are_codes():
    types = {setting_type_of(code, "", "", "", (None, None)) for code in TYPE_NAMES}
    types |= {setting_type_of("", "", phase_of(str(n), ""), "", (None, None)) for n in range(8)}
    types |= {
        setting_type_of("", "", "PRIMARY", name, (None, None)) for name in ("Infants", "Juniors")
    }
    assert types <= codes("setting_type")
    assert {phase_of(str(number), "") for number in range(8)} <= codes("phase")


def test_old_codes_keep_their_words_and_cannot_be_chosen():
    ended = {(row["list"], row["code"]) for row in rows("codes") if row["valid_to"]}
    assert {("sen_provision", "S"), ("sen_type", "BESD")} <= ended


def test_the_year_groups_are_those_that_a_birthday_gives():
    today = dt.date(2026, 11, 2)
    given = {nc_year(dt.date(year, 9, 1), today) for year in range(2006, 2025)} - {""}
    assert given == codes("nc_year") - {"E1", "E2", "X"}
