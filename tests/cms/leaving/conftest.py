"""A customer with a subscription that the local Stripe knows, and a cancel flow of pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from access_rules.presets import ANY_CUSTOMER
from billing.gateway.client import api
from billing.mirror.sync import sync_customer
from billing.models import Subscription
from portals.models import Shop
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.pages import block, make_home, make_page
from tests.portal_blocks.offer.conftest import ada  # noqa: F401  (a fixture)

ROWS = [
    {"words": "It costs too much", "means": "too_expensive", "key": "price"},
    {"words": "Too much at home", "means": "unused", "key": "too-much"},
]


@pytest.fixture
def tea(ada):  # noqa: F811
    """Ada's tea, EUR 24.00 a month: the one subscription that runs."""
    product = api().products.create({"name": "Tea"}).id
    rhythm: Any = {
        "product": product,
        "currency": "eur",
        "unit_amount": 2400,
        "recurring": {"interval": "month"},
    }
    price = api().prices.create(rhythm).id
    api().subscriptions.create({"customer": ada.external_id, "items": [{"price": price}]})
    Subscription.objects.filter(customer=ada).delete()
    sync_customer(Shop.objects.get(pk=ada.shop_id), ada.external_id, datetime.now(UTC))
    return Subscription.objects.get(customer=ada)


@pytest.fixture
def flow(shop):
    """Make the pages of a flow: `flow(offer={"offer": "pause"})`; reasons, offer, last step."""

    def made(*, rule=ANY_CUSTOMER, confirm=None, reasons=None, **offer):
        home = make_home(shop)
        last = make_page(home, "last", block("cancel_confirm", **_words(confirm or {})))
        said = block("cancel_offer", rule, next=last.pk, **_words(offer.get("offer") or {}))
        stay = make_page(home, "stay", said)
        asked = {"heading": "Why?", "reasons": reasons or ROWS, "ask_comment": True}
        make_page(home, "why", block("cancel_reasons", next=stay.pk, **asked))
        return {page.slug: page for page in (stay, last, home.get_children().last().specific)}

    return made


def _words(value: dict[str, Any]) -> dict[str, Any]:
    return {"heading": "", "button": "", "keep_label": "Keep it", **value}


class Walker:
    """Somebody who goes through the pages with a browser that runs no script."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.html = self.url = ""

    def see(self, url: str) -> Walker:
        """Open a page, wherever it leads."""
        answer = self.client.get(url, follow=True)
        self.url = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        self.html = answer.content.decode()
        return self

    def press(self, name: str, **data: str) -> Walker:
        """Press the button of this action, and see where that leads."""
        form = re.search(rf'action="(/do/[^"]+/{name}/)".*?</form>', self.html, re.DOTALL)
        assert form is not None, f"no such button: {name}"
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
        referer = f"http://{self.client.headers_host}{self.url}"
        answer = self.client.post(form[1], {**dict(hidden), **data}, headers={"referer": referer})
        assert answer.status_code == 302
        return self.see(answer.headers["Location"])


@pytest.fixture
def walker(visit, shop, tea):
    """Ada, signed in at the customer portal."""
    client = visit(shop, "active")
    client.headers_host = shop.host
    return Walker(client)
