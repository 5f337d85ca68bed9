"""Starts the web server, in this process and without children: whoever kills it, kills all of it.

More than one may run over the same PostgreSQL, behind a proxy; they share no state.
"""

import asyncio
import contextlib
import gc
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
RING_SEARCH: Final = 20_000  # new objects between two searches; some megabytes


def serve(council: Council, listening: Listening) -> None:
    """Serve until the process is told to stop."""
    asyncio.run(_serve(council, listening))


def _look_for_rings_less_often() -> None:
    """A push makes tens of thousands of objects that go by themselves.

    Looking for those that hold each other after every 700, Python's default, and at the whole
    program now and then, would be a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(RING_SEARCH, 20, 50)


async def _serve(council: Council, listening: Listening) -> None:
    _look_for_rings_less_often()
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
