"""Rate limits. The middleware counts, so that every answer tells what is left; here the request is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.throttling import BaseThrottle

from app.rest.requests import allowance_of

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class AllowanceThrottle(BaseThrottle):
    def allow_request(self, request: Request, view: APIView) -> bool:
        return allowance_of(request).granted
