"""A customer of the cast whom the local Stripe knows too, with all that a page can show of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access_rules.presets import EVERYONE
from billing.gateway.client import api
from billing.mirror.sync import sync_customer
from portals.models import Shop
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.billing.sales import intent_of, invoice_once
from tests.contracts.every_block import every_block
from tests.pages import make_home
from tests.portal_blocks.offer.conftest import ada, pot  # noqa: F401  (fixtures)


@pytest.fixture
def busy(ada, pot, people):  # noqa: F811
    """Ada with a subscription, an order of which a part was given back, and cards to match."""
    tea = api().products.create({"name": "Tea"}).id
    recurring = {"interval": "month"}
    rhythm = {"product": tea, "currency": "eur", "unit_amount": 2400, "recurring": recurring}
    price = api().prices.create(rhythm).id
    api().subscriptions.create({"customer": ada.external_id, "items": [{"price": price}]})
    paid = intent_of(invoice_once(ada.external_id).id)
    api().refunds.create({"payment_intent": paid, "amount": 200})
    sync_customer(Shop.objects.get(), ada.external_id, datetime.now(UTC))
    return ada


@pytest.fixture
def home(shop, pot):  # noqa: F811
    """A page with every block there is, and everything on it allowed."""
    return make_home(shop, *every_block(pot.external_id), rule=EVERYONE)
