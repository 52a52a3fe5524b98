"""Views of Django's own, which REST framework's order of judgement is not for."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from app.http.problems import Problem
from app.rest.errors import problem_response

View = Callable[[HttpRequest], HttpResponse]

_ALLOWED = {"Allow": "GET, HEAD, OPTIONS"}


def only_get(view: View) -> View:
    # A foreign page may call it: nothing is changed, and nobody is logged in.
    @csrf_exempt
    @wraps(view)
    def judge_and_view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=_ALLOWED)
        if request.method not in ("GET", "HEAD"):
            problem = Problem(405, "This path does not know the method.", headers=_ALLOWED)
            return problem_response(request, problem)
        return view(request)

    return judge_and_view
