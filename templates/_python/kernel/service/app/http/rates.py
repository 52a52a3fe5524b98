"""Rate limits: fixed windows per client, and their header fields (draft-ietf-httpapi-ratelimit-headers)."""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass

# Clients that are counted at a time; past them the one whose window ends first is forgotten.
MOST_CLIENTS = 100_000


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
        # In the order in which they end, for all are of one length.
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def spend(self, client: str) -> Allowance:
        moment = time.monotonic()
        while self._windows and next(iter(self._windows.values()))[0] <= moment:
            self._windows.popitem(last=False)
        if client not in self._windows and len(self._windows) >= MOST_CLIENTS:
            self._windows.popitem(last=False)
        ends, spent = self._windows.get(client, (moment + self._limit.seconds, 0))
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
