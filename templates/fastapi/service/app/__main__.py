"""Runs the service: `python -m app`."""

import signal
import sys
from types import FrameType

import uvicorn
from pydantic import ValidationError

from app.config import get_settings
from app.logs import configure_logging
from app.main import create_app

GRACE_SECONDS = 10


def main() -> None:
    try:
        settings = get_settings()
    except ValidationError as error:
        for details in error.errors():
            name = str(details["loc"][0]).upper()
            print(f"{name}: {details['msg']}", file=sys.stderr)
        sys.exit(1)
    configure_logging(settings.log_level)
    # Uvicorn stops gracefully, then raises the signal again: by then it is a normal end.
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        # Uvicorn would believe any proxy on this machine; TRUSTED_PROXIES says which to believe.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
