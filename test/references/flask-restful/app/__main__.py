"""Runs the service: `python -m app`."""

import sys

from gunicorn.app.wsgiapp import WSGIApplication

from app.config import SettingsError, get_settings
from app.logs import configure_logging


def main() -> None:
    try:
        settings = get_settings()
    except SettingsError as error:
        sys.exit(str(error))
    configure_logging(settings.log_level)
    sys.argv = ["gunicorn", "--config", "python:app.server", "app.main:create_app()"]
    WSGIApplication().run()


if __name__ == "__main__":
    main()
