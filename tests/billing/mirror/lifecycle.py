"""One customer's whole story at Stripe, and every event it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from billing.gateway.client import api
from tests.billing.buying import sign_up, use_card

DAY = 24 * 3600


@dataclass
class Story:
    """What happened, as Stripe told it: events by id, the oldest first."""

    server: Any
    events: dict[str, Any] = field(default_factory=dict)

    def listen(self) -> None:
        """Remember what has happened since; Stripe itself forgets after a month."""
        found = api().events.list({"limit": 100}).auto_paging_iter()
        self.events.update({one.id: one.to_dict() for one in reversed(list(found))})

    def wait(self, days: int) -> None:
        """Let days go by."""
        self.server.advance(days * DAY)
        self.listen()


def tell_all(server: Any) -> list[dict[str, Any]]:
    """Let it all happen: bought; renewed, which fails and recovers; changed, paused, ended."""
    story = Story(server)
    product = api().products.create({"name": "Tea"}).id
    small, large = _price(product, 2400), _price(product, 3600)
    customer = sign_up()
    use_card(customer, "pm_card_visa")
    items: Any = [{"price": small}]
    bought = api().subscriptions.create({"customer": customer, "items": items})
    first = str(bought.latest_invoice)
    story.listen()
    old = _only_card(customer)
    use_card(customer, "pm_card_chargeCustomerFail")
    api().payment_methods.detach(old)
    story.wait(31)
    bad = _only_card(customer)
    use_card(customer, "pm_card_mastercard")
    api().payment_methods.detach(bad)
    api().invoices.pay(str(api().subscriptions.retrieve(bought.id).latest_invoice))
    _change(bought.id, large)
    _pause_and_resume(bought.id)
    _give_back(first)
    story.listen()
    api().subscriptions.cancel(bought.id)
    story.listen()
    return list(story.events.values())


def _price(product: str, amount: int) -> str:
    wanted: Any = {"product": product, "unit_amount": amount, "currency": "eur"}
    wanted["recurring"] = {"interval": "month"}
    return str(api().prices.create(wanted).id)


def _only_card(customer: str) -> str:
    (card,) = api().customers.payment_methods.list(customer).data
    return str(card.id)


def _change(subscription: str, price: str) -> None:
    (item,) = api().subscriptions.retrieve(subscription).items.data
    items: Any = [{"id": item.id, "price": price}]
    api().subscriptions.update(subscription, {"items": items, "proration_behavior": "none"})


def _pause_and_resume(subscription: str) -> None:
    api().subscriptions.update(subscription, {"pause_collection": {"behavior": "void"}})
    api().subscriptions.update(subscription, {"pause_collection": ""})


def _give_back(invoice: str) -> None:
    (paid,) = api().invoice_payments.list({"invoice": invoice}).data
    intent = str(paid.payment.payment_intent)
    api().refunds.create({"payment_intent": intent, "amount": 500})
