"""Runs the service: `python -m app`."""

import sys

from gunicorn.app.wsgiapp import run

from app.config import SettingsError
from app.environment import get_environment


def main() -> None:
    try:
        get_environment()
    except SettingsError as error:
        sys.exit(str(error))
    sys.argv = ["gunicorn", "--config", "python:app.server", "app.wsgi:application"]
    run()


if __name__ == "__main__":
    main()
