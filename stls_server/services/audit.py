"""One line for each request: who, from which laptop, what, how much, and the ids it touched.

Never what a record says. A line is written in the transaction of what it tells about.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from stls_server import tables
from stls_server.auth import Caller


def note(
    connection: sa.Connection,
    at: str,
    action: str,
    *,
    caller: Caller | None = None,
    outcome: str = "done",
    counts: dict[str, int] | None = None,
    objects: Sequence[str] = (),
) -> None:
    """Add a line to the audit."""
    connection.execute(
        tables.audit.insert().values(
            at=at,
            account=caller.account if caller else "",
            device=caller.device if caller else "",
            action=action,
            outcome=outcome,
            counts=counts or {},
            objects=list(objects),
        )
    )
