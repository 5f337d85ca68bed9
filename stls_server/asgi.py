"""The web application: routes, the shape of refusals, the reference page.

Whatever goes wrong, the answer is a `Refusal`: never a traceback, and never a word out of a record.
"""

import logging
from typing import Any, Final

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from stls_core.wire import MAX_BODY, PROTOCOL, Refusal
from stls_server.council import Council
from stls_server.refusals import RefusedError
from stls_server.routes.encoding import Encoded
from stls_server.routes.reference import ReferencePage
from stls_server.routes.sync import sync_routes

_log: Final = logging.getLogger("stls_server.faults")
RETRY_SECONDS: Final = "5"
_WORDS: Final = {
    400: "The request could not be read. Nothing was changed.",
    404: "There is nothing at this address.",
    405: "This address is not asked in this way.",
    413: "The request is too large. Nothing was changed.",
}
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
Asked = Request[Any, Any, Any]


def create_app(council: Council) -> Encoded:
    """The ASGI application of one council."""
    handlers = sync_routes(council)
    app = Litestar(
        handlers,
        openapi_config=_openapi(),
        exception_handlers={
            RefusedError: _refused,
            HTTPException: _declined,
            RecursionError: _unreadable,
            UnicodeDecodeError: _unreadable,
            Exception: _failed,
        },
        request_max_body_size=MAX_BODY,
        logging_config=None,
        debug=False,
        response_headers=_HEADERS,
    )
    routes = {path for handler in handlers for path in handler.paths} | {"/schema"}
    return Encoded(app, frozenset(routes))  # type: ignore[arg-type]


def _openapi() -> OpenAPIConfig:
    laptop = SecurityScheme(type="http", scheme="bearer", description="The token of a laptop.")
    return OpenAPIConfig(
        title="STLS council server",
        version=str(PROTOCOL),
        description="Where the laptops of a Specialist Teaching and Learning Service meet.",
        path="/schema",
        render_plugins=[ReferencePage(path="/"), JsonRenderPlugin(path="/openapi.json")],
        components=Components(security_schemes={"laptop": laptop}),
        use_handler_docstrings=True,
    )


def _answer(status: int, refusal: Refusal) -> Response[Refusal]:
    headers = {"retry-after": RETRY_SECONDS} if status in (429, 503) else {}
    return Response(refusal, status_code=status, headers=headers, media_type="application/json")


def _refused(_request: Asked, error: RefusedError) -> Response[Refusal]:
    return _answer(error.status, error.refusal)


def _declined(_request: Asked, error: HTTPException) -> Response[Refusal]:
    # What the framework says may quote the request, so it says nothing of its own.
    status = error.status_code if error.status_code in _WORDS else 400
    codes = {400: "malformed", 404: "not-found", 405: "method", 413: "too-large"}
    return _answer(status, Refusal(code=codes[status], message=_WORDS[status]))


def _unreadable(_request: Asked, _error: Exception) -> Response[Refusal]:
    # JSON nested too deep, or text that is not UTF-8: the decoder says so in these ways.
    return _answer(400, Refusal(code="malformed", message=_WORDS[400]))


def _failed(_request: Asked, error: Exception) -> Response[Refusal]:
    _log.error("fault", exc_info=error)
    words = "The council server could not do this. Nothing was changed; try again later."
    return _answer(503, Refusal(code="fault", message=words))
