"""Runs the service: `python -m app`."""

import sys

from gunicorn.app.wsgiapp import WSGIApplication
from pydantic import ValidationError

from app.config import get_settings
from app.logs import configure_logging


def main() -> None:
    try:
        settings = get_settings()
    except ValidationError as error:
        for details in error.errors():
            name = str(details["loc"][0]).upper()
            print(f"{name}: {details['msg']}", file=sys.stderr)
        sys.exit(1)
    configure_logging(settings.log_level)
    sys.argv = ["gunicorn", "--config", "python:app.server", "app.main:create_app()"]
    WSGIApplication().run()


if __name__ == "__main__":
    main()
