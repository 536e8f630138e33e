"""One address for the local Stripes of all tests: a server of its own for each is waited for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local_stripe.core import LocalStripe
from local_stripe.server import Server
from local_stripe.state import State
from local_stripe.testing import RunningStripe


class StripeLine(Server):
    """Serves whichever local Stripe the test has now."""

    def leads_to(self, stripe: LocalStripe) -> RunningStripe:
        """Serve this one from now on."""
        stripe.world.host = self.url
        self.stripe = stripe
        return RunningStripe(self.url, stripe)


@pytest.fixture(scope="session")
def stripe_line() -> Iterator[StripeLine]:
    """Serves nothing but what a test sets."""
    line = StripeLine(LocalStripe(State(seed=1), strict=True))
    line.start()
    yield line
    line.stop()
