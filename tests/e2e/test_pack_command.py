"""`stls-desktop pack`: a school's one-page pack as a file, what it says and what it refuses."""

from __future__ import annotations

import json

import pypdfium2
import pytest

from stls_core.records.reports import IssuedDocument
from stls_desktop import cli
from stls_desktop.config import settings_for
from stls_desktop.security.cost import FLOOR
from stls_desktop.services import opening
from stls_desktop.services.desk import Identity
from tests.builders import an_id, case, pupil, setting

PASSPHRASE = "marl tench corvid plinth sable" + " osier"


@pytest.fixture
def place(tmp_path):
    """A data folder with a school and two children; a colleague's restricted case is one's."""
    words, secret = tmp_path / "words", tmp_path / "secret.json"
    words.write_text(PASSPHRASE, encoding="utf-8")
    words.chmod(0o600)
    where = opening.Place(settings_for(tmp_path / "data"), secret)
    me = Identity(account=opening.new_id(), name="Odile Marchbanks")
    opened = opening.set_up(where, PASSPHRASE, me, cost=FLOOR)
    other = {"legal_forename": "Zebedee", "legal_surname": "Quartermaine", "known_as": "Zeb"}
    colleague = {"author_id": an_id("account", 7), "lead_teacher_id": an_id("account", 7)}
    with opened.desk.store.write() as work:
        for record in (
            setting(),
            pupil(),
            pupil(number=2, **other),
            case(number=2, pupil_id=an_id("pupil", 2), sensitivity="RESTRICTED", **colleague),
        ):
            work.put(record)
    opened.close()
    return where


def run(folder, capsys, *arguments):
    """(exit code, objects of the output, what was said of errors)."""
    given = ["--data-dir", str(folder / "data"), "--passphrase-file", str(folder / "words")]
    given += ["--device-secret-file", str(folder / "secret.json")]
    code = cli.run([*given, "--json", "pack", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def packs_recorded(place):
    opened = opening.unlock(place, PASSPHRASE)
    try:
        with opened.desk.store.read() as read:
            return [each.sha256 for each in read.find(IssuedDocument)]
    finally:
        opened.close()


def test_a_pack_is_one_page_without_names_and_takes_the_place_of_an_older_file(
    place, tmp_path, capsys
):
    out = tmp_path / "pack.pdf"
    out.write_bytes(b"yesterday's pack")
    code, told, _ = run(tmp_path, capsys, setting().urn, "--out", out)
    assert (code, told[0]["file"]) == (0, str(out))
    pdf = pypdfium2.PdfDocument(out)
    assert len(pdf) == 1
    text = pdf[0].get_textpage().get_text_bounded()
    pdf.close()
    assert pupil().initials in text
    assert "Thistlewick" not in text
    assert not any(words in text for words in ("Quartermaine", "Zeb", "Z.Q."))
    assert packs_recorded(place) == [told[0]["sha256"]]
    assert [each.name for each in tmp_path.glob("pack*")] == ["pack.pdf"]


def test_a_school_that_is_not_here_leaves_no_file_and_an_older_one_as_it_was(
    place, tmp_path, capsys
):
    out = tmp_path / "pack.pdf"
    code, told, err = run(tmp_path, capsys, "999777", "--out", out)
    assert (code, told, out.exists()) == (2, [], False)
    assert "No school with the URN 999777 is on this laptop." in err
    out.write_bytes(b"yesterday's pack")
    assert run(tmp_path, capsys, "999777", "--out", out)[0] == 2
    assert out.read_bytes() == b"yesterday's pack"
    assert packs_recorded(place) == []
