"""How an operation that waits for its customer stands, in what the page shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.actions.finishing import confirmation_of
from billing.actions.purchasing import TAKEN_BACK
from billing.actions.selling import NEW_CARD, PURCHASES
from billing.gateway.errors import GatewayError
from billing.gateway.records import PaymentAnswer
from billing.models import Operation, Outcome
from portal_blocks.cards import card_label
from portal_blocks.paying.form import PAYMENT, CardForm, settings_url, to_browser
from portal_blocks.viewer import Viewer
from themes.formats import money

DONE, REFUSED, WAITING, CHECKING = "done", "refused", "waiting", "checking"
_STATES = {Outcome.DONE: DONE, Outcome.REFUSED: REFUSED, Outcome.WAITING: WAITING}


@dataclass(frozen=True, slots=True)
class Finish:
    """What the page shows. `hosted_url` leads to our payment partner's page, empty: unknown now.

    `form` is for a new card; else the bank is asked about `card`.
    """

    state: str
    heading: str
    text: str
    title: str = ""
    amount: str = ""
    card: str = ""
    hosted_url: str = ""
    form: CardForm | None = None
    urls: dict[str, str] | None = None
    settings_url: str = ""


def finish_of(operation: Operation, viewer: Viewer) -> Finish:
    """Return how it stands. Asks Stripe where it waits."""
    state = _STATES.get(Outcome(operation.outcome), CHECKING)
    answer = _answer(operation) if state == WAITING else None
    urls = {name: address(name, operation) for name in ("finish", "look")}
    if operation.action in PURCHASES:
        urls["take_back"] = address("take_back", operation)
    wants_card = operation.params.get("card") == NEW_CARD
    label = _amount(operation, answer, viewer)
    return Finish(
        state=state,
        heading=_heading(operation, state),
        text=operation.message or _("This page will show the result. Nothing is charged twice."),
        title=str(operation.params.get("title", "")),
        amount=label,
        card="" if wants_card else _card(operation, viewer),
        hosted_url=answer.hosted_url if answer is not None else "",
        form=_form(urls, answer, label) if wants_card and answer is not None else None,
        urls=urls,
        settings_url=settings_url(),
    )


def address(name: str, operation: Operation) -> str:
    """Return the address of one of the page's views."""
    return reverse(f"{name}_operation", args=[operation.pk])


def for_browser(operation: Operation) -> dict[str, Any]:
    """Return what the script needs to confirm; the secret goes to this customer's browser alone."""
    answer = _answer(operation) if operation.outcome == Outcome.WAITING else None
    if answer is None:
        return to_browser(operation)
    return to_browser(
        operation,
        secret=answer.client_secret,
        amount=answer.amount,
        setup_future_usage=answer.setup_future_usage,
        card=answer.card_id,
        url=answer.hosted_url,
    )


def _answer(operation: Operation) -> PaymentAnswer | None:
    try:
        return confirmation_of(operation)
    except GatewayError:
        return None


def _amount(operation: Operation, answer: PaymentAnswer | None, viewer: Viewer) -> str:
    due = operation.after.get("due", operation.params.get("due"))
    currency = operation.params.get("currency") or operation.after.get("currency")
    if answer is not None and answer.status != "paid":
        due, currency = answer.amount, answer.currency
    if due is None or not currency:
        return ""
    return money(due, currency, display=viewer.portal.currency_display)


def _card(operation: Operation, viewer: Viewer) -> str:
    wanted = operation.params.get("card", "")
    found = (card for card in viewer.data.cards if card.external_id == wanted)
    card = next(found, None)
    return card_label(card) if card is not None else ""


def _form(urls: dict[str, str], answer: PaymentAnswer, amount: str) -> CardForm:
    return CardForm(
        kind=PAYMENT,
        name="",
        begin_url=urls["finish"],
        finish_url=urls["look"],
        back_url=urls["finish"],
        label=_("Pay %(amount)s") % {"amount": amount},
        settings_url=settings_url(),
        amount=answer.amount,
        currency=answer.currency,
    )


def _heading(operation: Operation, state: str) -> str:
    if operation.error_code == TAKEN_BACK:
        return _("Nothing was bought")
    headings = {
        DONE: _("It is done"),
        REFUSED: _("It did not go through"),
        WAITING: _("One more step"),
        CHECKING: _("We are checking"),
    }
    return headings[state]
