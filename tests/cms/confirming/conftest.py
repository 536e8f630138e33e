from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from access_rules.presets import ACTIVE
from accounts.models import Customer
from billing.gateway.client import api
from billing.mirror.customers import refresh_customer
from billing.models import Product
from portals.models import Club
from tests.billing.buying import sign_up, use_card
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.pages import make_home, make_page, text


@pytest.fixture
def ada(stripe, people):  # noqa: F811
    """Of the cast the one without a subscription, whom Stripe knows, with a good card on file."""
    external_id = sign_up("any@example.com", name="Ada")
    use_card(external_id, "pm_card_visa")
    Customer.objects.filter(pk=people["any"].pk).update(external_id=external_id, source="stripe")
    refresh_customer(external_id, now=datetime.now(UTC))
    return Customer.objects.get(pk=people["any"].pk)


@pytest.fixture
def subscribe(ada, club):
    """Has Ada subscribe somewhere else, to what makes a member of the club; we hear nothing."""

    def bought() -> str:
        product = api().products.create({"name": "Tea"}).id
        row = Product.objects.create(
            shop_id=club.shop_id, source="stripe", external_id=product, name="Tea"
        )
        row.clubs.add(Club.objects.get(pk=club.club_id))
        each: Any = {"interval": "month"}
        price = api().prices.create(
            {"product": product, "currency": "eur", "unit_amount": 2400, "recurring": each}
        )
        wanted = {"customer": ada.external_id, "items": [{"price": price.id}]}
        return str(api().subscriptions.create(wanted).id)

    return bought


@pytest.fixture
def perks(shop):
    return make_page(make_home(shop, text("Home")), "perks", text("Secret perks"), rule=ACTIVE)
