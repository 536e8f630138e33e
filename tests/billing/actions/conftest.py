import uuid
from datetime import UTC
from functools import partial
from types import SimpleNamespace

import pytest

from billing.actions.operation import Asking
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Subscription
from tests.billing.actions.shelf import buyer, shelve
from tests.billing.buying import subscribe
from tests.billing.made_once import made_once


@pytest.fixture
def portal(shop):
    """What the commands read of a portal."""
    return SimpleNamespace(shop_id=shop.pk, pause_method="hold", tz=UTC)


@pytest.fixture
def bought(stripe, shop, now):
    """A running subscription, at Stripe and in the mirror."""

    def made():
        refresh_subscription(subscribe().subscription, now=now)
        return Subscription.objects.get()

    return made_once(stripe, "bought", made)


@pytest.fixture
def asking(portal, now):
    """Who wants a change, and under which id."""
    return Asking(portal, "customer", now, uuid.uuid4())


@pytest.fixture
def pot(stripe, shop):
    """Something that is sold once, EUR 89.00."""
    return made_once(stripe, "pot", lambda: shelve(shop))


@pytest.fixture
def box(stripe, shop):
    """Something that is sold by the month, EUR 24.00."""
    made = partial(shelve, shop, amount=2400, interval="month", name="Box")
    return made_once(stripe, "box", made)


@pytest.fixture
def ada(stripe, shop):
    """A customer with a good card on file."""
    return made_once(stripe, "ada", buyer)


@pytest.fixture
def crate(stripe, bought, shop):
    """Another thing that is sold by the month, EUR 48.00: twice what tea costs."""
    return shelve(shop, amount=4800, interval="month", name="Crate")
