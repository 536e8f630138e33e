"""How one order was paid; where it was not, what to do and where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.documents import DocumentKind
from billing.facts import PAID_STATES
from billing.models import Order, PaymentState
from billing.models.subscriptions import ENDED_STATES
from billing.queries import UNPAID
from portal_blocks.base import Place
from portal_blocks.cards import card_label
from portal_blocks.one_order import OneOrder
from portal_blocks.order_history import documents
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount


@dataclass(frozen=True, slots=True)
class Payment:
    """`words` is one line of the order's facts. `notice` asks for something, at `url`.

    Where there is a notice and no `url`, it cannot be paid here.
    """

    words: str = ""
    notice: str = ""
    tone: str = "info"
    label: str = ""
    url: str = ""


def payment_of(
    order: Order, papers: Collection[DocumentKind], about: OneOrder, *, viewer: Viewer, place: Place
) -> Payment:
    """Return how it was paid, or what is to be done about it."""
    if order.payment_state in UNPAID and not _is_given_up(order, viewer):
        return _unpaid(order, papers, viewer, place)
    if order.payment_state == PaymentState.DISPUTED:
        notice = _("Your bank is looking into this payment. We will tell you what it decides.")
        return Payment(notice=notice)
    if order.payment_state not in PAID_STATES or not order.total:
        return Payment()
    card = about.card()
    words = _("Paid with %(card)s") % {"card": card_label(card)} if card else _("Paid")
    return Payment(words)


def _unpaid(
    order: Order, papers: Collection[DocumentKind], viewer: Viewer, place: Place
) -> Payment:
    facts = {"amount": amount(order.total, order.currency, viewer)}
    key = f"{order.pk}-{DocumentKind.INVOICE_PAGE}"
    is_here = DocumentKind.INVOICE_PAGE in papers
    url = place.view_url(documents.VIEW, key) if is_here else ""
    if order.payment_state == PaymentState.REQUIRES_ACTION:
        notice = _("Your bank wants you to confirm this payment of %(amount)s.") % facts
        return Payment("", notice, "warning", _("Confirm and pay %(amount)s") % facts, url)
    if order.payment_state == PaymentState.FAILED:
        notice = _("The payment of %(amount)s did not go through. You have not been charged.")
        return Payment("", notice % facts, "error", _("Pay %(amount)s") % facts, url)
    notice = _("This order is not paid yet: %(amount)s is still to come.") % facts
    return Payment("", notice, "info", _("See how to pay"), url)


def _is_given_up(order: Order, viewer: Viewer) -> bool:
    """Whether it was for a subscription that is over: paying it would bring nothing back."""
    return any(
        one.pk == order.subscription_id and one.state in ENDED_STATES
        for one in (viewer.data.subscriptions if order.subscription_id else [])
    )
