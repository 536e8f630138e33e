"""How each action is asked for in a test, and how its effect shows at Stripe.

`CASES` has a line for each name of `billing.actions.registry`: an action without one has no proof
that it keeps what every action promises, and fails `test_action_contract.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from accounts.models import Customer
from billing.actions.apply_coupon import apply_coupon
from billing.actions.buy import buy
from billing.actions.buy_again import buy_again, order_again, preview_again, preview_order_again
from billing.actions.buy_subscription import buy_subscription
from billing.actions.cancel import cancel_subscription
from billing.actions.change_delivery import change_note
from billing.actions.change_plan import change_plan
from billing.actions.move_charge import move_charge
from billing.actions.operation import Asking
from billing.actions.pause import pause_subscription
from billing.actions.pay_invoice import pay_invoice
from billing.actions.plans import preview_plan
from billing.actions.purchasing import Payment
from billing.actions.refund import refund_order
from billing.actions.remove_card import remove_card
from billing.actions.restart import restart_subscription
from billing.actions.returning import change_return
from billing.actions.set_default_card import set_default_card
from billing.actions.skip import skip_next
from billing.actions.undo_move import undo_move
from billing.actions.update_card import begin_card_update
from billing.actions.update_details import update_details
from billing.bills import bills_of
from billing.gateway.client import api
from billing.gateway.subscription_changes import ItemChange
from billing.mirror.subscriptions import refresh_subscription
from billing.mirror.sync import sync_customer
from billing.models import Card, Operation, Order, Price, Subscription
from portals.models import Shop
from tests.billing.actions.cards import SAFE, past_due
from tests.billing.actions.shelf import agreeing, buyer, card_of, shelve
from tests.billing.buying import subscribe

SOON = timedelta(days=9)
Click = Callable[[], Operation]


@dataclass(frozen=True)
class Scene:
    """Where an action takes place: a local Stripe, a shop there, and a customer at its portal."""

    server: Any
    shop: Shop
    now: datetime

    def asking(self, shop: Shop | None = None) -> Asking:
        """The customer asks by a form of its own, at another shop's portal where one is named."""
        at = (shop or self.shop).pk
        portal: Any = SimpleNamespace(shop_id=at, pause_method="hold", tz=UTC)
        return Asking(portal, "customer", self.now, uuid4())


@dataclass(frozen=True)
class Case:
    """One action: what has to be there, how it is asked for, and what shows that it happened.

    `form` opens the form, and returns the click on its button, which may be pressed twice. `write`
    is the request that does it, `first` the first one that writes anything where that is
    another, `effect` the event that one success makes at Stripe; `ends` is what a clear answer
    comes to.
    """

    prepare: Callable[[Scene], Any]
    form: Callable[[Asking], Click]
    write: str
    effect: str
    first: str = ""
    ends: str = "done"


CHANGES, CHANGED = "POST /v1/subscriptions/", "customer.subscription.updated"
PAYS, PAID = "POST .*/pay$", "invoice.paid"


def _subscribed(scene: Scene) -> Subscription:
    refresh_subscription(subscribe().subscription, now=scene.now)
    return _row()


def _row() -> Subscription:
    return Subscription.objects.get()


def _ada() -> Customer:
    return Customer.objects.get(name="Ada")


def _price() -> Price:
    return Price.objects.get()


def _offered(scene: Scene) -> None:
    _subscribed(scene)
    coupon = api().coupons.create({"percent_off": 20, "duration": "forever"}).id
    promotion: Any = {"type": "coupon", "coupon": coupon}
    api().promotion_codes.create({"promotion": promotion, "code": "SPRING"})


def _paused(scene: Scene) -> None:
    pause_subscription(_subscribed(scene), scene.asking())


def _skipped(scene: Scene) -> None:
    skip_next(_subscribed(scene), scene.asking())


def _spare(scene: Scene) -> None:
    owner = _subscribed(scene).customer.external_id
    api().payment_methods.attach(SAFE, {"customer": owner})
    sync_customer(scene.shop, owner, scene.now)


def _spare_card() -> Card:
    return Card.objects.get(last4="4444")


def _owing(scene: Scene) -> None:
    owner = past_due(scene.server, scene.shop, scene.now).customer
    api().payment_methods.attach(SAFE, {"customer": owner})
    sync_customer(scene.shop, owner, scene.now)


def _shelved(scene: Scene) -> None:
    buyer()
    shelve(scene.shop)


def _shelved_monthly(scene: Scene) -> None:
    buyer()
    shelve(scene.shop, amount=2400, interval="month")


def _bought(scene: Scene) -> None:
    _shelved(scene)
    _buy(scene.asking())()


