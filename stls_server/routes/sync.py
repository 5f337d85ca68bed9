"""The requests of the protocol, and the sign of life. See docs/sync-protocol.md.

Nothing is decided here: a request is decoded by its type, handed to the council, and its answer
is encoded. What it means stands in the words of each route, which the reference page shows.
"""

from typing import Any, Final

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from stls_core import wire
from stls_server.council import Council

Asked = Request[Any, Any, State]
_SCHEME: Final = "bearer "
_REFUSALS: Final = {
    400: "The request is malformed.",
    401: "The token is missing or not known.",
    403: "Not for this laptop.",
    404: "The file is not there, or not whole yet.",
    409: "The laptop stands where the server cannot be.",
    413: "Too large, or too many changes.",
    503: "Busy; try again after the seconds in Retry-After.",
}
_ASKED: Final[dict[str, Any]] = {
    "status_code": 200,
    "sync_to_thread": True,
    "responses": {
        status: ResponseSpec(wire.Refusal, description=words, generate_examples=False)
        for status, words in _REFUSALS.items()
    },
}
BEARER: Final[list[dict[str, list[str]]]] = [{"laptop": []}]


def sync_routes(council: Council) -> list[HTTPRouteHandler]:
    """The handlers of one council. Each runs in a thread, for the database makes it wait."""

    @post("/enrol", tags=["Enrolment"], summary="Enrol", **_ASKED)
    def enrol(data: JSONBody[wire.Enrol]) -> wire.Enrolled:
        """Makes a laptop known by a one-time code, and tells it its token once."""
        return council.enrol(data)

    @post("/sync/hello", tags=["Sync"], summary="Hello", security=BEARER, **_ASKED)
    def hello(request: Asked, data: JSONBody[wire.Hello]) -> wire.Welcome:
        """Opens a round: what this laptop may see, and how far each feed has come."""
        return council.hello(credential_of(request), data)

    @post("/sync/push", tags=["Sync"], summary="Push", security=BEARER, **_ASKED)
    def push(request: Asked, data: JSONBody[wire.Push]) -> wire.Pushed:
        """Takes changes of this laptop, at most 500, and answers each of them."""
        return council.push(credential_of(request), data)

    @post("/sync/pull", tags=["Sync"], summary="Pull", security=BEARER, **_ASKED)
    def pull(request: Asked, data: JSONBody[wire.Pull]) -> wire.Page:
        """Sends what is newer than a number in one feed."""
        return council.pull(credential_of(request), data)

    @post("/sync/files", tags=["Files"], summary="Files", security=BEARER, **_ASKED)
    def files(request: Asked, data: JSONBody[wire.Files]) -> wire.Stock:
        """Says which photos and PDFs the server lacks of those offered, and has of those wanted."""
        return council.files(credential_of(request), data)

    @post("/sync/files/put", tags=["Files"], summary="Put a part", security=BEARER, **_ASKED)
    def put_part(request: Asked, data: JSONBody[wire.PutPart]) -> wire.PartTaken:
        """Takes one part of a photo or PDF, at most 1 MiB."""
        return council.putpart(credential_of(request), data)

    @post("/sync/files/get", tags=["Files"], summary="Get a part", security=BEARER, **_ASKED)
    def get_part(request: Asked, data: JSONBody[wire.GetPart]) -> wire.Part:
        """Sends one part of a photo or PDF that is whole here."""
        return council.getpart(credential_of(request), data)

    @get("/health", tags=["Operation"], summary="Sign of life", sync_to_thread=True)
    def health() -> dict[str, int | str]:
        """Whether the server and its database answer; says nothing about anybody's data."""
        council.check()
        return {"status": "ok", "proto": wire.PROTOCOL, "schema": wire.SCHEMA}

    return [enrol, hello, push, pull, files, put_part, get_part, health]


def credential_of(request: Asked) -> str:
    """The token in the Authorization header; empty if there is none."""
    header = str(request.headers.get("authorization", ""))
    return header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else ""
