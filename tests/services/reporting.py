"""A signed advice report about the builders' child, and every word that a file holds."""

from __future__ import annotations

import io
import zipfile

import pikepdf

from stls_desktop.services import casework_signing
from tests.builders import a_record, agreement, an_id, parent_carer, professional, pupil
from tests.reports.reading import artifacts, opened, tree

REPORT = an_id("advice_report")
SECRET = "marzipan"  # stands in no other text
BARRED = parent_carer(
    key="carer-2", name="Rufus Thistlewick", email="rufus@home.example", is_barred=True
)
MOTHER = parent_carer(email="morwen@home.example", report_format="LARGE")
SALT = professional(email="salt@health.example")
UNASKED = professional(key="professional-2", name="Ludo Quince", may_receive_report=False)


def put(desk, *records):
    with desk.store.write() as work:
        for record in records:
            work.put(record)


def a_report(desk, **changes):
    """A report with a piece of each sort, one paragraph of each reader kept from that reader."""
    child = pupil(parents_carers=(MOTHER, BARRED), professionals=(SALT, UNASKED))
    put(desk, child, agreement(agrees=("DISCUSS", "SHARE_SALT", "EMAIL_REPORT")))
    reasons = dict.fromkeys(("no_pupil_voice_because", "no_parent_voice_because"), "Both ill.")
    put(desk, a_record("advice_report", **{**reasons, **changes}))
    put(desk, a_record("finding"), a_record("recommendation"))
    put(desk, a_record("report_part"))
    for number, (section, reader) in enumerate(
        (("SEEN", "SENCO"), ("HELPS", "TEACHER"), ("HARD", "PARENT"), ("HARD", "BOTH")), 2
    ):
        kept = {"withheld_from": (reader,), "withheld_because": f"They asked. {SECRET}"}
        text = f"Something about {SECRET}."
        put(desk, a_record("report_part", number=number, section=section, text=text, **kept))


def signed(desk, reason=""):
    """The id of the next signed version."""
    return casework_signing.sign(desk, REPORT, reason).version_id


def several(desk, count):
    """The ids of signed versions: of `a_report`, and of `count - 1` short ones beside it."""
    a_report(desk)
    versions = [signed(desk)]
    for number in range(2, count + 1):
        report = an_id("advice_report", number)
        about = {"number": 100 + number, "report_id": report}
        because = dict.fromkeys(("no_pupil_voice_because", "no_parent_voice_because"), "Both ill.")
        finding = a_record("finding", **about)
        put(desk, a_record("advice_report", number=number, **because), finding)
        put(desk, a_record("recommendation", finding_id=finding.id, **about))
        put(desk, a_record("report_part", **about))
        versions.append(casework_signing.sign(desk, report).version_id)
    return versions


def everything_in(content):
    """Every word of a file: pages, structure, properties, and each stream as bytes."""
    if content.startswith(b"%PDF"):
        file = opened(content)
        said = (
            _stream(each) if isinstance(each, pikepdf.Stream) else repr(each)
            for each in file.objects
        )
        return " ".join([tree(content).text, *artifacts(content), *said])
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(name).decode("latin-1") for name in parts.namelist())
    return content.decode("utf-8-sig")


def _stream(stream):
    return repr(dict(stream.items())) + stream.read_bytes().decode("latin-1")
