"""`stls-desktop report` and `check-file`: the files they write, what they say, what they refuse."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from stls_core.records.reports import IssuedDocument
from stls_desktop import cli
from stls_desktop.config import settings_for
from stls_desktop.security.cost import FLOOR
from stls_desktop.services import opening
from stls_desktop.services.desk import Identity
from tests.builders import agreement, an_id, setting
from tests.services.reporting import REPORT, a_report, put, signed

PASSPHRASE = "marl tench corvid plinth sable" + " osier"


class Laptop:
    """A data folder with one signed report, and its command line."""

    def __init__(self, folder, capsys):
        self.folder, self._capsys = folder, capsys
        self._words, self._secret = folder / "words", folder / "secret.json"
        self._words.write_text(PASSPHRASE, encoding="utf-8")
        self._words.chmod(0o600)
        identity = Identity(account=opening.new_id(), name="Odile Marchbanks", role="LEAD")
        opened = opening.set_up(self._place, PASSPHRASE, identity, cost=FLOOR)
        put(opened.desk, setting())
        a_report(opened.desk)
        signed_on = opened.desk.today() - dt.timedelta(days=30)  # this desk has the real clock
        put(opened.desk, agreement(signed_on=signed_on))
        self.version = signed(opened.desk)
        opened.close()

    @property
    def _place(self):
        return opening.Place(settings_for(self.folder / "data"), self._secret)

    def run(self, *arguments):
        """(exit code, objects of the output, what was said of errors)."""
        given = ["--data-dir", str(self.folder / "data"), "--passphrase-file", str(self._words)]
        given += ["--device-secret-file", str(self._secret), "--json"]
        code = cli.run([*given, *map(str, arguments)])
        out, err = self._capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    def with_desk(self, work):
        """What a piece of work with the open desk gives."""
        opened = opening.unlock(self._place, PASSPHRASE)
        try:
            return work(opened.desk)
        finally:
            opened.close()

    def given(self):
        """(audience, variant, name, route) of every copy that was recorded."""

        def found(desk):
            with desk.store.read() as read:
                return [
                    (issued.audience, issued.variant, each.name, each.route)
                    for issued in read.find(IssuedDocument, order_by=("audience", "variant"))
                    for each in issued.recipients
                ]

        return self.with_desk(found)


@pytest.fixture
def laptop(tmp_path, capsys):
    return Laptop(tmp_path, capsys)


def test_a_report_is_written_recorded_and_known_again(laptop, tmp_path):
    plain, page = tmp_path / "plain.txt", tmp_path / "page.pdf"
    wanted = ("report", REPORT, "--audience", "parent", "--format", "text", "--out", plain)
    code, told, _ = laptop.run(*wanted)
    assert (code, told[0]["file"], told[0]["version"]) == (0, str(plain), 1)
    assert "What is hard?" not in plain.read_text(encoding="utf-8-sig")  # all of it is withheld
    assert "Who can you ask?" in plain.read_text(encoding="utf-8-sig")
    assert laptop.run("report", laptop.version, "--out", page)[0] == 0
    assert laptop.given() == [
        ("PARENT", "TEXT", "Odile Marchbanks", "FILE"),
        ("SENCO", "STANDARD", "Odile Marchbanks", "FILE"),
    ]
    code, told, _ = laptop.run("check-file", page)
    assert (code, told[0]["is_ours"]) == (0, "yes")
    assert any("Written for: SENCO" in each["found"] for each in told[1:])
    page.write_bytes(page.read_bytes() + b" ")
    code, told, _ = laptop.run("check-file", page)
    assert (code, told[0]["is_ours"]) == (1, "no")
    assert laptop.run("check-file", tmp_path / "gone.pdf")[0] == 2


def test_what_may_not_leave_leaves_no_file(laptop, tmp_path):
    out = tmp_path / "report.pdf"
    code, told, err = laptop.run("report", an_id("pupil"), "--out", out)
    assert (code, told) == (2, [])
    assert err.startswith("Not done: There is no signed version")
    wanted = ("report", REPORT, "--audience", "parent", "--language", "POL", "--out", out)
    assert "not reviewed" in laptop.run(*wanted)[2]

    def withdraw(desk):
        day = {"withdrawn_on": desk.today().isoformat()}
        with desk.store.write() as work:
            work.edit("agreement", an_id("agreement"), day)

    laptop.with_desk(withdraw)
    code, _, err = laptop.run("report", REPORT, "--out", out)
    assert (code, "No Agreement to Engage holds today" in err) == (2, True)
    assert list(tmp_path.glob("report*")) == []


def test_headings_go_to_a_translator_and_open_the_language_when_they_come_back(laptop, tmp_path):
    sheet, out = tmp_path / "polish.csv", tmp_path / "report.pdf"
    assert laptop.run("headings", "pl", "--out", sheet)[0] == 0
    head, *rows = sheet.read_text(encoding="utf-8-sig").splitlines()
    filled = [f"{row[:-2]},Halina Example,2026-01-15" for row in rows]
    sheet.write_text("\n".join([head, rows[0], *filled[1:], ""]), encoding="utf-8")
    code, told, _ = laptop.run("import-headings", sheet)
    assert code == 1
    assert (told[0]["row"], told[0]["field"]) == (2, "reviewed_by")
    assert told[-1]["still_missing"] == 1
    sheet.write_text("\n".join([head, filled[0], ""]), encoding="utf-8")
    assert laptop.run("import-headings", sheet, "--dry-run")[1][-1]["result"].startswith("nothing")
    wanted = ("report", REPORT, "--audience", "parent", "--language", "POL", "--out", out)
    assert laptop.run(*wanted)[0] == 2
    assert laptop.run("import-headings", sheet)[0] == 0
    assert laptop.run(*wanted)[0] == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_a_full_disk_is_said_and_nothing_is_left_half_nor_recorded(laptop, tmp_path):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs the file of Linux that is always full")
    out = tmp_path / "report.pdf"
    out.write_bytes(b"an older copy")
    out.with_name("report.pdf.part").symlink_to(full)
    code, _, err = laptop.run("report", REPORT, "--out", out)
    assert code == 2
    assert err.startswith("Not done: Not saved: No space left on device.")
    assert out.read_bytes() == b"an older copy"
    assert [each.name for each in tmp_path.glob("report*")] == ["report.pdf"]
    assert laptop.given() == []


def test_many_reports_are_written_and_what_may_not_go_is_named(laptop, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    second = laptop.with_desk(lambda desk: signed(desk, "A date was wrong."))
    code, told, _ = laptop.run("reports", folder, "--audience", "teacher", "--format", "docx")
    assert (code, told[-1]) == (0, {"written": 2, "not_written": 0})
    assert {each["version"] for each in told[:-1]} == {laptop.version, second}
    names = {each["file"] for each in told[:-1]}
    assert {path.name for path in folder.iterdir()} == names
    assert laptop.run("reports", folder, laptop.version)[1][0]["report"] == "1 of 1"
    code, told, err = laptop.run("reports", folder, an_id("pupil"))
    assert (code, told) == (2, [])
    assert err.startswith("Not done: There is no signed version")

    def withdraw(desk):
        with desk.store.write() as work:
            work.edit("agreement", an_id("agreement"), {"withdrawn_on": desk.today().isoformat()})

    laptop.with_desk(withdraw)
    code, told, _ = laptop.run("reports", folder)
    assert (code, told[-1]) == (1, {"written": 0, "not_written": 2})
    assert all(each["reason"] for each in told[:-1])
    assert len(list(folder.iterdir())) == 3
