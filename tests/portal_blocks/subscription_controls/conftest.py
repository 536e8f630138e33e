from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from billing.mirror.customers import refresh_customer
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Subscription
from portal_blocks.viewer import RealData
from tests.billing.buying import subscribe
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.portal_blocks.cast import viewer
from tests.portal_blocks.subscription_controls.bought import Bought


@pytest.fixture
def bought(stripe, shop):  # noqa: F811
    """Tea by the month, EUR 24.00, at Stripe and in the mirror, and whoever bought it."""
    now = timezone.now()
    purchase = subscribe()
    refresh_customer(purchase.customer, now=now)
    refresh_subscription(purchase.subscription, now=now)
    row = Subscription.objects.get()
    who = replace(viewer(now=now, shop_id=shop.shop_id), customer_ids=(row.customer_id,))
    return Bought(row, replace(who, data=RealData((row.customer_id,))), stripe)
