"""Customers of a test's own: the demo's seven are shared by all the others."""

from __future__ import annotations

from tests.browser.running import RunningDemo

NEWCOMERS = {
    "wanda": ("KC-4001", "{}"),
    "petra": ("KC-4002", "{}"),
    "paula": ("KC-4003", "{}"),
    "kemal": ("KC-4004", '{"cancel_at_period_end": True}'),
    "dora": ("KC-4005", '{"collection_method": "send_invoice", "days_until_due": 14}'),
}
"""By key: the number by which they sign in, and the terms of their subscription at Stripe.

Each pays with a Mastercard and has a Visa too. Kemal's subscription is about to end, and Dora's
first bill is still to be paid.
"""

MAKE = """
from django.utils import timezone
from billing.gateway.client import api
from billing.mirror.sync import sync_customer
from billing.models import Price
from billing.orders import upsert_orders
from billing.sources.records import OrderRecord
from portals.models import Shop
shop, now = Shop.objects.get(), timezone.now()
plan = Price.objects.get(product__name="House Espresso, 1 kg", interval_count=4).external_id
home = {"line1": "Oranienstraße 187", "postal_code": "10999", "city": "Berlin", "country": "DE"}

def arrive(key, number, terms):
    person = {"email": f"{key}@example.com", "name": key.title(), "phone": "+493020916001"}
    marked = {**person, "address": home, "metadata": {"portico_shop": shop.name}}
    customer = api().customers.create(marked).id
    for kind in ("pm_card_visa", "pm_card_mastercard"):
        card = api().payment_methods.attach(kind, {"customer": customer}).id
    default = {"invoice_settings": {"default_payment_method": card}}
    api().customers.update(customer, default)
    api().subscriptions.create({"customer": customer, "items": [{"price": plan}], **terms})
    sync_customer(shop, customer, now)
    order = {"external_id": number, "number": number, "placed_at": now, "currency": "EUR"}
    bought = OrderRecord(**order, email=person["email"], total=1800, subtotal=1800)
    upsert_orders(shop, "shop", [bought], now=now)
"""


def arrive(demo: RunningDemo) -> None:
    """Make them all at the local Stripe and in the demo, once in a session."""
    if "wanda" in demo.numbers:
        return
    calls = [f'arrive("{key}", "{number}", {terms})' for key, (number, terms) in NEWCOMERS.items()]
    demo.run("manage.py", "shell", "--no-imports", "-c", "\n".join([MAKE, *calls]))
    demo.numbers.update({key: number for key, (number, _terms) in NEWCOMERS.items()})
