"""Starts the web server, in this process and without children: whoever kills it, kills all of it.

More than one may run over the same PostgreSQL, behind a proxy; they share no state.
"""

import asyncio
import contextlib
import logging
import signal
from pathlib import Path
from typing import Final

from granian.constants import Interfaces, SSLProtocols
from granian.server.embed import Server

from stls_server.asgi import create_app
from stls_server.config import Listening
from stls_server.council import Council

_log: Final = logging.getLogger("stls_server.serve")


def serve(council: Council, listening: Listening) -> None:
    """Serve until the process is told to stop."""
    asyncio.run(_serve(council, listening))


async def _serve(council: Council, listening: Listening) -> None:
    server = Server(
        create_app(council),
        address=listening.host,
        port=listening.port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
        ssl_cert=_resolved(listening.tls_cert),
        ssl_key=_resolved(listening.tls_key),
        ssl_protocol_min=SSLProtocols.tls12,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows interrupts asyncio.run instead
            loop.add_signal_handler(number, server.stop)
    _log.info("listening")
    await server.serve()


def _resolved(path: Path | None) -> Path | None:
    return path.resolve() if path else None
