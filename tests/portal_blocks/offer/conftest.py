from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access_rules.presets import EVERYONE
from accounts.models import Customer
from billing.mirror.customers import refresh_customer
from portals.models import Shop
from tests.billing.actions.shelf import shelve
from tests.billing.buying import sign_up, use_card
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.pages import block, make_home


@pytest.fixture
def pot(stripe, shop):  # noqa: F811
    """Something that the portal's shop sells once, EUR 89.00."""
    return shelve(Shop.objects.get(pk=shop.shop_id))


@pytest.fixture
def ada(stripe, people):  # noqa: F811
    """The active one of the cast, whom Stripe knows too, with a good card on file."""
    external_id = sign_up("active@example.com", name="Active")
    use_card(external_id, "pm_card_visa")
    Customer.objects.filter(pk=people["active"].pk).update(external_id=external_id)
    refresh_customer(external_id, now=datetime.now(UTC))
    return Customer.objects.get(pk=people["active"].pk)


@pytest.fixture
def sell(shop):
    """Put an offer on the portal's home."""

    def offered(price, **value):
        wanted = {"allow_new_card": True, "most": 3, **value}
        return make_home(shop, block("offer", price=price.external_id, **wanted), rule=EVERYONE)

    return offered


@pytest.fixture
def stand(visit, shop, ada, pot, sell):
    """The customer before an offer of the pot."""
    return lambda **value: (visit(shop, "active"), sell(pot, **value))
