"""How fast and how patiently a long job asks Stripe.

A page asks at once and gives up soon, because somebody waits for it; one that only wants to know
whether there is news gives up sooner still. A job that looks at everything leaves room for the
pages, and waits until Stripe is well again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import stripe

RATE = 20.0  # requests a second; a sandbox of Stripe refuses above 25
RETRIES = 6  # about half a minute
LONGEST_WAIT = 20.0  # seconds

Answer = tuple[Any, int, Mapping[str, str] | None]


class Pace:
    """A clock that lets `rate` requests a second through, evenly."""

    def __init__(self, rate: float) -> None:
        self._interval = 1 / rate
        self._next = 0.0

    def wait(self) -> None:
        """Return when the next request may be made."""
        begun = max(time.monotonic(), self._next)
        self._next = begun + self._interval
        time.sleep(max(0.0, begun - time.monotonic()))


_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
_pace: ContextVar[Pace | None] = ContextVar("pace", default=None)


@contextmanager
def paced() -> Iterator[None]:
    """Ask Stripe evenly and patiently while this lasts, in this thread."""
    token = _pace.set(Pace(RATE))
    try:
        yield
    finally:
        _pace.reset(token)


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Begin no request to Stripe after so many seconds, in this thread, and wait little for each.

    What is not begun raises `Unreachable`.
    """
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def is_hurried() -> bool:
    """Whether somebody waits who only wants to know whether there is news."""
    return _deadline.get() is not None


class PacedClient(stripe.RequestsClient):
    """The package's client, which keeps to the pace where there is one."""

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """Ask when the pace allows it, and there is time."""
        deadline = _deadline.get()
        if deadline is not None and time.monotonic() > deadline:
            raise stripe.APIConnectionError("There was no time left.")  # type: ignore[no-untyped-call]
        pace = _pace.get()
        if pace is not None:
            pace.wait()
        return super().request(*args, **kwargs)

    def _should_retry(
        self,
        response: Answer | None,
        api_connection_error: stripe.APIConnectionError | None,
        num_retries: int,
        max_network_retries: int | None,
    ) -> bool:
        if _pace.get() is None:
            tries = max_network_retries
        elif _is_limited(response):
            # The package gives up at once unless Stripe asks it to try again.
            return num_retries < RETRIES
        else:
            tries = RETRIES
        again: bool = super()._should_retry(response, api_connection_error, num_retries, tries)
        return again

    def _sleep_time_seconds(self, num_retries: int) -> float:
        if _pace.get() is None:
            wait: float = super()._sleep_time_seconds(num_retries)
            return wait
        wait = min(self.INITIAL_DELAY * 2**num_retries, LONGEST_WAIT)
        return wait * random.uniform(0.5, 1)  # noqa: S311  (so that two jobs do not keep step)


def _is_limited(response: Answer | None) -> bool:
    """Whether Stripe says we ask too fast, and does not say that asking again is of no use."""
    if response is None or response[1] != 429:
        return False
    return (response[2] or {}).get("stripe-should-retry") != "false"
