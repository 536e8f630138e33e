"""`/_local/*`: the clock, faults, webhooks and a look inside, for demos and tests.

To add a control: one function and one row of `_CONTROLS`. Bodies are JSON.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

from local_stripe import hosted, pages, registry, scripts
from local_stripe.api import Answer, Request
from local_stripe.core import LocalStripe
from local_stripe.errors import ApiError, Json, invalid, missing

_DAY = 86400
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_PDF = {"Content-Type": "application/pdf"}
_FAULT_FIELDS = {"kind", "match", "times", "seconds", "should_retry"}
_DELIVER_FIELDS = {"order", "duplicate", "drop", "tamper", "stale", "most"}


def answer(stripe: LocalStripe, request: Request) -> Answer:
    """The answer of a control route; never raises."""
    try:
        for method, pattern, control in _CONTROLS:
            match = re.fullmatch(pattern, request.path)
            if match and method == request.method:
                result = control(stripe, _body(request), *match.groups())
                return result if isinstance(result, Answer) else Answer(200, result)
        message = f"There is no control {request.method} {request.path}."
        raise ApiError(404, "invalid_request_error", message)
    except ApiError as refusal:
        return Answer(refusal.status, refusal.body)


def _body(request: Request) -> Json:
    if not request.body:
        return {}
    if "=" in request.body and not request.body.lstrip().startswith("{"):
        # The hosted pages work without scripts, so they send plain forms.
        return dict(parse_qsl(request.body))
    try:
        found = json.loads(request.body)
    except ValueError as error:
        raise invalid(f"The body is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise invalid("The body has to be a JSON object.")
    return found


def _only(body: Json, known: set[str]) -> Json:
    if unknown := set(body) - known:
        raise invalid(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(known))}.")
    return body


def _front(_stripe: LocalStripe, _body: Json) -> Answer:
    """What this server is, and the calls it answers."""
    return Answer(200, pages.front(registry.calls()), dict(_HTML))


def _script(_stripe: LocalStripe, _body: Json, name: str) -> Answer:
    """The stand-in for Stripe.js (`stripe.js`) and what it frames."""
    found = scripts.file(name)
    if found is None:
        raise missing("script", name)
    return found


def _health(stripe: LocalStripe, _body: Json) -> Json:
    """Is it up, and what time is it there?"""
    return {"status": "ok", "now": stripe.now, "offset": stripe.now - int(time.time())}


def _contract(stripe: LocalStripe, _body: Json) -> Json:
    """What was asked, what broke the contract, and which parameters had no effect."""
    log = stripe.api.log
    return {
        "requests": log.requests,
        "answers": log.answers,
        "events": log.events,
        "routes": dict(log.routes),
        "violations": [asdict(violation) for violation in log.violations],
        "ignored": {call: sorted(names) for call, names in log.ignored.items()},
    }


def _object(stripe: LocalStripe, _body: Json, object_id: str) -> Json:
    """Any object by its id."""
    return _found(stripe, object_id)


def _reset(stripe: LocalStripe, _body: Json) -> Json:
    """Begin afresh with the same seed."""
    stripe.reset()
    return {"status": "ok"}


def _clock(stripe: LocalStripe, _body: Json) -> Json:
    """The time of the demo."""
    return {"now": stripe.now, "offset": stripe.now - int(time.time())}


def _move_clock(stripe: LocalStripe, body: Json) -> Json:
    """Move the time: `{"advance": seconds}` or `{"to": unix time or "now"}`."""
    target = _target(stripe, _only(body, {"to", "advance"}))
    played = stripe.clock_to(target)
    return {**_clock(stripe, {}), "played": played}


def _target(stripe: LocalStripe, body: Json) -> int:
    if body.get("to") == "now":
        return int(time.time())
    given = body.get("to", body.get("advance"))
    if not isinstance(given, int) or isinstance(given, bool) or len(body) != 1:
        raise invalid('Give {"to": unix time or "now"} or {"advance": seconds}.')
    return given if "to" in body else stripe.now + given


def _settings(stripe: LocalStripe, _body: Json) -> Json:
    """The settings of the account."""
    return asdict(stripe.settings)


def _change_settings(stripe: LocalStripe, body: Json) -> Json:
    """Change settings: retries, notices, search delay, rate limit."""
    return asdict(stripe.change_settings(**body))


def _faults(stripe: LocalStripe, _body: Json) -> Json:
    """The faults that are still to happen."""
    return {"faults": [asdict(fault) for fault in stripe.api.faults.queued]}


def _add_fault(stripe: LocalStripe, body: Json) -> Json:
    """Order a fault: `{"kind": ..., "match": "POST /v1/customers$", "times": 1}`."""
    given = _only(body, _FAULT_FIELDS)
    if "kind" not in given:
        raise invalid("A fault needs a kind.", param="kind")
    stripe.fault(**given)
    return _faults(stripe, {})


def _lift_faults(stripe: LocalStripe, _body: Json) -> Json:
    """Lift every fault."""
    stripe.api.faults.clear()
    return _faults(stripe, {})


def _deliver(stripe: LocalStripe, body: Json) -> Json:
    """Send the webhooks that are due: in which order, how often, which of them lost."""
    return {"statuses": stripe.webhooks.deliver(**_only(body, _DELIVER_FIELDS))}


def _resend(stripe: LocalStripe, _body: Json, event_id: str) -> Json:
    """Send an event to everybody again."""
    return {"queued": stripe.webhooks.resend(event_id)}


def _authenticate(stripe: LocalStripe, body: Json, intent_id: str) -> Json:
    """The customer's answer to their bank: `{"outcome": "pass"}` or `"fail"`."""
    outcome = body.get("outcome")
    if outcome not in ("pass", "fail"):
        raise invalid('Give {"outcome": "pass"} or {"outcome": "fail"}.', param="outcome")
    return stripe.authenticate(intent_id, passed=outcome == "pass")


