"""Runs the service: `python -m app`."""

import asyncio
import logging
import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

import uvicorn

from app.config import SettingsError, get_settings
from app.database import Database
from app.logs import configure_logging
from app.main import create_app
from app.protocol import BoundedProtocol

# A stop takes 10 s at most. Then requests are cut short; a second before, their transactions are given up.
GRACE_SECONDS = 9
COMMIT_SECONDS = 8

# Connections that wait to be accepted.
_BACKLOG = 2048

log = logging.getLogger("app")


def main() -> None:
    try:
        settings = get_settings()
    except SettingsError as error:
        sys.exit(str(error))
    configure_logging(settings.log_level)
    sockets = _listen(settings.host, settings.port)
    # Uvicorn stops gracefully, then raises the signal again: by then it is a normal end.
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        log_config=None,
        access_log=False,
        # Uvicorn would believe any proxy on this machine; TRUSTED_PROXIES says which to believe.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    host, port = sockets[0].getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    log.info("listening on http://%s:%d", shown, port)
    _Server(config, app.state.database).run(sockets)


class _Server(uvicorn.Server):
    """Ends in time, whatever the threads of its requests wait for."""

    def __init__(self, config: uvicorn.Config, database: Database) -> None:
        super().__init__(config)
        self._database = database

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        giving_up = loop.call_later(COMMIT_SECONDS, self._database.refuse_commits)
        await super().shutdown(sockets)
        if giving_up.when() < loop.time():
            # Threads that still run can change nothing any more, and nobody waits for them.
            log.warning("stopped while requests were running")
            logging.shutdown()
            os._exit(0)
        giving_up.cancel()


def _listen(host: str, port: int) -> list[socket.socket]:
    """Sockets at every address of the host. Ends the process where there is none, or it is taken."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return [_bound(family, address) for family, _type, _protocol, _name, address in found]
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        sys.exit(
            f"HOST, PORT: cannot listen on {host}:{port}: {reason}. "
            "HOST must be an address of this machine, PORT one that no other process has (0 takes any that is free)."
        )


def _bound(family: int, address: tuple[Any, ...]) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    bound.bind(address)
    bound.listen(_BACKLOG)
    return bound


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
