"""The schools that a list of pupils names: found by number or name, else the likeliest offered."""

from collections.abc import Mapping
from typing import Final

from stls_core.records.settings import Setting
from stls_desktop.imports.incoming import SchoolNamed
from stls_desktop.imports.pupil_plan import folded_name
from stls_desktop.services.likeness import school_likeness
from stls_desktop.store.queries import Queries

_DIGITS_OF_LAESTAB: Final = 7
_LIKE: Final = 0.85  # "Hopperswik Primary" and "Hopperswick Primary School" are 0.97
_MOST: Final = 3


class SchoolsHere:
    """Every school of this laptop. `said` is what a person said a name in the file means."""

    def __init__(self, read: Queries, said: Mapping[SchoolNamed, str]) -> None:
        self._urn: dict[str, str] = {}
        self._laestab: dict[str, str] = {}
        self._name: dict[str, list[str]] = {}
        self._told: dict[str, tuple[str, str]] = {}
        self._found: dict[SchoolNamed, str] = {each: rec for each, rec in said.items() if rec}
        for setting in read.find(Setting):
            if setting.urn:
                self._urn[setting.urn] = setting.id
            if setting.la_code and setting.estab_number:
                self._laestab[f"{setting.la_code}{setting.estab_number}"] = setting.id
            self._name.setdefault(folded_name(setting.name), []).append(setting.id)
            self._told[setting.id] = (setting.name, setting.town)

    def find(self, named: SchoolNamed) -> str:
        """Its id, by number or by the very same name; empty for none, or for one of two."""
        if named not in self._found:
            self._found[named] = self._look_up(named)
        return self._found[named]

    def like(self, named: SchoolNamed) -> tuple[tuple[str, str], ...]:
        """(id, name and town) of schools that may be meant, the likeliest first."""
        if not named.name:
            return ()
        scores = {rec: school_likeness(named.name, told[0]) for rec, told in self._told.items()}
        near = sorted((rec for rec in scores if scores[rec] >= _LIKE), key=lambda r: -scores[r])
        return tuple((rec, ", ".join(filter(None, self._told[rec]))) for rec in near[:_MOST])

    def _look_up(self, named: SchoolNamed) -> str:
        digits = "".join(each for each in named.laestab if each.isdecimal())
        found = self._urn.get(named.urn.strip()) or self._laestab.get(digits[:_DIGITS_OF_LAESTAB])
        if found:
            return found
        same = self._name.get(folded_name(named.name), []) if named.name else []
        return same[0] if len(same) == 1 else ""
