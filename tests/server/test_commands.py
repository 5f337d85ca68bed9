"""The commands for those who run the server: facts, exit codes, and doing things twice."""

from __future__ import annotations

import json

import pytest

from stls_core.ids import derived_id
from stls_server import cli
from stls_server.council import Council
from stls_server.database import Database
from tests.fakes import Clock
from tests.server.desk import Desk

KENT = ("--authority", "886", "--name", "Kent County Council")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in this process; returns its exit code and its facts or its complaint."""
    monkeypatch.setenv("STLS_SERVER_DATABASE", str(tmp_path / "data" / "council.db"))

    def command(*arguments):
        code = cli.main([*arguments, "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()] or said.err

    return command


@pytest.fixture
def council(run, tmp_path):
    """The council of the commands' database, after `init`."""
    run("init", *KENT)
    database = Database(f"sqlite:///{tmp_path / 'data' / 'council.db'}")
    yield Council(database)
    database.close()


def test_init_seeds_the_services_structure_once(run):
    code, (fact,) = run("init", *KENT)
    assert (code, fact["authority"]) == (0, "886")
    assert fact["records"] == 1 + 12 + 14 + 24
    code, (again,) = run("init", *KENT)
    assert (code, again["records"]) == (0, 0)


def test_seeded_ids_are_those_that_laptops_derive(run, council):
    (sensory,) = [fact for fact in run("team", "list")[1] if fact["name"] == "Sensory team"]
    assert sensory["districts"] == 12
    assert sensory["id"] == derived_id("886", "team", "SENSORY")
    with council.database.read() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM rec WHERE kind = 'district'").scalars()
        assert derived_id("886", "district", "E07000105") in ids.all()


def test_a_correction_by_an_administrator_survives_another_init(run, council):
    desk = Desk(council, Clock())
    rec = derived_id("886", "team", "ASHFORD")
    lead = desk.laptop("Bram Fettiplace", "LEAD", rec).pull()
    lead.edit("team", rec, {"name": "Ashford and Wye team"})
    run("init", *KENT)
    assert lead.pull().doc(rec)["name"] == "Ashford and Wye team"


def test_init_of_another_authority_is_refused(run):
    run("init", *KENT)
    code, said = run("init", "--authority", "885", "--name", "Other")
    assert code == 2
    assert "886" in said


def test_an_authority_without_shipped_structure_begins_empty(run):
    code, (fact,) = run("init", "--authority", "000", "--name", "Wenning")
    assert (code, fact["records"]) == (0, 0)


def test_people_and_laptops_are_added_and_listed(run):
    run("init", *KENT)
    code, _ = run("account", "add", "--name", "Odile Marchbanks", "--role", "ST", "--team", "SWALE")
    assert code == 0
    code, (account,) = run("account", "list")
    assert (account["name"], account["team"], account["laptops"]) == (
        "Odile Marchbanks",
        "Swale team",
        0,
    )
    code, (fact,) = run("device", "code", account["id"])
    assert len(fact["code"]) == 14
    assert run("device", "code", "Nobody")[0] == 2
    assert run("device", "list") == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("account", "add", "--name", "X", "--role", "ST", "--team", "NOWHERE"),
        ("account", "add", "--name", " ", "--role", "ST"),
        ("device", "revoke", "no-such-laptop"),
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(run, arguments):
    run("init", *KENT)
    code, said = run(*arguments)
    assert code == 2
    assert said.startswith("stls-server: ")
    assert run("account", "list") == (0, "")


def test_a_command_before_init_says_what_to_do(run):
    code, said = run("account", "list")
    assert code == 2
    assert "init" in said


def test_an_address_with_a_password_is_never_printed(run, capsys):
    code, said = run("account", "list", "--database", "mysql://stls:hushhush@db/council")
    assert (code, "hushhush" in said) == (2, False)
    code, said = run("held", "--database", "postgresql://stls:hushhush@127.0.0.1:1/council")
    assert (code, "hushhush" in said) == (2, False)
    assert "could not be used" in said


def test_held_changes_and_conflicts_are_listed_without_their_words(run, council):
    desk = Desk(council, Clock())
    team = derived_id("886", "team", "ASHFORD")
    lead = desk.laptop("Bram Fettiplace", "LEAD", team)
    other = desk.laptop("Odile Marchbanks", "ST", team)
    school, rec = lead.new_id(), lead.new_id()
    district = derived_id("886", "district", "E07000105")
    lead.edit("setting", school, {"id": school, "name": "S", "district_id": district})
    lead.edit("link_visit", rec, {"id": rec, "setting_id": school, "copy_given": "SECRET-A"})
    assert run("conflicts") == (0, "")
    assert run("held") == (0, "")
    other.edit("link_visit", rec, {"copy_given": "SECRET-B"}, saw={})
    other.edit("setting", school, {"name": "SECRET-C"})
    code, (conflict,) = run("conflicts")
    assert (code, conflict["of_id"], conflict["slot"]) == (1, rec, "copy_given")
    code, (held,) = run("held")
    assert (code, held["rec"], held["person"]) == (1, school, "Odile Marchbanks")
    assert "SECRET" not in str((conflict, held))


def test_the_change_log_shows_what_was_altered_or_cut(run, council):
    desk = Desk(council, Clock())
    lead = desk.laptop("Bram Fettiplace", "LEAD", derived_id("886", "team", "ASHFORD"))
    for _ in range(3):
        rec = lead.new_id()
        lead.edit("term", rec, {"id": rec, "name": "T", "miles": 1.5})
    code, (common,) = run("verify-audit")
    assert (code, common["state"], common["lines"]) == (0, "whole", 51 + 3)
    noted = f"common={common['hash']}"
    assert run("verify-audit", "--noted", noted)[0] == 0

    def spoil(statement):
        with council.database.write() as connection:
            connection.exec_driver_sql(statement)

    spoil("DELETE FROM chg WHERE seq = 54")
    assert run("verify-audit")[0] == 0  # a cut end cannot show by itself
    code, (fact,) = run("verify-audit", "--noted", noted)
    assert (code, fact["state"]) == (1, "END CUT OFF")
    spoil("DELETE FROM chg WHERE seq = 52")
    assert run("verify-audit")[1][0]["state"] == "ALTERED at 53"
    spoil("UPDATE chg SET account = 'somebody else' WHERE seq = 20")
    assert run("verify-audit")[1][0]["state"] == "ALTERED at 20"
