"""Use a promotion code on a subscription, beside the discounts it has."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.actions.change import Change, change_subscription, settle_change
from billing.actions.coupons import preview_coupon
from billing.actions.operation import Asking
from billing.gateway.records import SubscriptionRecord
from billing.gateway.subscription_changes import add_discount
from billing.models import Operation, Subscription


def _is_done(record: SubscriptionRecord, params: dict[str, Any]) -> bool:
    used = {discount.promotion_code_id for discount in record.discounts}
    return params["promotion_code"] in used


APPLY_COUPON = Change(
    name="apply_coupon",
    is_done=_is_done,
    done=_("Your code is used: it counts from the next charge."),
    unchanged=_("Your subscription costs what it did before."),
)


def apply_coupon(subscription: Subscription, asking: Asking, *, code: str) -> Operation:
    """Use a code that the customer typed. Raise `NoCoupon`: nothing was asked for then."""
    params: dict[str, Any] = {}
    if not Operation.objects.filter(pk=asking.operation_id).exists():
        found = preview_coupon(subscription, code, now=asking.now)
        params = {"promotion_code": found.promotion_code_id, "code": found.code}
    return change_subscription(
        APPLY_COUPON,
        subscription,
        asking,
        send=lambda operation: add_discount(
            subscription.external_id,
            promotion_code_id=params["promotion_code"],
            operation_id=operation.pk,
        ),
        params=params,
    )


settle_coupon = partial(settle_change, APPLY_COUPON)
