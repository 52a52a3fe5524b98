"""Runs the service: `python -m app`."""

import sys

from gunicorn.app.wsgiapp import run
from pydantic import ValidationError

from app.environment import get_environment


def main() -> None:
    try:
        get_environment()
    except ValidationError as error:
        for details in error.errors():
            name = str(details["loc"][0]).upper()
            print(f"{name}: {details['msg']}", file=sys.stderr)
        sys.exit(1)
    sys.argv = ["gunicorn", "--config", "python:app.server", "app.wsgi:application"]
    run()


if __name__ == "__main__":
    main()
