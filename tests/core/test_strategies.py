"""The strategy library as it ships, and what its reader refuses."""

from __future__ import annotations

import re

import pytest

from stls_core.strategies import (
    FEWEST_STEPS,
    LONGEST_STEP,
    MOST_STEPS,
    SOURCES_READ,
    UNCHECKED,
    StrategyError,
    read_strategies,
)
from tests.core.seed import ROOT, shipped
from tests.seed.seed_files import rows

SHIPPED = read_strategies((ROOT / "db" / "seed" / "strategies.toml").read_text(encoding="utf-8"))
ENTRY = {
    "code": '"CI02"',
    "area": '"CI"',
    "name": '"Now-next board"',
    "when": '"Before a change."',
    "steps": '["Show it.", "Say now, then next.", "Wait.", "Turn it over."]',
    "materials": '"A board."',
    "watch_for": '"The child starts alone."',
    "evidence_note": f'"{UNCHECKED}"',
}


def toml(**changes):
    entry = {**ENTRY, **changes}
    lines = [f"{name} = {value}" for name, value in entry.items() if value is not None]
    return "\n".join(["[[strategy]]", *lines, ""])


def test_every_code_of_the_list_has_a_full_entry_and_every_entry_a_code():
    codes = [row["code"] for row in rows("codes") if row["list"] == "strategy"]
    assert [strategy.code for strategy in SHIPPED] == codes


def test_an_entry_is_in_the_area_of_its_code():
    areas = {row["code"]: row["parent"] for row in rows("codes") if row["list"] == "strategy"}
    assert {strategy.code: strategy.area for strategy in SHIPPED} == areas
    assert all(shipped().knows("area_of_need", area) for area in areas.values())


@pytest.mark.parametrize("strategy", SHIPPED, ids=lambda strategy: strategy.code)
def test_steps_are_short_enough_to_tick_while_watching(strategy):
    assert FEWEST_STEPS <= len(strategy.steps) <= MOST_STEPS
    assert len(set(strategy.steps)) == len(strategy.steps)
    for step in strategy.steps:
        assert len(step) <= LONGEST_STEP
        assert step[0].isupper()
        assert step.rstrip("'")[-1] in ".?!"


@pytest.mark.parametrize("strategy", SHIPPED, ids=lambda strategy: strategy.code)
def test_an_evidence_note_names_a_source_that_was_read_or_says_that_none_was(strategy):
    note = strategy.evidence_note
    assert note == UNCHECKED or note.endswith(SOURCES_READ)


@pytest.mark.parametrize("strategy", SHIPPED, ids=lambda strategy: strategy.code)
def test_what_to_watch_for_says_how_it_looks_when_it_works(strategy):
    assert "It works if" in strategy.watch_for


def test_no_strategy_names_a_brand_a_diagnosis_or_the_pupil_as_he():
    words = r"\b(autis\w*|adhd|dyslex\w*|dyspra\w*|disorder|makaton|lego|pecs|he|she|his|her)\b"
    for strategy in SHIPPED:
        for text in (strategy.name, strategy.when, *strategy.steps, strategy.watch_for):
            assert not re.search(words, text, re.IGNORECASE), f"{strategy.code}: {text}"


def test_a_whole_entry_is_read():
    (strategy,) = read_strategies(toml())
    assert strategy.code == "CI02"
    assert strategy.steps[1] == "Say now, then next."


@pytest.mark.parametrize("field", [name for name in ENTRY if name not in ("code", "steps")])
@pytest.mark.parametrize("value", [None, '""', '"  "', "7"])
def test_a_field_that_is_missing_or_empty_is_named_with_its_code(field, value):
    with pytest.raises(StrategyError, match=rf"^CI02, {field}: missing or empty"):
        read_strategies(toml(**{field: value}))


def test_an_entry_without_a_code_is_named_by_its_place():
    with pytest.raises(StrategyError, match=r"^entry 2, code: missing"):
        read_strategies(toml() + toml(code=None))


def test_a_step_of_140_characters_is_read_and_one_of_141_is_named():
    def steps(length):
        return toml(steps=f'["One.", "Two.", "{"x" * length}", "Four."]')

    assert len(read_strategies(steps(140))[0].steps[2]) == 140
    with pytest.raises(StrategyError, match=r"^CI02, step 3: 141 characters, at most 140"):
        read_strategies(steps(141))


def test_a_long_name_is_refused():
    with pytest.raises(StrategyError, match=r"^CI02, name: 81 characters"):
        read_strategies(toml(name=f'"{"x" * 81}"'))


@pytest.mark.parametrize("steps", [None, '"Show it."', '["a", "b", "c"]', str(["a"] * 8)])
def test_a_checklist_has_four_to_seven_steps(steps):
    with pytest.raises(StrategyError, match=r"^CI02, steps: write 4 to 7"):
        read_strategies(toml(steps=steps))


def test_a_misspelt_field_is_refused():
    with pytest.raises(StrategyError, match=r"^CI02, watchfor: there is no such field"):
        read_strategies(toml(watchfor='"x"'))


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(StrategyError, match=r"^CI02, code: stands twice"):
        read_strategies(toml() + toml())


@pytest.mark.parametrize("text", ["[[strategy", 'strategy = "x"', 'strategy = ["x"]'])
def test_a_text_that_is_no_library_is_refused_in_words(text):
    with pytest.raises(StrategyError, match=r"^The strategy library"):
        read_strategies(text)


def test_an_empty_library_is_empty():
    assert read_strategies("") == ()
