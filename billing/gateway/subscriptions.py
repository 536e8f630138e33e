"""Subscriptions: read, pause, resume, cancel.

Every write takes the operation's id, which Stripe keeps for a day: sent twice, done once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import stripe
from django.utils import timezone

from billing.gateway.client import api, once, request_id
from billing.gateway.errors import NotFound, translated
from billing.gateway.reading import field_of, id_of, minor_units, moment
from billing.gateway.records import SubscriptionItemRecord, SubscriptionRecord
from billing.gateway.states import pause_kind_of, since_of, state_of
from billing.models.subscriptions import ENDED_STATES

HOLD, STOP = "hold", "stop"
PAGE = 100


def fetch_subscription(external_id: str) -> SubscriptionRecord:
    """Return the subscription, also an ended one. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        return _record(api().subscriptions.retrieve(external_id), asked)


def list_subscriptions(customer_id: str) -> list[SubscriptionRecord]:
    """Return all subscriptions of a customer, ended ones too, newest first."""
    asked = timezone.now()
    with translated():
        found = api().subscriptions.list({"customer": customer_id, "status": "all", "limit": PAGE})
        return [_record(one, asked) for one in found.auto_paging_iter()]


def pause(external_id: str, *, method: str, operation_id: UUID) -> SubscriptionRecord:
    """Pause from now on: "hold" skips charges, "stop" ends the paid period and credits the rest."""
    options = once(operation_id)
    with translated():
        if method == STOP:
            return _written(api().subscriptions.pause(external_id, {}, options))
        held: stripe.params.SubscriptionUpdateParams = {"pause_collection": {"behavior": "void"}}
        return _written(api().subscriptions.update(external_id, held, options))


def resume(external_id: str, *, method: str, operation_id: UUID) -> SubscriptionRecord:
    """End a pause of this kind. A stopped one starts a new period and stays paused till paid."""
    options = once(operation_id)
    with translated():
        if method == STOP:
            paid: stripe.params.SubscriptionResumeParams = {
                "billing_cycle_anchor": {"type": "now"},
                "payment_behavior": "resume_on_payment_success",
            }
            return _written(api().subscriptions.resume(external_id, paid, options))
        released: stripe.params.SubscriptionUpdateParams = {"pause_collection": ""}
        return _written(api().subscriptions.update(external_id, released, options))


def cancel_at_period_end(
    external_id: str, *, operation_id: UUID, feedback: str = "", comment: str = ""
) -> SubscriptionRecord:
    """Let it end with the period that is paid for."""
    params: stripe.params.SubscriptionUpdateParams = {"cancel_at_period_end": True}
    if feedback or comment:
        params["cancellation_details"] = {"feedback": feedback, "comment": comment}
    with translated():
        return _written(api().subscriptions.update(external_id, params, once(operation_id)))


def cancel_now(
    external_id: str, *, operation_id: UUID, feedback: str = "", comment: str = ""
) -> SubscriptionRecord:
    """End it at once, without a refund. One that has ended already is returned as it is.

    The package gives a DELETE no key and Stripe keeps none for it, so a repeat after a lost answer
    is told "no such subscription": then the subscription itself is asked.
    """
    params: stripe.params.SubscriptionCancelParams = {}
    if feedback or comment:
        params["cancellation_details"] = {"feedback": feedback, "comment": comment}
    try:
        with translated():
            return _written(api().subscriptions.cancel(external_id, params, once(operation_id)))
    except NotFound:
        found = fetch_subscription(external_id)
        if found.state not in ENDED_STATES:
            raise
        return found


def undo_cancel(external_id: str, *, operation_id: UUID) -> SubscriptionRecord:
    """Let a subscription that was to end, and perhaps was held too, go on as before."""
    with translated():
        current = api().subscriptions.retrieve(external_id)
        params: stripe.params.SubscriptionUpdateParams = {}
        # Stripe takes one of the two, not both.
        if current.cancel_at_period_end:
            params["cancel_at_period_end"] = False
        else:
            params["cancel_at"] = ""
        if field_of(current, "pause_collection") is not None:
            params["pause_collection"] = ""
        return _written(api().subscriptions.update(external_id, params, once(operation_id)))


def _written(answer: stripe.Subscription) -> SubscriptionRecord:
    """Read the answer to a change: it holds the change, which a question asked before may not."""
    return _record(answer, timezone.now())


def _record(found: stripe.Subscription, asked: datetime) -> SubscriptionRecord:
    items = list(found.items.auto_paging_iter())
    recurring = field_of(items[0], "price", "recurring") if items else None
    ends = [item.current_period_end for item in items]
    starts = [item.current_period_start for item in items]
    period_end = moment(max(ends, default=None))
    records = tuple(_item(item) for item in items)
    return SubscriptionRecord(
        external_id=found.id,
        customer_id=id_of(found.customer),
        fetched_at=asked,
        state=state_of(found),
        state_since=since_of(found, moment(max(starts, default=None))),
        raw_status=found.status,
        items=records,
        currency=found.currency.upper(),
        amount=sum(item.unit_amount * item.quantity for item in records),
        interval=str(field_of(recurring, "interval") or ""),
        interval_count=int(field_of(recurring, "interval_count") or 1),
        started_at=moment(found.start_date),
        trial_ends_at=moment(found.trial_end),
        current_period_end=period_end,
        cancel_at=moment(found.cancel_at) or (period_end if found.cancel_at_period_end else None),
        resumes_at=moment(field_of(found, "pause_collection", "resumes_at")),
        ended_at=moment(found.ended_at),
        pause_kind=pause_kind_of(found),
        card_id=id_of(found.default_payment_method),
        request_id=request_id(found),
    )


def _item(item: stripe.SubscriptionItem) -> SubscriptionItemRecord:
    price = item.price
    return SubscriptionItemRecord(
        external_id=item.id,
        product_id=id_of(price.product),
        price_id=price.id,
        quantity=item.quantity or 1,
        unit_amount=minor_units(price.unit_amount, price.unit_amount_decimal),
    )
