"""Why a request as a whole is not served: a status for HTTP, a code for programs, words for people.

The words never hold anything out of a record, a token or a name.
"""

from stls_core.wire import Refusal


class RefusedError(Exception):
    """A request that is declined. `status` is the HTTP status it is answered with."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    @property
    def refusal(self) -> Refusal:
        """The body of the answer."""
        return Refusal(code=self.code, message=str(self))


class BusyError(RefusedError):
    """The database could not do it just now; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            503, "busy", "The council server is busy. Nothing was changed; it is tried again."
        )
