"""Subscriptions: read, pause, resume, cancel. What is bought and when is changed elsewhere.

Every write takes the operation's id, which Stripe keeps for a day: sent twice, done once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import stripe
from django.utils import timezone

from billing.gateway.client import api, once
from billing.gateway.errors import NotFound, translated
from billing.gateway.reading import field_of
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscription_records import EXPAND, record_of, written
from billing.models.subscriptions import ENDED_STATES

HOLD, STOP = "hold", "stop"
PAGE = 100


def fetch_subscription(external_id: str) -> SubscriptionRecord:
    """Return the subscription, also an ended one. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        return record_of(api().subscriptions.retrieve(external_id, {"expand": EXPAND}), asked)


def list_subscriptions(customer_id: str) -> list[SubscriptionRecord]:
    """Return all subscriptions of a customer, ended ones too, newest first."""
    asked = timezone.now()
    params: stripe.params.SubscriptionListParams = {
        "customer": customer_id,
        "status": "all",
        "limit": PAGE,
        "expand": [f"data.{path}" for path in EXPAND],
    }
    with translated():
        found = api().subscriptions.list(params)
        return [record_of(one, asked) for one in found.auto_paging_iter()]


def pause(
    external_id: str,
    *,
    method: str,
    operation_id: UUID,
    resumes_at: datetime | None = None,
    credit: bool = True,
) -> SubscriptionRecord:
    """Pause from now on: "hold" skips charges, "stop" ends the paid period.

    `resumes_at` is for a hold: Stripe itself ends it then. `credit` is for a stop: whether the
    next payment is less by what is left of the paid period.
    """
    options = once(operation_id)
    with translated():
        if method == STOP:
            stop: stripe.params.SubscriptionPauseParams = {"expand": EXPAND}
            if not credit:
                stop["bill_for"] = {"unused_time_from": {"type": "none"}}
            return written(api().subscriptions.pause(external_id, stop, options))
        held = _hold(resumes_at)
        return written(api().subscriptions.update(external_id, held, options))


def hold_until(
    external_id: str, *, resumes_at: datetime | None, operation_id: UUID
) -> SubscriptionRecord:
    """Have a held one go on by itself on another day; None: when it is restarted."""
    with translated():
        held = _hold(resumes_at)
        return written(api().subscriptions.update(external_id, held, once(operation_id)))


def resume(external_id: str, *, method: str, operation_id: UUID) -> SubscriptionRecord:
    """End a pause of this kind. A stopped one starts a new period and stays paused till paid."""
    options = once(operation_id)
    with translated():
        if method == STOP:
            paid: stripe.params.SubscriptionResumeParams = {
                "billing_cycle_anchor": {"type": "now"},
                "payment_behavior": "resume_on_payment_success",
                "expand": EXPAND,
            }
            return written(api().subscriptions.resume(external_id, paid, options))
        released: stripe.params.SubscriptionUpdateParams = {
            "pause_collection": "",
            "expand": EXPAND,
        }
        return written(api().subscriptions.update(external_id, released, options))


def cancel_at_period_end(
    external_id: str,
    *,
    operation_id: UUID,
    feedback: str = "",
    comment: str = "",
    paid_until: datetime | None = None,
) -> SubscriptionRecord:
    """Let it end with the period that is paid for; `paid_until` where Stripe's ends later."""
    params: stripe.params.SubscriptionUpdateParams = {"expand": EXPAND}
    if paid_until is None:
        params["cancel_at_period_end"] = True
    else:
        params["cancel_at"] = int(paid_until.timestamp())
        params["proration_behavior"] = "none"
    if feedback or comment:
        params["cancellation_details"] = {"feedback": feedback, "comment": comment}
    with translated():
        return written(api().subscriptions.update(external_id, params, once(operation_id)))


def cancel_now(
    external_id: str, *, operation_id: UUID, feedback: str = "", comment: str = ""
) -> SubscriptionRecord:
    """End it at once, without a refund. One that has ended already is returned as it is.

    The package gives a DELETE no key and Stripe keeps none for it, so a repeat after a lost answer
    is told "no such subscription": then the subscription itself is asked.
    """
    params: stripe.params.SubscriptionCancelParams = {"expand": EXPAND}
    if feedback or comment:
        params["cancellation_details"] = {"feedback": feedback, "comment": comment}
    try:
        with translated():
            return written(api().subscriptions.cancel(external_id, params, once(operation_id)))
    except NotFound:
        found = fetch_subscription(external_id)
        if found.state not in ENDED_STATES:
            raise
        return found


def undo_cancel(external_id: str, *, operation_id: UUID) -> SubscriptionRecord:
    """Let a subscription that was to end, and perhaps was held too, go on as before."""
    with translated():
        current = api().subscriptions.retrieve(external_id)
        params: stripe.params.SubscriptionUpdateParams = {"expand": EXPAND}
        # Stripe takes one of the two, not both.
        if current.cancel_at_period_end:
            params["cancel_at_period_end"] = False
        else:
            params["cancel_at"] = ""
        if field_of(current, "pause_collection") is not None:
            params["pause_collection"] = ""
        return written(api().subscriptions.update(external_id, params, once(operation_id)))


def _hold(resumes_at: datetime | None) -> stripe.params.SubscriptionUpdateParams:
    # Voided invoices are never charged; drafts would all be due on the day it goes on.
    held: stripe.params.SubscriptionUpdateParamsPauseCollection = {"behavior": "void"}
    if resumes_at is not None:
        held["resumes_at"] = int(resumes_at.timestamp())
    return {"pause_collection": held, "expand": EXPAND}
