"""Going out: what the next day needs is here, or it is said what to do; no name is told."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from stls_desktop.config import Settings
from stls_desktop.reports import fonts
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.problems import NoVaultError
from stls_desktop.services import going_out, opening, readiness, visits
from stls_desktop.services.desk import Identity
from tests.builders import VISIT_DAY, a_record, an_id, contact, link_visit, pupil, setting
from tests.services.conftest import SCHOOL

TOMORROW = VISIT_DAY + dt.timedelta(days=1)
PASSPHRASE = "four paper boats drift slowly north"


def checks(desk):
    return {each.what: each for each in going_out.going_out(desk)}


def ready(desk):
    return {each.what: each for each in readiness.readiness(desk)}


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def test_the_next_day_with_something_planned_is_looked_at(desk):
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=2))
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=3))
    found = checks(desk)
    assert found["Diary"].words == "You go out on Thursday 8 October, to one school."
    assert found["Schools"].is_well


def test_a_session_of_a_plan_is_gone_out_for_too(desk):
    mine = {"author_id": desk.me.account, "status": "PLANNED"}
    put(desk, pupil(), a_record("iss_session", held_on=TOMORROW, **mine))
    assert checks(desk)["Diary"].words == "You go out on Wednesday 7 October, to one school."


def test_a_colleagues_visit_is_not_what_i_go_out_for(desk):
    put(desk, link_visit(author_id=an_id("account", 9), visited_on=TOMORROW))
    assert checks(desk)["Diary"].words == "Nothing is planned in the next 5 days."


def test_a_school_that_is_not_here_says_to_sync(desk):
    rec, _ = visits.plan(desk, SCHOOL, TOMORROW)
    with desk.store.write() as work:
        work.edit("link_visit", rec, {"setting_id": "01890000-0000-7000-8000-00000000ffff"})
    found = checks(desk)["Schools"]
    assert (found.is_well, found.to_do) == (False, "Sync before you go.")


FULL = {
    "contacts": (contact(),),
    "site_notes": "Park behind the hall.",
    "street": "1 Lane",
    "postcode": "ZZ9",
}


@pytest.mark.parametrize(
    ("what", "lacks", "words"),
    [
        ("Addresses", {"postcode": ""}, "No street or postcode: Ossick Bank."),
        ("Addresses", {"street": ""}, "No street or postcode: Ossick Bank."),
        ("Contacts", {"contacts": ()}, "Nobody in post that day: Ossick Bank."),
        (
            "Contacts",
            {"contacts": (contact(to_on=VISIT_DAY),)},  # leaves on the day before
            "Nobody in post that day: Ossick Bank.",
        ),
        (
            "Contacts",
            {"contacts": (contact(email="", phone=""),), "phone": ""},
            "No phone and no e-mail: Ossick Bank.",
        ),
        ("Arrival", {"site_notes": " "}, "Nothing is noted for Ossick Bank."),
    ],
)
def test_what_a_school_lacks_is_said_with_what_to_do(desk, what, lacks, words):
    visits.plan(desk, SCHOOL, TOMORROW)
    put(desk, setting(name="Ossick Bank", **FULL))
    assert all(each.is_well for each in going_out.going_out(desk))
    put(desk, setting(name="Ossick Bank", **{**FULL, **lacks}))
    found = checks(desk)[what]
    assert (found.is_well, found.words) == (False, words)
    assert found.to_do


def test_no_child_is_named(desk):
    visits.plan(desk, SCHOOL, TOMORROW)
    put(desk, pupil())
    told = " ".join(each.words for each in going_out.going_out(desk))
    assert "One pupil of these schools" in told
    assert not {"Tobias", "Toby", "Thistlewick"} & set(told.split())


# The laptop


@pytest.fixture
def place(tmp_path):
    return opening.Place(Settings(tmp_path / "folder"), tmp_path / "secrets" / "vault.json")


@pytest.fixture
def opened(place):
    place.vault_file.parent.mkdir(mode=0o700)
    made = opening.set_up(place, PASSPHRASE, Identity(account="a", name="A"), cost=FLOOR)
    yield made
    made.close()


def test_a_laptop_that_was_set_up_is_ready(opened):
    found = ready(opened.desk)
    assert all(each.is_well for each in found.values()), found
    assert "It locks after 5 minutes" in found["Unlocking"].words
    assert "without a network" in found["Unlocking"].words
    now = opening.now().astimezone()
    made = f"There is one, made on {now.day} {now:%B %Y}, never used yet."
    assert found["Recovery code"].words == made
    assert "A trial note was drawn just now" in found["Notes"].words


def test_a_code_that_was_used_says_when(place, opened):
    opened.close()
    again = opening.recover(place, opened.recovery_code, "six copper kettles sing at noon")
    try:
        words = ready(again.desk)["Recovery code"].words
    finally:
        again.close()
    now = opening.now().astimezone()
    assert words.endswith(f"last used on {now.day} {now:%B %Y}.")


def test_a_laptop_without_a_code_says_what_that_means(opened):
    found = opened.desk.way_in()
    keys = dataclasses.replace(found.keys, has_recovery=False)
    desk = dataclasses.replace(opened.desk, way_in=lambda: dataclasses.replace(found, keys=keys))
    code = ready(desk)["Recovery code"]
    assert not code.is_well
    assert "all on this laptop is lost" in code.words


def test_a_missing_half_of_the_key_is_found_before_the_lock(place, opened):
    place.vault_file.write_text("{}", encoding="utf-8")
    found = ready(opened.desk)["Unlocking"]
    assert not found.is_well
    assert "Do not lock it" in found.to_do


def test_a_damaged_key_file_is_found(place, opened):
    (place.settings.data_dir / "keys.json").write_text("{", encoding="utf-8")
    assert "the other one still opens" in ready(opened.desk)["Unlocking"].words
    (place.settings.data_dir / "keys.copy.json").unlink()
    assert not ready(opened.desk)["Unlocking"].is_well


def test_a_keyring_that_does_not_answer_is_told(opened, monkeypatch):
    def nothing(*_given, **_named):
        raise NoVaultError("it did not answer")

    monkeypatch.setattr(opening.Place, "vault", nothing)
    assert "did not answer" in ready(opened.desk)["Unlocking"].words


def test_a_store_without_a_key_file_says_so(desk):
    assert not ready(desk)["Unlocking"].is_well


@pytest.mark.parametrize("missing", fonts._FILES)
def test_a_missing_font_is_found_by_drawing_a_note(desk, monkeypatch, missing):
    monkeypatch.setitem(fonts._FILES, missing, ("noto-sans", "Nowhere.ttf"))

    found = ready(desk)["Notes"]
    assert (found.is_well, found.to_do[:7]) == (False, "Install")


def test_a_layout_that_does_not_draw_is_found(desk, monkeypatch):
    def broken(_document):
        raise KeyError("style")

    monkeypatch.setattr(readiness, "render", broken)
    assert not ready(desk)["Notes"].is_well
