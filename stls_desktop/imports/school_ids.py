"""Which record a school of the national list is: the same on every laptop, and for life.

A setting's id comes from the first URN of its line: an academy keeps the id, and so the pupils
and visits, of the school it was. A function of its arguments only; the order of rows and links
makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stls_core.ids import derived_id
from stls_desktop.imports.gias_links import LinkKind, SchoolLink
from stls_desktop.imports.gias_row import SchoolRow


def setting_id_of(authority: str, urn: str) -> str:
    """The id of a setting that begins with this URN. `authority` is "886"."""
    return derived_id(authority, "setting", urn)


def district_id_of(authority: str, gss_code: str) -> str:
    """The id of a district by its ONS code, as `stls-server init` seeds it."""
    return derived_id(authority, "district", gss_code)


@dataclass(frozen=True, slots=True)
class Lineage:
    """The lines of schools that carried on under new URNs, each oldest first."""

    lines: Mapping[str, tuple[str, ...]]

    def line_of(self, urn: str) -> tuple[str, ...]:
        """All URNs of one school, oldest first; a school without links is a line of its own."""
        return self.lines.get(urn, (urn,))

    def is_older(self, urn: str, other: str) -> bool:
        """Whether `urn` is an earlier number of the very school that `other` is."""
        line = self.line_of(urn)
        return other in line and line.index(urn) < line.index(other)


def lineage_of(rows: Iterable[SchoolRow], links: Iterable[SchoolLink]) -> Lineage:
    """Follow the plain one-to-one successions.

    A school with two successors or two predecessors was split or merged, whatever the link says,
    and nobody inherits. Nor does anyone while both schools are open.
    """
    working = {row.urn for row in rows if row.status.is_working}
    every = set(links)
    into = Counter(link.successor for link in every)
    out_of = Counter(link.predecessor for link in every)
    after = {
        link.predecessor: link.successor
        for link in every
        if link.kind is LinkKind.SUCCEEDED
        and into[link.successor] == 1
        and out_of[link.predecessor] == 1
        and not {link.predecessor, link.successor} <= working
    }
    lines: dict[str, tuple[str, ...]] = {}
    for oldest in after.keys() - set(after.values()):  # a circle of links has no oldest: no line
        line = [oldest]
        while line[-1] in after:
            line.append(after[line[-1]])
        lines.update(dict.fromkeys(line, tuple(line)))
    return Lineage(lines)


def setting_ids(
    authority: str,
    rows: Iterable[SchoolRow],
    links: Iterable[SchoolLink] = (),
    known: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The setting id for the URN of each row.

    `known` maps the URNs of settings that are already there to their ids. It wins: what was
    imported before the links were at hand keeps its id. Else the id comes from the oldest URN of
    the line, so that a laptop that saw the old school agrees with one that only saw the new.
    """
    rows = tuple(rows)
    lineage = lineage_of(rows, links)
    known = known or {}
    return {row.urn: _id_of(authority, lineage.line_of(row.urn), row.urn, known) for row in rows}


def _id_of(authority: str, line: tuple[str, ...], urn: str, known: Mapping[str, str]) -> str:
    at = line.index(urn)
    # Its own record first, then the nearest earlier one, then the nearest later one.
    for candidate in (urn, *reversed(line[:at]), *line[at + 1 :]):
        if candidate in known:
            return known[candidate]
    return setting_id_of(authority, line[0])
