"""The API: its resources, judged in the order of this service, and its answers."""

from collections import OrderedDict
from collections.abc import Mapping

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_restful import Api, Resource
from werkzeug.wrappers import Response

from app.errors import problem_response
from app.http import documents
from app.http.media import JSON, judge_accept
from app.requests import judge_rate


class ServiceApi(Api):
    def __init__(self, app: Flask, prefix: str) -> None:
        super().__init__(app, prefix=prefix)
        self.representations = OrderedDict({JSON: _json})

    def handle_error(self, e: Exception) -> Response:
        # Flask-RESTful asks none of the application's error handlers for what its resources raise.
        return problem_response(e)


class ServiceResource(Resource):
    def dispatch_request(self, *args: object, **kwargs: object) -> ResponseReturnValue:
        judge_accept(request.headers.get("Accept"))
        judge_rate()
        return super().dispatch_request(*args, **kwargs)


def _json(data: object, status: int, headers: Mapping[str, str]) -> Response:
    return Response(documents.write(data), status, headers, mimetype=JSON)
