"""The pages that Stripe hosts for a shop: checkout, invoices, and the customer portal."""

from collections.abc import Callable
from typing import Any

from local_stripe import pages
from local_stripe.api import Answer
from local_stripe.core import LocalStripe
from local_stripe.engine import collection
from local_stripe.engine.checkout import lines_of
from local_stripe.errors import ApiError, Json, missing
from local_stripe.resources.checkout_completion import intent_of

_HTML = {"Content-Type": "text/html; charset=utf-8"}


def _checkout(stripe: LocalStripe, _body: Json, session_id: str) -> Answer:
    """The page of a checkout session."""
    return _shown(stripe, _found(stripe, session_id))


def _pay(stripe: LocalStripe, body: Json, session_id: str) -> Answer:
    """Pay on the page of a checkout session, or answer the bank."""
    _found(stripe, session_id)
    try:
        if outcome := body.get("outcome"):
            session = stripe.finish_checkout(session_id, passed=outcome == "pass")
        else:
            number, email = str(body.get("number", "")), str(body.get("email", ""))
            session = stripe.pay_checkout(session_id, number=number, email=email)
    except ApiError as refusal:
        return _shown(stripe, _found(stripe, session_id), refusal=str(refusal))
    if session["status"] != "complete" or not session["success_url"]:
        return _shown(stripe, session)
    target = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id)
    return Answer(303, b"", {"Location": target})


def _invoice(stripe: LocalStripe, _body: Json, invoice_id: str) -> Answer:
    """The page of an invoice."""
    return _invoice_shown(stripe, invoice_id)


def _pay_invoice(stripe: LocalStripe, body: Json, invoice_id: str) -> Answer:
    """Pay on the page of an invoice, or answer the bank."""
    _found(stripe, invoice_id)
    try:
        if outcome := body.get("outcome"):
            stripe.answer_bank(invoice_id, passed=outcome == "pass")
        else:
            stripe.pay_invoice(invoice_id, number=str(body.get("number", "")))
    except ApiError as refusal:
        return _invoice_shown(stripe, invoice_id, refusal=str(refusal))
    return _invoice_shown(stripe, invoice_id)


def _invoice_shown(stripe: LocalStripe, invoice_id: str, *, refusal: str = "") -> Answer:
    invoice = _found(stripe, invoice_id)
    is_due = invoice["status"] == "open" and invoice["amount_remaining"]
    with stripe.state.lock:
        intent = collection.intent_of(stripe.world, invoice) if is_due else None
    return Answer(200, pages.invoice(invoice, intent, refusal=refusal), dict(_HTML))


def _portal(stripe: LocalStripe, _body: Json, session_id: str) -> Answer:
    """Where Stripe's own customer portal would be."""
    return Answer(200, pages.portal(_found(stripe, session_id)), dict(_HTML))


def _shown(stripe: LocalStripe, session: Json, *, refusal: str = "") -> Answer:
    with stripe.state.lock:
        intent = intent_of(stripe.world, session)
        lines = lines_of(stripe.world, session["id"])
    asked = bool(intent and intent["status"] == "requires_action")
    body = pages.checkout(session, lines, refusal=refusal, asked=asked)
    return Answer(200, body, dict(_HTML))


def _found(stripe: LocalStripe, session_id: str) -> Json:
    found = stripe.find(session_id)
    if found is None:
        raise missing("object", session_id)
    return found


PAGES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/_local/checkout/(cs_[^/]+)", _checkout),
    ("POST", "/_local/checkout/(cs_[^/]+)", _pay),
    ("GET", "/_local/invoices/(in_[^/]+)", _invoice),
    ("POST", "/_local/invoices/(in_[^/]+)", _pay_invoice),
    ("GET", "/_local/portal/(bps_[^/]+)", _portal),
)
