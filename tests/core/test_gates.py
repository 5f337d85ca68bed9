"""Who may be given a note or a report: the barred adult is known however the name is written."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core import gates
from tests.builders import agreement, parent_carer, pupil

DAY = dt.date(2026, 11, 20)
BARRED = parent_carer(key="carer-2", name="Dan Holt", is_barred=True)
CHILD = pupil(parents_carers=(parent_carer(name="Kay Holt"), BARRED))


def words(name):
    agreed = [agreement(agrees=("DISCUSS", "EMAIL_REPORT"))]
    in_report = gates.report_problems(CHILD, agreed, DAY, name=name, route="PRINT")
    in_note = gates.note_problems([(CHILD, agreed)], name, "PRINT", DAY)
    found = [problem.message for problem in in_report]
    assert found == [problem.message for problem in in_note]
    return found


@pytest.mark.parametrize("name", ["Dan Holt", " mr. dan HOLT ", "Dán Holt"])
def test_a_barred_adult_is_known_whatever_title_or_accent_is_written(name):
    assert words(name) == ["This person is barred from contact. Nothing may be sent."]


@pytest.mark.parametrize("name", ["D. Holt", "Mr Holt", "holt"])
def test_a_name_that_may_be_a_barred_adults_has_to_be_written_in_full(name):
    assert words(name) == [
        f"“{name}” may be Dan Holt, who is barred from contact. Write the name in full."
    ]


@pytest.mark.parametrize("name", ["Kay Holt", "Mrs K. Holt", "Dan Hill", "The SENCO", "", "…"])
def test_whoever_cannot_be_barred_is_not_stopped(name):
    assert words(name) == []
