"""A local Stripe inside a test: `with running(seed=1, strict=True) as stripe: ...`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local_stripe.core import LocalStripe
from local_stripe.server import Server
from local_stripe.state import State


@dataclass(frozen=True, slots=True)
class RunningStripe:
    """A local Stripe that answers at `url`; nothing happens in it by itself."""

    url: str
    stripe: LocalStripe

    def fault(self, kind: str, match: str = "", **details: Any) -> None:
        """Order a fault: `fault("429", "POST /v1/customers$", times=2, should_retry=True)`."""
        self.stripe.fault(kind, match, **details)

    def lift_faults(self) -> None:
        """Take back every fault that is still to happen."""
        self.stripe.api.faults.clear()

    def set(self, **settings: Any) -> None:
        """Change settings of the account: `set(after_retries="unpaid", search_delay=1)`."""
        self.stripe.change_settings(**settings)

    def deliver(self, **how: Any) -> list[int]:
        """Send the webhooks that are due; see `Webhooks.deliver` for the ways to."""
        return self.stripe.webhooks.deliver(**how)

    def clock_to(self, target: int) -> int:
        """Set the clock; returns how many steps were played."""
        return self.stripe.clock_to(target)

    def advance(self, seconds: int) -> int:
        """Let time go by; returns how many steps were played."""
        return self.stripe.advance(seconds)


@contextmanager
def running(
    *, seed: int = 1, strict: bool = True, state: State | None = None
) -> Iterator[RunningStripe]:
    """A fresh one on a free port of this machine, or one that goes on from a forked state."""
    stripe = LocalStripe(state or State(seed=seed), strict=strict)
    server = Server(stripe)
    server.start()
    try:
        yield RunningStripe(server.url, stripe)
    finally:
        server.stop()
        stripe.close()