def _invoice_pdf(stripe: LocalStripe, _body: Json, invoice_id: str) -> Answer:
    """An invoice as PDF."""
    return Answer(200, pages.invoice_pdf(_found(stripe, invoice_id)), dict(_PDF))


def _receipt(stripe: LocalStripe, _body: Json, charge_id: str) -> Answer:
    """The receipt of a charge."""
    return Answer(200, pages.receipt(_found(stripe, charge_id)), dict(_HTML))


def _refund(stripe: LocalStripe, body: Json, refund_id: str) -> Json:
    """How a refund ends: `{"outcome": "succeeded"}` or `"failed"`."""
    outcome = _only(body, {"outcome"}).get("outcome")
    if outcome not in ("succeeded", "failed"):
        raise invalid('Give {"outcome": "succeeded"} or {"outcome": "failed"}.', param="outcome")
    return stripe.settle_refund(refund_id, succeeded=outcome == "succeeded")


def _dispute(stripe: LocalStripe, body: Json) -> Json:
    """Let a bank dispute a charge: `{"charge": id}`."""
    given = _only(body, {"charge", "reason"})
    reason = given.get("reason", "fraudulent")
    return stripe.dispute(str(given.get("charge", "")), reason=str(reason))


def _decide(stripe: LocalStripe, body: Json, dispute_id: str) -> Json:
    """How a dispute ends: `{"outcome": "won"}` or `"lost"`."""
    outcome = _only(body, {"outcome"}).get("outcome")
    if outcome not in ("won", "lost"):
        raise invalid('Give {"outcome": "won"} or {"outcome": "lost"}.', param="outcome")
    return stripe.decide_dispute(dispute_id, won=outcome == "won")


def _roll(stripe: LocalStripe, body: Json, endpoint_id: str) -> Json:
    """A new secret for a webhook endpoint; the old one stays valid for `{"keep_for": seconds}`."""
    seconds = _only(body, {"keep_for"}).get("keep_for", _DAY)
    if not isinstance(seconds, int) or seconds < 0:
        raise invalid('Give {"keep_for": seconds}.', param="keep_for")
    _found(stripe, endpoint_id)
    return {"secret": stripe.webhooks.roll(endpoint_id, keep_for=seconds)}


def _found(stripe: LocalStripe, object_id: str) -> Json:
    found = stripe.find(object_id)
    if found is None:
        raise missing("object", object_id)
    return found


def controls() -> tuple[tuple[str, str, Callable[..., Any]], ...]:
    """Every control route: method, pattern of the path, handler."""
    return _CONTROLS


Control = Callable[..., Any]
_CONTROLS: tuple[tuple[str, str, Control], ...] = (
    ("GET", "/", _front),
    ("POST", "/_local/authenticate/([^/]+)", _authenticate),
    ("GET", "/_local/clock", _clock),
    ("POST", "/_local/clock", _move_clock),
    ("GET", "/_local/contract", _contract),
    ("POST", "/_local/deliver", _deliver),
    ("POST", "/_local/events/([^/]+)/resend", _resend),
    ("DELETE", "/_local/faults", _lift_faults),
    ("POST", "/_local/disputes", _dispute),
    ("POST", "/_local/disputes/(du_[^/]+)", _decide),
    ("GET", "/_local/faults", _faults),
    ("POST", "/_local/faults", _add_fault),
    ("GET", "/_local/health", _health),
    ("GET", "/_local/invoices/(in_[^/]+)/pdf", _invoice_pdf),
    ("GET", "/_local/objects/([^/]+)", _object),
    ("GET", "/_local/receipts/(ch_[^/]+)", _receipt),
    ("POST", "/_local/refunds/(re_[^/]+)", _refund),
    ("POST", "/_local/reset", _reset),
    ("GET", "/_local/settings", _settings),
    ("POST", "/_local/settings", _change_settings),
    ("POST", "/_local/webhook_endpoints/([^/]+)/roll", _roll),
    ("GET", "/js/([a-z_]+[.][a-z]+)", _script),
    *hosted.PAGES,
)
