"""The library on a laptop: finding a strategy, its checklist, and what worked in a school."""

from __future__ import annotations

import msgspec
import pytest

from stls_desktop.services import strategies
from tests.builders import a_record, an_id

SCHOOL, OTHER_SCHOOL = an_id("setting"), an_id("setting", 2)
OWN = an_id("local_strategy")


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def codes(cards):
    return [card.strategy.code for card in cards]


def modelled(desk, times, *, first=1, school=SCHOOL, achieved=7, **changes):
    """So many notes of CI02, each with a target of its own; 7 is as expected."""
    for number in range(first, first + times):
        target = a_record("target", number=number, baseline=3, expected=7, achieved=achieved)
        note = a_record(
            "modelling_note",
            number=number,
            setting_id=school,
            target_id=target.id,
            **{"strategy": "CI02", **changes},
        )
        put(desk, target, note)


def line(desk, strategy="CI02", school=SCHOOL):
    found = strategies.what_worked_here(desk, school)
    return next((one for one in found if one.strategy == strategy), None)


def test_the_catalogue_holds_every_strategy_that_can_be_chosen(desk):
    chosen = [code.code for code in desk.reference.choices("strategy")]
    assert [strategy.code for strategy in strategies.catalogue()] == chosen


def test_a_word_that_stands_only_in_a_step_finds_the_strategy(desk):
    assert codes(strategies.search(desk, "transmitter"))[0] == "SP02"


def test_every_word_has_to_be_there(desk):
    assert codes(strategies.search(desk, "sand timer snack")) == ["EY06"]
    assert strategies.search(desk, "sand xylophone") == ()


@pytest.mark.parametrize("typed", ["TRANSMITTER", "tránsmitter", "  Transm "])
def test_case_accents_and_the_end_of_a_word_do_not_matter(desk, typed):
    assert "SP02" in codes(strategies.search(desk, typed))


def test_an_accent_in_our_own_words_is_found_without_it(desk):
    put(desk, a_record("local_strategy", name="Café corner"))
    (card,) = strategies.search(desk, "cafe")
    assert card.local_id == OWN


def test_a_code_finds_its_strategy(desk):
    assert codes(strategies.search(desk, "se10")) == ["SE10"]


def test_names_come_before_texts(desk):
    found = strategies.search(desk, "timetable")
    named = ["timetable" in card.strategy.name.casefold() for card in found]
    assert True in named
    assert False in named
    assert named == sorted(named, reverse=True)


def test_without_words_everything_of_the_area_is_shown(desk):
    assert len(strategies.search(desk, "")) == len(strategies.catalogue())
    found = strategies.search(desk, "", area="SEMH")
    assert {card.strategy.area for card in found} == {"SEMH"}


def test_our_own_strategies_are_found_by_their_steps_before_the_catalogue(desk):
    put(desk, a_record("local_strategy", adapted_from="CI02", steps="- Show the card.\n2. Wait."))
    first = strategies.search(desk, "card", area="CI")[0]
    assert (first.local_id, first.adapted_from) == (OWN, "CI02")
    assert first.strategy.steps == ("Show the card.", "Wait.")


def test_a_deleted_one_of_our_own_is_no_longer_found(desk):
    put(desk, a_record("local_strategy", deleted=True))
    assert strategies.search(desk, "lanyard card") == ()


def test_a_checklist_holds_the_steps_in_order_and_nothing_ticked(desk):
    steps = strategies.checklist_for(desk, "CI03")
    shown = next(each for each in strategies.catalogue() if each.code == "CI03").steps
    assert tuple(step.step for step in steps) == shown
    assert [step.key for step in steps] == sorted({step.key for step in steps})
    assert not any(step.is_shown or step.did for step in steps)


def test_a_checklist_follows_our_own_wording_where_there_is_one(desk):
    put(desk, a_record("local_strategy"))
    steps = strategies.checklist_for(desk, "CI02", OWN)
    assert [step.step for step in steps] == ["Show the card.", "Say now, then next."]


def test_an_endless_line_of_our_own_fits_the_checklist(desk):
    put(desk, a_record("local_strategy", steps="x" * 3_000))
    (step,) = strategies.checklist_for(desk, local_strategy_id=OWN)
    assert len(step.step) == 300


def test_a_strategy_of_a_newer_release_has_no_checklist(desk):
    assert strategies.checklist_for(desk, "ZZ99") == ()


def test_four_uses_are_not_shown(desk):
    modelled(desk, 4)
    found = line(desk)
    assert (found.used, found.targets, found.met) == (None, None, None)


def test_five_uses_are_shown_with_their_targets(desk):
    modelled(desk, 5)
    found = line(desk)
    assert (found.used, found.targets, found.met) == (5, 5, 5)


def test_five_uses_with_four_marked_targets_show_only_the_uses(desk):
    modelled(desk, 4)
    modelled(desk, 1, first=5, achieved=None)
    found = line(desk)
    assert (found.used, found.targets, found.met) == (5, None, None)


def test_only_expected_or_better_counts_as_met(desk):
    for first, achieved in enumerate((2, 3, 5, 7, 9), start=1):
        modelled(desk, 1, first=first, achieved=achieved)
    assert (line(desk).targets, line(desk).met) == (5, 2)


def test_a_target_that_was_worked_on_twice_counts_once(desk):
    modelled(desk, 4)
    again = a_record("modelling_note", number=9, target_id=an_id("target", 1))
    put(desk, again)
    assert (line(desk).used, line(desk).targets) == (5, None)


def test_another_schools_notes_do_not_count_here(desk):
    modelled(desk, 5, school=OTHER_SCHOOL)
    assert line(desk) is None
    assert line(desk, school=OTHER_SCHOOL).used == 5


def test_deleted_notes_do_not_count(desk):
    modelled(desk, 4)
    modelled(desk, 1, first=5, deleted=True)
    assert line(desk).used is None


def test_our_own_strategy_is_counted_under_its_own_name(desk):
    put(desk, a_record("local_strategy"))
    modelled(desk, 5, strategy="", local_strategy_id=OWN)
    assert line(desk, OWN).name == "Now-next card on a lanyard"
    assert line(desk) is None


def test_the_order_of_what_is_not_shown_tells_nothing(desk):
    modelled(desk, 4, strategy="CI03")
    modelled(desk, 1, first=5, strategy="CI02")
    modelled(desk, 5, first=6, strategy="SP02")
    found = strategies.what_worked_here(desk, SCHOOL)
    assert found[0].strategy == "SP02"
    names = [one.name for one in found[1:]]
    assert names == sorted(names)


def test_no_adult_and_no_child_is_in_the_figures(desk):
    modelled(desk, 5)
    said = msgspec.json.encode(strategies.what_worked_here(desk, SCHOOL)).decode()
    assert "Tansley" not in said
    assert an_id("pupil") not in said
    assert an_id("modelling_note") not in said