def _ended(scene: Scene) -> None:
    _shelved_monthly(scene)
    _buy_subscription(scene.asking())()
    cancel_subscription(_row(), scene.asking(), now=True)


def _change_plan(asking: Asking) -> Click:
    item = _row().items[0]
    changes = [ItemChange(item["id"], item["price"], 2)]
    agreed = preview_plan(_row(), changes, now=asking.now).fingerprint
    return lambda: change_plan(_row(), asking, changes=changes, agreed=agreed)


def _pay_invoice(asking: Asking) -> Click:
    [bill] = bills_of([_ada().pk])
    return lambda: pay_invoice(bill, asking, card=_spare_card().external_id, agreed=2400)


def _update_card(asking: Asking) -> Click:
    return lambda: begin_card_update(_ada(), asking, subscriptions="all", retry=False)[0]


def _update_details(asking: Asking) -> Click:
    home = {"line1": "24 Example Street", "city": "Birmingham", "country": "GB"}
    return lambda: update_details([_ada().pk], asking, part="billing_address", value=home)


def _buy(asking: Asking) -> Click:
    payment = agreeing(_ada(), _price())
    return lambda: buy(_ada(), _price(), asking, payment=payment)


def _buy_subscription(asking: Asking) -> Click:
    payment = agreeing(_ada(), _price())
    return lambda: buy_subscription(_ada(), _price(), asking, payment=payment)


def _buy_again(asking: Asking) -> Click:
    ended = Subscription.objects.get(state="cancelled")
    payment = Payment(card_of(_ada()), preview_again(ended).fingerprint)
    return lambda: buy_again(ended, asking, payment=payment)


def _order_again(asking: Asking) -> Click:
    order = Order.objects.get()
    payment = Payment(card_of(_ada()), preview_order_again(order).fingerprint)
    return lambda: order_again(order, asking, payment=payment)


def _refund(asking: Asking) -> Click:
    by_staff = replace(asking, actor="staff:7")
    return lambda: refund_order(Order.objects.get(), by_staff, amount=900)


def _with_spare(change: Callable[[Card, Asking], Operation]) -> Callable[[Asking], Click]:
    def form(asking: Asking) -> Click:
        card = _spare_card()
        return lambda: change(card, asking)

    return form


def _on_subscription(prepare: Callable[[Scene], Any], change: Callable[..., Operation]) -> Case:
    return Case(prepare, lambda asking: lambda: change(_row(), asking), CHANGES, CHANGED)


def _soon(asking: Asking) -> Any:
    return (asking.now + SOON).date()


CASES: dict[str, Case] = {
    "apply_coupon": _on_subscription(
        _offered, lambda row, by: apply_coupon(row, by, code="SPRING")
    ),
    "buy": Case(_shelved, _buy, PAYS, PAID, first="POST /v1/invoices$"),
    "buy_again": Case(_ended, _buy_again, PAYS, PAID, first="POST /v1/subscriptions$"),
    "buy_subscription": Case(
        _shelved_monthly, _buy_subscription, PAYS, PAID, first="POST /v1/subscriptions$"
    ),
    "cancel_subscription": _on_subscription(_subscribed, cancel_subscription),
    "change_delivery": _on_subscription(
        _subscribed, lambda row, by: change_note(row, by, note="Happy birthday")
    ),
    "change_plan": Case(_subscribed, _change_plan, CHANGES, PAID),
    "change_return": _on_subscription(
        _paused, lambda row, by: change_return(row, by, until=_soon(by))
    ),
    "move_charge": _on_subscription(
        _subscribed, lambda row, by: move_charge(row, by, to=_soon(by))
    ),
    "order_again": Case(_bought, _order_again, PAYS, PAID, first="POST /v1/invoices$"),
    "pause_subscription": _on_subscription(_subscribed, pause_subscription),
    "pay_invoice": Case(_owing, _pay_invoice, PAYS, PAID),
    "refund_order": Case(_bought, _refund, "POST /v1/refunds", "refund.created"),
    "remove_card": Case(
        _spare,
        _with_spare(remove_card),
        "POST .*/detach",
        "payment_method.detached",
    ),
    "restart_subscription": _on_subscription(_paused, restart_subscription),
    "set_default_card": Case(
        _spare,
        _with_spare(set_default_card),
        "POST /v1/customers/",
        "customer.updated",
    ),
    "skip_next": _on_subscription(_subscribed, skip_next),
    "undo_move": _on_subscription(_skipped, undo_move),
    # The second half, with the card that the customer has entered, is in `test_update_card.py`.
    "update_card": Case(
        _spare, _update_card, "POST /v1/setup_intents", "setup_intent.succeeded", ends="waiting"
    ),
    "update_details": Case(_subscribed, _update_details, "POST /v1/customers/", "customer.updated"),
}
