"""Change what a subscription is for: product, price, quantity or frequency.

Stripe's own way to change nothing when a payment fails is to refuse it at once; then nobody could
confirm a payment that their bank asks about. So the change waits for its invoice, and `unpaid`
gives up what is refused. The way back is another change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.operation import Asking
from billing.actions.plans import agreed_plan, is_settled_later
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscription_changes import ItemChange, change_items
from billing.models import Operation, Subscription


def _is_done(record: SubscriptionRecord, params: dict[str, Any]) -> bool:
    items = {item.external_id: (item.price_id, item.quantity) for item in record.items}
    return all(
        items.get(one["item_id"]) == (one["price_id"], one["quantity"]) for one in params["changes"]
    )


CHANGE_PLAN = Change(
    name="change_plan",
    is_done=_is_done,
    done=_("Your subscription is changed."),
    unchanged=_("Your subscription is as it was before."),
    invoice_of=lambda record: record.latest_invoice_id if record.is_change_pending else "",
)


def change_plan(
    subscription: Subscription, asking: Asking, *, changes: Sequence[ItemChange], agreed: str
) -> Operation:
    """Change items as agreed to, and charge or credit the difference now.

    `agreed` is the fingerprint of what the customer was shown. Raise `OutOfDate` where it would be
    something else now, and `NoPreview` where that cannot be found out: nothing was asked for then.
    """
    figures: dict[str, Any] = {}
    if not Operation.objects.filter(pk=asking.operation_id).exists():
        preview = agreed_plan(
            subscription, changes, agreed=agreed, portal=asking.portal, now=asking.now
        )
        as_of = preview.proration_date
        figures = {"as_of": as_of.isoformat(), "due": preview.due_now}
    else:
        as_of = asking.now  # it was asked for before, and is not asked for again
    return change_subscription(
        CHANGE_PLAN,
        subscription,
        asking,
        send=lambda operation: change_items(
            subscription.external_id,
            changes,
            as_of=as_of,
            is_trial=is_settled_later(subscription),
            operation_id=operation.pk,
        ),
        params={
            "changes": [asdict(one) for one in changes],
            "title": subscription.title,
            **figures,
        },
    )


settle_plan = partial(settle_change, CHANGE_PLAN)
