"""What this service uses of Flask-RESTful, which has no types of its own."""

from collections import OrderedDict
from collections.abc import Callable, Mapping

from flask import Flask
from flask.typing import ResponseReturnValue
from flask.views import MethodView
from werkzeug.wrappers import Response

class Api:
    representations: OrderedDict[str, Callable[[object, int, Mapping[str, str]], Response]]

    def __init__(self, app: Flask, prefix: str = "") -> None: ...
    def add_resource(self, resource: type[Resource], *urls: str, endpoint: str) -> None: ...
    def handle_error(self, e: Exception) -> Response: ...

class Resource(MethodView):
    def dispatch_request(self, *args: object, **kwargs: object) -> ResponseReturnValue: ...
