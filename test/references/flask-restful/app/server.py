"""
Settings of Gunicorn: threads, and a graceful end. WEB_CONCURRENCY sets the number of processes; GUNICORN_CMD_ARGS, or
`gunicorn --config python:app.server "app.main:create_app()"` with options, whatever else it can be told.
"""

import logging

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from app.config import get_settings
from app.main import Service


class ServiceLogger(Logger):
    """Hands Gunicorn's events to the log of the service."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.setLevel(logging.NOTSET)
        self.error_log.propagate = True


def worker_exit(_server: Arbiter, worker: Worker) -> None:
    service = worker.app.wsgi()
    if isinstance(service, Service):
        service.close()


_settings = get_settings()
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host

bind = f"{_host}:{_settings.port}"
worker_class = "gthread"
# As many as there are connections to the database, so that none waits for one.
threads = 10
keepalive = 75
graceful_timeout = 10
limit_request_line = 8190
errorlog = None
logger_class = ServiceLogger
control_socket_disable = True
