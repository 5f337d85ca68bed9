"""Export: all that a record holds, in words for a spreadsheet, and nothing that runs in one."""

from __future__ import annotations

import csv
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import all_kinds, kind_named
from stls_core.wire import Row
from stls_desktop.services import exporting
from stls_desktop.services.exporting import ExportError
from stls_desktop.store.problems import DiskFullError
from tests.builders import BUILDERS, a_record, an_id, link_visit


@pytest.fixture
def full(desk):
    """One record of each kind, and two that only a newer version knows all of."""
    with desk.store.write() as work:
        for name in BUILDERS:
            work.put(a_record(name))
        work.put(link_visit(number=2, whole_school_focus='=HYPERLINK("https://bad.example")'))
        strange = {"id": an_id("district", 2), "name": "Far Dale", "moons": 2, "wings/E": True}
        hymn = {"id": an_id("hymn"), "tune": "Greensleeves"}
        rows = [
            Row(id=doc["id"], seq=seq, kind=kind, unit="u", doc=doc, ver=dict.fromkeys(doc, seq))
            for seq, kind, doc in ((3, "district", strange), (4, "hymn", hymn))
        ]
        work.inbox.take_page("d", "e", rows, 4)
    return desk


def _json(folder, kind):
    return json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))


def _csv(folder, kind):
    with (folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_goes_out_as_json_newer_fields_and_kinds_too(full, tmp_path):
    done = exporting.export(full, tmp_path / "out")
    assert {one.kind for one in done} == {kind.name for kind in all_kinds()} | {"hymn"}
    assert {one.kind: one.records for one in done}["link_visit"] == 2
    (hymn,) = _json(tmp_path / "out", "hymn")
    assert hymn == {"id": an_id("hymn"), "tune": "Greensleeves"}
    far = next(one for one in _json(tmp_path / "out", "district") if one["name"] == "Far Dale")
    assert (far["moons"], far["wings"]) == (2, ["E"])
    visit = _json(tmp_path / "out", "link_visit")[0]
    assert visit["attendees"] == [
        {"key": "attendee-1", "name": "Petra Quillfeather", "role": "SENCO"}
    ]
    assert visit["purposes"] == ["PLANNING", "REVIEW"]


@pytest.mark.parametrize("name", [kind.name for kind in all_kinds()])
def test_every_kind_has_a_csv_with_each_declared_field_under_its_own_label(full, tmp_path, name):
    exporting.export(full, tmp_path, "csv", [name])
    lines = _csv(tmp_path, name)
    assert lines
    kind = kind_named(name)
    heads = exporting.labels_of(kind)
    assert tuple(lines[0]) == heads
    assert len(set(heads)) == len(kind.fields)


def test_csv_shows_words_where_the_record_has_codes(full, tmp_path):
    exporting.export(full, tmp_path, "csv", ["link_visit"])
    line = next(one for one in _csv(tmp_path, "link_visit") if one["Id"] == an_id("link_visit"))
    assert line["How"] == "In person"
    assert line["Date"] == "2026-10-06"
    assert line["Purpose"] == " | ".join(
        full.reference.label("visit_purpose", code) for code in ("PLANNING", "REVIEW")
    )
    senco = full.reference.label("staff_role", "SENCO")
    assert line["Staff seen"] == f"Name: Petra Quillfeather, Role: {senco}"
    assert line["SENCO’s confidence"] == "6"
    assert line["Deleted"] == ""


def test_no_cell_starts_a_formula(full, tmp_path):
    exporting.export(full, tmp_path, "csv", ["link_visit"])
    cells = [line["Whole-school focus"] for line in _csv(tmp_path, "link_visit")]
    assert '\'=HYPERLINK("https://bad.example")' in cells


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1622 000000", "'+44 1622 000000"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("Calm starts", "Calm starts"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_a_quote_and_a_number_does_not(text, cell):
    assert exporting.safe_cell(text) == cell


@given(st.text(max_size=20))
def test_no_text_at_all_starts_a_formula(text):
    cell = exporting.safe_cell(text)
    bare = cell.strip()
    try:
        float(cell)
    except ValueError:
        assert not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert cell in (text, f"'{text}")


def test_one_kind_can_be_asked_for_and_no_name_is_in_a_file_name(full, tmp_path):
    (done,) = exporting.export(full, tmp_path / "out", "json", ["pupil"])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["pupil.json"]
    assert done.records == 1
    if os.name == "posix":
        assert done.path.stat().st_mode & 0o077 == 0


def test_an_empty_kind_gives_an_empty_list(desk, tmp_path):
    exporting.export(desk, tmp_path, "json", ["pupil"])
    assert _json(tmp_path, "pupil") == []
    exporting.export(desk, tmp_path, "csv", ["pupil"])
    assert _csv(tmp_path, "pupil") == []


@pytest.mark.parametrize(("form", "kind"), [("xls", "pupil"), ("json", "hymn"), ("csv", "hymn")])
def test_what_there_is_not_is_refused_before_anything_is_written(desk, tmp_path, form, kind):
    with pytest.raises(ExportError, match="There is no"):
        exporting.export(desk, tmp_path / "out", form, [kind])
    assert not (tmp_path / "out").exists()


def test_an_export_that_fails_leaves_the_older_file_and_no_half_one(full, tmp_path, monkeypatch):
    exporting.export(full, tmp_path, "json", ["pupil"])
    before = (tmp_path / "pupil.json").read_bytes()

    def full_disk(read, kind_name, out, _shut):
        out.write(b"[")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_json", full_disk)
    with pytest.raises(DiskFullError):
        exporting.export(full, tmp_path, "json", ["pupil"])
    assert (tmp_path / "pupil.json").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.unfinished")] == []


def test_a_deleted_record_is_exported_as_deleted(full, tmp_path):
    with full.store.write() as work:
        work.edit("pupil", an_id("pupil"), {"deleted": True})
    exporting.export(full, tmp_path, "csv", ["pupil"])
    assert _csv(tmp_path, "pupil")[0]["Deleted"] == "yes"
