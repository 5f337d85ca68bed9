"""The names on this laptop that the privacy key hides: children, and the adults of their families.

Read anew whenever a pupil changes. What stands in a draft is known too, because a child who is
only being typed has a name already.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from stls_core.masking import Names, names_of
from stls_core.records import all_kinds
from stls_core.records.settings import District, LinkAssignment, Setting
from stls_desktop.services.desk import Desk

MONTHS_AND_DAYS = (
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun",
)
SAID = (  # words of screens that no declaration has and that are names as well
    "Will Mark Grant Hope Faith Joy Grace Rose Penny Drew Art Summer Autumn Dean Page Day Best"
    " Small Young Brown Green White Black Read Write Price Post Field Hill Wood Lane Church Park"
    " Bridge English Law King Major Case Bell Long Short Rich Sharp Sweet Storey Moon Star Winter"
)
FIELDS = ("legal_forename", "legal_surname", "known_as")


def known_names(desk: Desk) -> Names:
    """Everybody whom the privacy key hides, and the everyday words that only look like them."""
    with desk.store.read() as read:
        people = read.names_of_people()
        typed = [tuple(_typed(draft.doc)) for draft in read.drafts() if draft.kind == "pupil"]
        schools = read.find(Setting)
        places = [word for each in schools for word in (each.name, each.town)]
        places += [d.name for d in read.find(District)]
        staff = [a.teacher_name for a in read.find(LinkAssignment)]
    everyday = (*MONTHS_AND_DAYS, SAID, *_labels(desk), *places, *staff, desk.me.name)
    return names_of((*people, *typed), everyday)


def _typed(doc: dict[str, Any]) -> Iterator[str]:
    for path, value in doc.items():
        if path in FIELDS:
            yield str(value)
        elif path.startswith("parents_carers/") and isinstance(value, dict):
            yield str(value.get("name") or "")


def _labels(desk: Desk) -> Iterable[str]:
    """The program's own words."""
    for kind in all_kinds():
        yield kind.title
        for field in kind.fields.values():
            yield field.label
            if field.says.codes:
                yield from (c.label for c in desk.reference.choices(field.says.codes))
