"""Rate limits: fixed windows per client, and their header fields (draft-ietf-httpapi-ratelimit-headers)."""

import math
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimit:
    requests: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a client in its window."""

    granted: bool
    headers: dict[str, str]


class RateLimiter:
    """Counts in the memory of this process: with several processes, each allows the whole rate."""

    def __init__(self, limit: RateLimit) -> None:
        self._limit = limit
        self._windows: dict[str, tuple[float, int]] = {}
        self._swept = time.monotonic()

    def spend(self, client: str) -> Allowance:
        moment = time.monotonic()
        self._sweep(moment)
        ends, spent = self._windows.get(client, (0.0, 0))
        if ends <= moment:
            ends, spent = moment + self._limit.seconds, 0
        self._windows[client] = (ends, spent + 1)
        left = max(0, self._limit.requests - spent - 1)
        renewed = max(1, math.ceil(ends - moment))
        headers = {
            "RateLimit-Policy": f'"default";q={self._limit.requests};w={self._limit.seconds}',
            "RateLimit": f'"default";r={left};t={renewed}',
        }
        granted = spent < self._limit.requests
        if not granted:
            headers["Retry-After"] = str(renewed)
        return Allowance(granted, headers)

    def _sweep(self, moment: float) -> None:
        """Forgets the windows that are over, once per window's length."""
        if moment - self._swept < self._limit.seconds:
            return
        self._swept = moment
        self._windows = {
            client: window for client, window in self._windows.items() if window[0] > moment
        }
