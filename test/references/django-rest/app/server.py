"""
Settings of Gunicorn: one process with several threads, and a graceful end. GUNICORN_CMD_ARGS, or
`gunicorn --config python:app.server app.wsgi` with options, whatever else it can be told.
"""

import logging

from gunicorn.config import Config
from gunicorn.glogging import Logger

from app.environment import get_environment


class ServiceLogger(Logger):
    """Hands Gunicorn's warnings to the log of the service."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.setLevel(logging.WARNING)
        self.error_log.propagate = True


_environment = get_environment()
_host = f"[{_environment.host}]" if ":" in _environment.host else _environment.host

bind = f"{_host}:{_environment.port}"
worker_class = "gthread"
# Each thread keeps a connection to the database of its own.
threads = 16
keepalive = 65
graceful_timeout = 10
limit_request_line = 8190
errorlog = None
control_socket_disable = True
logger_class = ServiceLogger
