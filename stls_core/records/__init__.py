"""Every record kind, declared once, one module for each family.

Importing this package declares them all. To add a kind: a declaration here, a layout in
`ui/forms` if the default one will not do, and a migration in `db/laptop`.
"""

from stls_core.records import (
    activity,
    agreements,
    assessments,
    attachments,
    days,
    merging,
    modelling,
    observations,
    plans,
    pupils,
    reports,
    settings,
    syncing,
    visits,
    voices,
)
from stls_core.records._declare import (
    ENVELOPE,
    Embedded,
    Field,
    Kind,
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    all_kinds,
    fields_of,
    kind_named,
    kind_of,
)

__all__ = [
    "ENVELOPE",
    "Embedded",
    "Field",
    "Kind",
    "Merge",
    "Need",
    "Problem",
    "Record",
    "Sensitivity",
    "activity",
    "agreements",
    "all_kinds",
    "assessments",
    "attachments",
    "days",
    "fields_of",
    "kind_named",
    "kind_of",
    "merging",
    "modelling",
    "observations",
    "plans",
    "pupils",
    "reports",
    "settings",
    "syncing",
    "visits",
    "voices",
]
