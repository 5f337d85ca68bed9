"""Lists of invented pupils, for tests of their import."""

from __future__ import annotations

from stls_core.records.pupils import Pupil
from stls_desktop.services import pupil_import
from tests.builders import an_id

SCHOOL = an_id("setting")
HEADER = "UPN,Surname,Forename,DOB,SEN Status"


def a_list(folder, *rows, header=HEADER, name="list.csv"):
    path = folder / name
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def planned(desk, path, usual=SCHOOL):
    opened = pupil_import.open_list(desk, path)
    return pupil_import.preview(desk, opened, opened.mapped, usual)


def pupils(desk):
    with desk.store.read() as read:
        return read.find(Pupil, order_by=("legal_surname", "legal_forename"))


def put(desk, *records):
    with desk.store.write() as work:
        for record in records:
            work.put(record)


def fates(plan):
    return [row.outcome for row in plan.rows]
