"""What went wrong with a payment, in words, and what its customer can do about it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.bills import Bill
from billing.models import PaymentState
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of
from portal_blocks.charge_words import tried_again
from portal_blocks.paying.bills import (
    BillRow,
    amount_of,
    bill_rows,
    is_told_why,
    title_of,
    why_unpaid,
)
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

FAILING = (PaymentState.FAILED, PaymentState.REQUIRES_ACTION)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One payment that did not come about. `asks_bank`: it only has to be confirmed.

    `why` is what the bank said, empty where it said nothing that helps, or where that is said
    already. `then`, what is safe and what comes next, may be empty.
    """

    row: BillRow
    what: str
    why: str
    then: str
    asks_bank: bool


def troubles_of(viewer: Viewer, place: Place) -> list[Trouble]:
    """Return the payments that failed or wait for the bank, the oldest first."""
    failing = [bill for bill in viewer.data.bills if bill.order.payment_state in FAILING]
    rows = bill_rows(failing, viewer, place)
    told = [is_told_why(bill, place) for bill in failing]
    each = zip(failing, rows, told, strict=True)
    return [_trouble(bill, row, viewer, is_told=is_told) for bill, row, is_told in each]


def retried(troubles: Sequence[Trouble]) -> list[BillRow]:
    """Return the bills that a card on file can try to pay again."""
    waiting = [one.row for one in troubles if not (one.asks_bank or one.row.checking)]
    return [row for row in waiting if row.cards and row.same_card_may_pay]


def heading_of(troubles: Sequence[Trouble]) -> str:
    """Return what is said above all of them."""
    if all(one.asks_bank for one in troubles):
        return _("Your bank wants you to confirm a payment")
    if len(troubles) == 1:
        return _("A payment did not go through")
    return _("Some payments did not go through")


def _trouble(bill: Bill, row: BillRow, viewer: Viewer, *, is_told: bool) -> Trouble:
    """Say what went wrong; what the bank has just said is said once, where it was pressed."""
    asks_bank = bill.order.payment_state == PaymentState.REQUIRES_ACTION
    failure = viewer.data.failures.get(bill.invoice_id)
    safe = "" if is_told else _("You have not been charged.")
    then = tried_again(failure, "", viewer) if failure is not None and not asks_bank else ""
    return Trouble(
        row=row,
        what=_asked(bill, viewer) if asks_bank else _failed(bill, viewer),
        why="" if is_told else why_unpaid(bill, viewer),
        then=" ".join(filter(None, (safe, then))),
        asks_bank=asks_bank,
    )


def _facts(bill: Bill, viewer: Viewer) -> dict[str, str]:
    subscription = bill.order.subscription
    card = card_of(subscription, viewer.data.cards) if subscription is not None else None
    return {
        "amount": amount_of(bill, viewer),
        "title": title_of(bill),
        "card": card_label(card) if card is not None else "",
        "date": day(bill.order.placed_at, viewer),
    }


def _failed(bill: Bill, viewer: Viewer) -> str:
    facts = _facts(bill, viewer)
    if facts["card"]:
        return _("On %(date)s we could not charge %(amount)s for %(title)s to %(card)s.") % facts
    return _("On %(date)s we could not charge %(amount)s for %(title)s.") % facts


def _asked(bill: Bill, viewer: Viewer) -> str:
    facts = _facts(bill, viewer)
    return _("%(amount)s for %(title)s is paid once you have confirmed it.") % facts
