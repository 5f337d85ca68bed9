"""`stls-desktop import-pupils`: exit codes, what is said of a row, and what is never written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop import cli
from stls_desktop.config import settings_for
from stls_desktop.security.cost import FLOOR
from stls_desktop.services import opening
from stls_desktop.services.desk import Identity
from tests.builders import setting
from tests.imports.children import FOLDER

SCHOOL = "Hopperswick Primary School"
PASSPHRASE = "marl tench corvid plinth sable" + " osier"


class Laptop:
    """A data folder, and its command line."""

    def __init__(self, folder, capsys):
        self.folder, self._capsys = folder, capsys
        self._words, self._secret = folder / "words", folder / "secret.json"
        self._words.write_text(PASSPHRASE, encoding="utf-8")
        self._words.chmod(0o600)
        identity = Identity(account=opening.new_id(), name="Odile Marchbanks")
        opened = opening.set_up(self._place, PASSPHRASE, identity, cost=FLOOR)
        with opened.desk.store.write() as work:
            work.put(setting(name=SCHOOL, urn="990001"))
        opened.close()

    @property
    def _place(self):
        return opening.Place(settings_for(self.folder / "data", is_demo=False), self._secret)

    def run(self, *arguments, as_json=False):
        """(exit code, lines or objects of the output, what was said of errors)."""
        given = ["--data-dir", str(self.folder / "data"), "--passphrase-file", str(self._words)]
        given += ["--device-secret-file", str(self._secret), *(["--json"] if as_json else [])]
        code = cli.run([*given, "import-pupils", *map(str, arguments)])
        out, err = self._capsys.readouterr()
        lines = out.splitlines()
        return code, [json.loads(line) for line in lines] if as_json else lines, err

    def pupils(self):
        opened = opening.unlock(self._place, PASSPHRASE)
        try:
            with opened.desk.store.read() as read:
                assert read.find(Setting)
                return read.find(Pupil, order_by=("legal_surname",))
        finally:
            opened.close()


@pytest.fixture
def laptop(tmp_path, capsys):
    return Laptop(tmp_path, capsys)


@pytest.fixture
def listed(tmp_path):
    def write(*rows, header="Surname,Forename,DOB,School"):
        path = tmp_path / "spring.csv"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        return path

    return write


def test_a_good_list_is_written_and_the_exit_code_is_nought(laptop, listed):
    code, lines, err = laptop.run(listed(f"Aldous,Ann,1/2/2016,{SCHOOL}"))
    assert (code, err) == (0, "")
    assert lines[-1] == "file: spring.csv  pupils: 1 new.  result: 1 added, 0 updated"
    assert [p.legal_surname for p in laptop.pupils()] == ["Aldous"]


def test_an_error_names_file_row_field_and_reason_and_the_exit_code_is_one(laptop, listed):
    path = listed(
        f"Aldous,Ann,1/2/2016,{SCHOOL}",
        f"Birch,Bo,31/02/2015,{SCHOOL}",
        "Corbel,Cy,1/2/2016,Hoperswick Primary",
    )
    code, told, _ = laptop.run(path, as_json=True)
    assert code == 1
    assert told[0] == {
        "file": "spring.csv",
        "row": 3,
        "result": "with an error",
        "field": "Date of birth",
        "reason": "“31/02/2015” is no date that exists; expected day/month/year",
    }
    assert (told[1]["row"], told[1]["field"]) == (4, "School")
    assert told[2]["pupils"] == "1 new, 1 without a known school, 1 with an error."
    assert len(laptop.pupils()) == 1


def test_a_file_that_cannot_be_used_says_why_and_the_exit_code_is_two(laptop, tmp_path):
    code, lines, err = laptop.run(tmp_path / "nowhere.csv")
    assert (code, lines) == (2, [])
    assert err.startswith("Not done: nowhere.csv cannot be read: No such file")
    code, _, err = laptop.run(FOLDER / "two_sheets.xlsx", "--sheet", "Summer")
    assert code == 2
    assert "there are: Read me, Autumn, Spring" in err


def test_a_dry_run_writes_no_pupil_and_no_mapping(laptop, listed, tmp_path):
    path = listed("Aldous,Ann,1/2/2016", header="Fam,Giv,Born")
    mapping = tmp_path / "arbor.toml"
    mapping.write_text(
        '[columns]\nFam = "legal_surname"\nGiv = "legal_forename"\nBorn = "born_on"\n',
        encoding="utf-8",
    )
    given = (path, "--school", "990001", "--mapping", mapping)
    before = {f: f.read_bytes() for f in _files(laptop)}
    code, lines, _ = laptop.run(*given, "--dry-run")
    assert code == 0
    assert lines[-1].endswith("pupils: 1 new.  result: nothing was written, as asked")
    assert laptop.pupils() == ()
    assert {f: f.read_bytes() for f in _files(laptop)} == before
    code, _, err = laptop.run(path, "--school", "990001")
    assert code == 2
    assert "Choose the column for: Legal first name" in err
    assert laptop.run(*given)[0] == 0
    assert laptop.run(path, "--school", "990001")[0] == 0  # now the mapping is known


def _files(laptop) -> list[Path]:
    return [f for f in (laptop.folder / "data").rglob("*.db") if f.is_file()]


def test_a_mapping_that_is_not_there_is_said(laptop, listed):
    code, _, err = laptop.run(listed(f"Aldous,Ann,1/2/2016,{SCHOOL}"), "--mapping", "Arbor")
    assert code == 2
    assert "No mapping is kept under the name “Arbor”; none is kept yet" in err
    code, _, err = laptop.run(FOLDER / "ctf_v25.xml", "--mapping", "Arbor")
    assert (code, "leave --mapping out" in err) == (2, True)


def test_a_transfer_file_and_what_else_is_wanted_of_it(laptop):
    code, told, _ = laptop.run(FOLDER / "ctf_v25.xml", "--also", "sex", as_json=True)
    assert code == 1
    assert {each["row"] for each in told if each.get("result") == "with an error"} == {4}
    assert {p.sex for p in laptop.pupils()} == {"F", "M"}


def test_the_files_values_and_the_report(laptop, listed, tmp_path):
    header = "Surname,Forename,DOB,School,SEN Status"
    laptop.run(listed(f"Aldous,Ann,1/2/2016,{SCHOOL},K", header=header))
    path = listed(f"Aldous,Ann,1/2/2016,{SCHOOL},E", header=header)
    report = tmp_path / "report.csv"
    assert laptop.run(path, "--report", report)[1][-1].endswith("result: 0 added, 0 updated")
    assert "kept as it is here" in report.read_text(encoding="utf-8-sig")
    assert laptop.run(path, "--prefer-file")[1][-1].endswith("result: 0 added, 1 updated")
    assert laptop.pupils()[0].sen_provision == "E"
