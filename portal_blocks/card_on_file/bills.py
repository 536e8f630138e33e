"""What is still to be paid, and how the block lets it be paid."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.pay_invoice import NEW_CARD
from billing.bills import Bill
from billing.models import PaymentState
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of
from portal_blocks.paying.form import PAYMENT, CardForm, card_form, settings_url
from portal_blocks.viewer import Viewer
from portal_blocks.words import day
from themes.formats import money


@dataclass(frozen=True, slots=True)
class BillRow:
    """One bill. `cards` are pairs of Stripe's id and words, the likeliest first.

    `form` is for a new card; a subscription's bill has none: its card is replaced instead.
    """

    bill: Bill
    amount: str
    title: str
    sentence: str
    cards: list[tuple[str, str]]
    label: str
    pay_url: str
    hosted_url: str
    finish_url: str
    back_url: str
    settings_url: str
    checking: bool
    wants_new_card: bool
    form: CardForm | None
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


def bill_rows(value: Mapping[str, Any], viewer: Viewer, place: Place) -> list[BillRow]:
    """Return what is still to be paid; nothing where the merchant does not let it be paid here."""
    if not value.get("allow_pay"):
        return []
    return [_row(bill, viewer, place) for bill in viewer.data.bills]


def _row(bill: Bill, viewer: Viewer, place: Place) -> BillRow:
    amount = amount_of(bill, viewer)
    pay = _("Pay %(amount)s") % {"amount": amount}
    confirm = _("Confirm and pay %(amount)s") % {"amount": amount}
    asks = bill.order.payment_state == PaymentState.REQUIRES_ACTION
    return BillRow(
        bill=bill,
        amount=amount,
        title=title_of(bill),
        sentence=_sentence(bill, viewer),
        cards=_cards(bill, viewer),
        label=confirm if asks else pay,
        pay_url=place.action_url("pay"),
        hosted_url=place.action_url("hosted"),
        finish_url=place.action_url("finish"),
        back_url=place.page_url,
        settings_url="" if viewer.is_preview else settings_url(),
        checking=bill.is_being_checked,
        wants_new_card=_wants_new_card(bill),
        form=None if bill.order.subscription_id else _form(bill, pay, viewer, place=place),
    )


def amount_of(bill: Bill, viewer: Viewer) -> str:
    """Return what is to be paid, such as “€24.00”."""
    order = bill.order
    return money(order.total, order.currency, display=viewer.portal.currency_display)


def title_of(bill: Bill) -> str:
    """Return what it is for: the subscription, else the order's number."""
    subscription = bill.order.subscription
    number = _("Order %(number)s") % {"number": bill.order.number}
    return (subscription.title if subscription is not None else "") or number


def _wants_new_card(bill: Bill) -> bool:
    """Whether the card that pays the subscription has just failed: the same again helps seldom."""
    order = bill.order
    return bool(order.subscription_id) and order.payment_state == PaymentState.FAILED


def _sentence(bill: Bill, viewer: Viewer) -> str:
    facts = {"date": day(bill.order.placed_at, viewer)}
    if bill.order.payment_state == PaymentState.FAILED:
        return _("The payment of %(date)s did not go through. You have not been charged.") % facts
    if bill.order.payment_state == PaymentState.REQUIRES_ACTION:
        return _("Your bank wants you to confirm the payment of %(date)s.") % facts
    return _("It was placed on %(date)s and is not paid yet.") % facts


def _cards(bill: Bill, viewer: Viewer) -> list[tuple[str, str]]:
    """The customer's own cards: the one that would pay it anyway stands first."""
    own = [one for one in viewer.data.cards if one.customer_id == bill.order.customer_id]
    subscription = bill.order.subscription
    usual = card_of(subscription, own) if subscription is not None else None
    ordered = sorted(own, key=lambda card: card != usual)
    return [(card.external_id, card_label(card)) for card in ordered]


def _form(bill: Bill, label: str, viewer: Viewer, *, place: Place) -> CardForm:
    return card_form(
        place,
        viewer,
        kind=PAYMENT,
        begin="pay",
        finish="finish",
        label=label,
        amount=bill.order.total,
        currency=bill.order.currency,
        hidden={
            "invoice": bill.invoice_id,
            "card": NEW_CARD,
            "agreed": str(bill.order.total),
        },
    )
