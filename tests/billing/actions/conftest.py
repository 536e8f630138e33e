import uuid
from types import SimpleNamespace

import pytest

from billing.actions.operation import Asking
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Subscription
from tests.billing.buying import subscribe


@pytest.fixture
def portal(shop):
    """What the commands read of a portal."""
    return SimpleNamespace(shop_id=shop.pk, pause_method="hold")


@pytest.fixture
def bought(stripe, shop, now):
    """A running subscription, at Stripe and in the mirror."""
    subscription = subscribe().subscription
    refresh_subscription(subscription, now=now)
    return Subscription.objects.get()


@pytest.fixture
def asking(portal, now):
    """Who wants a change, and under which id."""
    return Asking(portal, "customer", now, uuid.uuid4())
