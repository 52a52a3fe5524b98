"""The application: its parts put together."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response

from app.api import ServiceApi
from app.authors.resources import add_authors
from app.books.resources import add_books
from app.config import Settings, get_settings
from app.database import Database
from app.documentation import blueprint as documentation
from app.errors import allow, install_error_handlers
from app.health import blueprint as health
from app.middleware import RequestMiddleware
from app.paths import CONVERTERS
from app.tags.resources import add_tags

BASE_PATH = "/api/v1"


class Service(Flask):
    def __init__(self, settings: Settings) -> None:
        super().__init__("app", static_folder=None)
        self.extensions["database"] = Database(settings.database_url)
        self.config.update(TITLE="Book", MAX_CONTENT_LENGTH=settings.body_limit)
        self.url_map.converters |= CONVERTERS
        # A path with a doubled slash is no path of this service; Werkzeug would redirect.
        self.url_map.merge_slashes = False
        self._within = RequestMiddleware(super().wsgi_app, settings, BASE_PATH)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._within(environ, start_response)

    def make_default_options_response(self) -> Response:
        response = super().make_default_options_response()
        response.status_code = 204
        del response.headers["Content-Type"]
        response.headers["Allow"] = allow(response.allow)
        return response

    def close(self) -> None:
        database: Database = self.extensions["database"]
        database.close()


def create_app(settings: Settings | None = None) -> Service:
    app = Service(settings or get_settings())
    install_error_handlers(app)
    app.register_blueprint(health)
    app.register_blueprint(documentation)
    api = ServiceApi(app, BASE_PATH)
    add_authors(api)
    add_tags(api)
    add_books(api)
    return app
