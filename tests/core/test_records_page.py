"""The reference page is what the declarations say today."""

from __future__ import annotations

from docs import generate_records
from stls_core.records import all_kinds, kind_named


def test_the_page_is_up_to_date(capsys):
    assert generate_records.main(["--check"]) == 0, capsys.readouterr().out


def test_the_page_has_a_section_for_every_kind_and_a_row_for_every_field():
    page = generate_records.page()
    for kind in all_kinds():
        assert f"\n## {kind.title}\n" in page
        assert all(f"| `{name}` |" in page for name in kind.fields)


def test_a_page_that_lags_behind_is_noticed(tmp_path, monkeypatch, capsys):
    old = tmp_path / "records.md"
    old.write_text(generate_records.page().replace("SENCO", "Senco"), encoding="utf-8")
    monkeypatch.setattr(generate_records, "PAGE", old)
    assert generate_records.main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().out
    assert generate_records.main([]) == 0
    assert generate_records.main(["--check"]) == 0


def test_a_row_says_what_the_declaration_says():
    row = next(
        line
        for line in generate_records.page().splitlines()
        if line.startswith("| `senco_confidence` |")
    )
    label = kind_named("link_visit").fields["senco_confidence"].label
    assert label in row
    for words in ("whole number, 1 to 10", "scalar", "figures", "1 not at all, 10 fully."):
        assert words in row
