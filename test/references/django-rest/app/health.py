"""Whether the process is up, and whether the database answers."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from app.http.problems import unavailable
from app.rest.errors import problem_response
from app.rest.plain import only_get


@only_get
def health(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@only_get
def readiness(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return problem_response(request, unavailable())
    return JsonResponse({"status": "ready"})
