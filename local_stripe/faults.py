"""Faults on order: which request fails next, how, and how often."""

import re
import threading
from dataclasses import dataclass, replace
from typing import Literal, get_args

from local_stripe.errors import ApiError, Json, invalid

FaultKind = Literal[
    "429", "lock_timeout", "409", "500", "503", "401", "403",
    "timeout", "timeout_after", "lost_response", "slow", "malformed", "down",
]  # fmt: skip
BEFORE_SENDING = frozenset({"lost_response", "malformed", "timeout_after"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault for the next `times` requests whose `METHOD /path` the pattern finds.

    `timeout` fails before anything is done and `timeout_after` when all of it is, each after
    `seconds`, which is also how long `slow` takes; `lost_response` is done and cut off at once.
    `should_retry` is the header of that name
    on error answers, absent for None. `down` holds until it is lifted.
    """

    kind: FaultKind
    match: str = ""
    times: int = 1
    seconds: float = 1.0
    should_retry: bool | None = None


_ANSWERS: dict[str, tuple[int, str, str, str | None]] = {
    "429": (
        429,
        "invalid_request_error",
        "Too many requests hit the API too quickly.",
        "rate_limit",
    ),
    "lock_timeout": (
        429,
        "invalid_request_error",
        "This object cannot be accessed right now because another API request is accessing it.",
        "lock_timeout",
    ),
    "409": (
        409,
        "idempotency_error",
        "There is currently another in-progress request using this idempotent key.",
        "idempotency_key_in_use",
    ),
    "500": (500, "api_error", "An unknown error occurred.", None),
    "503": (503, "api_error", "The service is temporarily unavailable.", None),
    "401": (401, "invalid_request_error", "Invalid API Key provided.", None),
    "403": (403, "invalid_request_error", "The provided key does not have access.", None),
}


class Faults:
    """The faults that are still to happen, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queued: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order a fault; raises 400 for a kind or a pattern that makes no sense."""
        if fault.kind not in get_args(FaultKind):
            raise invalid(f"No such fault: {fault.kind}.", param="kind")
        try:
            re.compile(fault.match)
        except re.error as error:
            raise invalid(f"Not a pattern: {error}.", param="match") from error
        with self._lock:
            self._queued.append(fault)

    def clear(self) -> None:
        """Lift every fault."""
        with self._lock:
            self._queued.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for a request, used up by it."""
        with self._lock:
            for place, fault in enumerate(self._queued):
                if re.search(fault.match, f"{method} {path}"):
                    self._use(place, fault)
                    return fault
        return None

    @property
    def queued(self) -> list[Fault]:
        """What is still to happen."""
        with self._lock:
            return list(self._queued)

    def _use(self, place: int, fault: Fault) -> None:
        if fault.kind == "down":
            return
        if fault.times > 1:
            self._queued[place] = replace(fault, times=fault.times - 1)
        else:
            del self._queued[place]


def too_many() -> ApiError:
    """The answer to more requests than the account may make."""
    status, kind, message, code = _ANSWERS["429"]
    return ApiError(status, kind, message, code=code)


def error_of(fault: Fault) -> ApiError | None:
    """The error that a fault answers with, if it is of that sort."""
    known = _ANSWERS.get(fault.kind)
    if known is None:
        return None
    status, kind, message, code = known
    detail: Json = {"code": code} if code else {}
    return ApiError(status, kind, message, **detail)
