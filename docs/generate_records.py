"""Writes docs/records.md, the reference of every record kind, from the declarations.

    python docs/generate_records.py            write the page again
    python docs/generate_records.py --check    say whether it is up to date; 1 if it is not

Must say nothing that the declarations do not say: whoever wants other words changes those.
"""

from __future__ import annotations

import argparse
import datetime as dt
import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # so that it runs from any folder, installed or not

from stls_core.records import (  # noqa: E402 - the line above finds it
    ENVELOPE,
    Embedded,
    Field,
    Kind,
    Merge,
    Need,
    all_kinds,
    fields_of,
    kind_named,
)

PAGE = ROOT / "docs" / "records.md"
TYPES = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date and time (UTC)",
}
HEAD = """# Record kinds

<!-- Made by docs/generate_records.py from stls_core/records; edit those and run it again. -->

Each kind is declared once, in `stls_core/records/`. The laptop's table, the message to the
council's server, the form, the checks, the merge of two people's changes, the exports and this
page are read from that declaration.

**How to read the tables.** *Needed to* says when a field has to be filled in: to save (nothing
leaves the laptop without it) or to sign. *Merge* says what happens if two people change the field
and neither has seen the other's change:

| Merge | What happens |
|---|---|
| scalar | both values are kept and the authors choose |
| group *name* | the fields of the group are merged as one value |
| set | each element for itself, by its key or code |
| text | paragraph by paragraph; the same paragraph is a conflict |
| write-once | the first value stands and any other is refused |

*Codes* names a list of `db/seed/codes.csv`. *Read by* is who may read the field beside the
author's team. *Search* fields are found by the search box; *figures* fields fill the typed tables
that the council's figures are made of.
"""


def page() -> str:
    """The whole page."""
    kinds = sorted(all_kinds(), key=lambda kind: kind.title)
    contents = "".join(f"- [{kind.title}](#{_anchor(kind.title)})\n" for kind in kinds)
    sections = "\n".join(_section(kind) for kind in kinds)
    return f"{HEAD}\n{contents}\n{_envelope(kinds[0])}\n{sections}"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _envelope(kind: Kind) -> str:
    intro = "Every record carries these; they are left out of the tables below."
    table = _table(kind.fields[name] for name in ENVELOPE)
    return f"## In every record\n\n{intro}\n\n{table}"


def _section(kind: Kind) -> str:
    own = [field for field in kind.fields.values() if field.name not in ENVELOPE]
    parts = [
        f"## {kind.title}\n\n`{kind.name}`. {inspect.getdoc(kind.record)}\n\n{_place(kind)}\n",
        _table(own),
    ]
    parts += [_child(field, field.child) for field in own if field.child]
    rules = [_rule_line(need, rule) for need, some in kind.rules.items() for rule in some]
    if rules:
        parts.append("**Rules of several fields**\n\n" + "".join(sorted(rules)))
    return "\n".join(parts)


def _place(kind: Kind) -> str:
    if kind.is_common:
        said = ["Belongs to the whole council."]
    elif kind.unit == ("id",):
        said = ["Is a unit of its own."]
    else:
        said = [f"Belongs to the unit in {_either(kind.unit)}."]
    if kind.parent:
        said.append(f"A child of the record in `{kind.parent}`.")
    if kind.event:
        said.append(f"Is about the day in `{kind.event}`.")
    said.append(f"Named by {', '.join(f'`{name}`' for name in kind.named_by)}.")
    return " ".join(said)


def _either(names: Iterable[str]) -> str:
    return ", else in ".join(f"`{name}`" for name in names)


def _child(field: Field, child: type[Embedded]) -> str:
    intro = f"**{field.label}** (`{field.name}`, by key): {inspect.getdoc(child)}"
    return f"{intro}\n\n{_table(fields_of(child), is_child=True)}"


def _rule_line(need: Need, rule: object) -> str:
    return f"- To {need}: {inspect.getdoc(rule)}\n"


def _table(fields: Iterable[Field], *, is_child: bool = False) -> str:
    columns = ["Field", "Label", "Type", "Needed to", "Merge", "Codes", "Read by", "Used in"]
    if is_child:  # an element is one value: it has no merge rule and no place of its own
        columns = columns[:4] + columns[5:6]
    lines = [columns, ["---"] * len(columns)]
    for field in fields:
        cells = list(_cells(field))
        lines.append(cells[:4] + cells[5:6] if is_child else cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(field: Field) -> Iterator[str]:
    says = field.says
    yield f"`{field.name}`"
    yield f"{says.label}<br>{says.help}" if says.help else says.label
    yield _type(field)
    yield "" if says.need is Need.OPTIONAL else says.need
    yield f"group *{says.group}*" if field.merge is Merge.GROUP else field.merge
    yield f"`{says.codes}`" if says.codes else ""
    yield says.sensitivity
    used = [("search", says.is_searchable), ("figures", says.is_reported)]
    yield ", ".join(word for word, is_used in used if is_used)


def _type(field: Field) -> str:
    says = field.says
    if field.child:
        return "keyed set"
    target = kind_named(says.ref) if says.ref else None
    if target:
        named = f"id of a [{target.title}](#{_anchor(target.title)})"
    elif says.codes:
        named = "code"
    else:
        named = TYPES[field.python_type]
    if field.many:
        return f"set of {named}s" if says.codes else f"set: {named}"
    bounds = _bounds(field)
    return f"{named}, {bounds}" if bounds else named


def _bounds(field: Field) -> str:
    least, most, length = field.says.at_least, field.says.at_most, field.says.max_length
    if length:
        return f"up to {length:,} characters"
    if least is not None and most is not None:
        return f"{least:g} to {most:,g}"
    if least is not None:
        return f"{least:g} or more"
    return f"{most:,g} or less" if most is not None else ""


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with --check compare it. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Write docs/records.md from the declarations.")
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    wanted = page()
    if not parser.parse_args(arguments).check:
        PAGE.write_text(wanted, encoding="utf-8", newline="\n")
        sys.stdout.write("docs/records.md is written\n")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
        sys.stdout.write("docs/records.md is up to date\n")
        return 0
    sys.stdout.write("docs/records.md is out of date: run python docs/generate_records.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
