"""A job of a service with all that it needs, to be handed to a lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stls_desktop.services.desk import Desk


class Step:
    """Runs on the lane that it is given to; a lambda would keep the screen alive."""

    def __init__(
        self, desk: Desk, job: Callable[..., Any], *given: object, **named: object
    ) -> None:
        self._desk, self._job, self._given, self._named = desk, job, given, named

    def __call__(self) -> Any:  # noqa: ANN401 - what the job gives
        """Do it."""
        return self._job(self._desk, *self._given, **self._named)
