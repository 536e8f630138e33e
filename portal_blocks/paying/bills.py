"""What is still to be paid, and how a block lets it be paid."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.actions import declines
from billing.actions.pay_invoice import NEW_CARD
from billing.bills import Bill
from billing.models import Card, PaymentState
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of, last_day_of
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
    settings_url: str
    checking: bool
    wants_new_card: bool
    same_card_may_pay: bool
    form: CardForm | None
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


def bill_rows(bills: Iterable[Bill], viewer: Viewer, place: Place) -> list[BillRow]:
    """Return what is still to be paid, as the template shows it."""
    return [_row(bill, viewer, place) for bill in bills]


def _row(bill: Bill, viewer: Viewer, place: Place) -> BillRow:
    amount = amount_of(bill, viewer)
    pay = _("Pay %(amount)s") % {"amount": amount}
    confirm = _("Confirm and pay %(amount)s") % {"amount": amount}
    asks = bill.order.payment_state == PaymentState.REQUIRES_ACTION
    return BillRow(
        bill=bill,
        amount=amount,
        title=title_of(bill),
        sentence=_sentence(bill, viewer, is_told=is_told_why(bill, place)),
        cards=_cards(bill, viewer),
        label=confirm if asks else pay,
        pay_url=place.action_url("pay"),
        hosted_url=place.action_url("hosted"),
        finish_url=place.action_url("finish"),
        settings_url="" if viewer.is_preview else settings_url(),
        checking=bill.is_being_checked,
        wants_new_card=wants_new_card(bill),
        same_card_may_pay=_same_card_may_pay(bill, viewer),
        form=None if bill.order.subscription_id else _form(bill, pay, viewer, place=place),
    )


def said_at(place: Place, pieces: Iterable[str]) -> str:
    """Return the piece, by Stripe's id, that the viewer was told something about.

    Empty: it is told of the block, because it is about nothing else, or that piece is gone.
    """
    target = place.said.target if place.said is not None else ""
    return target if target in set(pieces) else ""


def amount_of(bill: Bill, viewer: Viewer) -> str:
    """Return what is to be paid, such as “€24.00”."""
    order = bill.order
    return money(order.total, order.currency, display=viewer.portal.currency_display)


def title_of(bill: Bill) -> str:
    """Return what it is for: the subscription, else the order's number."""
    subscription = bill.order.subscription
    number = _("Order %(number)s") % {"number": bill.order.number}
    return (subscription.title if subscription is not None else "") or number


def wants_new_card(bill: Bill) -> bool:
    """Whether the card that pays the subscription has just failed: the same again helps seldom."""
    order = bill.order
    return bool(order.subscription_id) and order.payment_state == PaymentState.FAILED


def is_told_why(bill: Bill, place: Place) -> bool:
    """Whether the viewer has just been told, at this bill, that it was declined and why."""
    said = place.said
    return said is not None and (said.target, said.tone) == (bill.invoice_id, "error")


def why_unpaid(bill: Bill, viewer: Viewer) -> str:
    """Return what the bank said, as one sentence; empty where it said nothing that helps."""
    failure = viewer.data.failures.get(bill.invoice_id)
    if failure is None or bill.order.payment_state != PaymentState.FAILED:
        return ""
    return declines.reason(failure.code) if failure.code else ""


def _same_card_may_pay(bill: Bill, viewer: Viewer) -> bool:
    """Whether to try one card again: with others on file there is another to try."""
    failure = viewer.data.failures.get(bill.invoice_id)
    has_others = len(_cards(bill, viewer)) > 1
    return has_others or failure is None or declines.same_card_may_pay(failure.code)


def _sentence(bill: Bill, viewer: Viewer, *, is_told: bool) -> str:
    facts = {"date": day(bill.order.placed_at, viewer)}
    if bill.order.payment_state == PaymentState.FAILED:
        failed = _("The payment of %(date)s did not go through.") % facts
        if is_told:
            return failed
        said = (failed, why_unpaid(bill, viewer), _("You have not been charged."))
        return " ".join(filter(None, said))
    if bill.order.payment_state == PaymentState.REQUIRES_ACTION:
        return _("Your bank wants you to confirm the payment of %(date)s.") % facts
    return _("It was placed on %(date)s and is not paid yet.") % facts


def _cards(bill: Bill, viewer: Viewer) -> list[tuple[str, str]]:
    """The customer's own cards: the one that would pay it anyway stands first."""
    own = [one for one in good_cards(viewer) if one.customer_id == bill.order.customer_id]
    subscription = bill.order.subscription
    usual = card_of(subscription, own) if subscription is not None else None
    ordered = sorted(own, key=lambda card: card != usual)
    return [(card.external_id, card_label(card)) for card in ordered]


def good_cards(viewer: Viewer) -> list[Card]:
    """Return the cards on file that have not ended."""
    today = localdate(viewer.subject.now, viewer.portal.tz)
    return [card for card in viewer.data.cards if last_day_of(card) >= today]


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
