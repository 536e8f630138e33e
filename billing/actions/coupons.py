"""A promotion code that a customer types: what it gives them, or why it does not count.

A code that does not exist and one that is somebody else's are told alike, and wrong ones are
counted: guessing codes is slow, and tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.throttle import Limit, Throttled, count_try, give_back
from billing.actions.errors import ActionError
from billing.gateway.errors import OutcomeUnknown, Refused
from billing.gateway.previews import preview_next
from billing.gateway.promotion_codes import PromotionCodeRecord, find_promotion_codes
from billing.models import Order, PaymentState, Product, Subscription, SubscriptionState
from billing.stripe_accounts import acting_for_shop

TRIES = Limit("promotion_code", 10, 3600)
_RUNNING = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})
_PAID = (PaymentState.PAID, PaymentState.PARTIALLY_REFUNDED, PaymentState.REFUNDED)


class NoCoupon(ActionError):
    """The code gives nothing here; `code` says why. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class CouponPreview:
    """What a code gives. Money is minor units of `currency`.

    `saves` is taken off the next charge, which is `next_amount` then. `duration` is once, forever,
    or repeating for so many `months`.
    """

    promotion_code_id: str
    code: str
    name: str
    currency: str
    saves: int
    next_amount: int
    duration: str
    months: int


def preview_coupon(subscription: Subscription, code: str, *, now: datetime) -> CouponPreview:
    """Return what a code takes off the next charge, beside the discounts there are.

    Raise `NoCoupon`. A try is counted, and given back where the code is a real one.
    """
    if subscription.state not in _RUNNING:
        raise NoCoupon(_("A code can be used on a running subscription only."), "not_running")
    tries = {TRIES: str(subscription.customer_id)}
    try:
        count_try(tries, now=now)
    except Throttled:
        raise NoCoupon(
            _("That was one try too many. Please try again in an hour."), "throttled"
        ) from None
    try:
        with acting_for_shop(subscription.shop_id):
            found = _found(subscription, code.strip())
            give_back(tries, now=now)
            _check(subscription, found, now=now)
            return _preview(subscription, found)
    except OutcomeUnknown:
        give_back(tries, now=now)
        raise _unreachable() from None
    except Refused as fault:
        if fault.code == "key_refused":
            raise _unreachable() from None
        raise NoCoupon(_("This code cannot be used on this subscription."), "refused") from None


def offered_coupon(subscription: Subscription, code: str, *, now: datetime) -> CouponPreview:
    """Return what a code takes off that the merchant offers: nobody guesses, so nobody counts.

    Raise `NoCoupon`.
    """
    if subscription.state not in _RUNNING:
        raise NoCoupon(_("A code can be used on a running subscription only."), "not_running")
    try:
        with acting_for_shop(subscription.shop_id):
            found = _found(subscription, code.strip())
            _check(subscription, found, now=now)
            return _preview(subscription, found)
    except OutcomeUnknown:
        raise _unreachable() from None
    except Refused:
        raise NoCoupon(_("This code cannot be used on this subscription."), "refused") from None


def _found(subscription: Subscription, code: str) -> PromotionCodeRecord:
    owner = subscription.customer.external_id
    codes = find_promotion_codes(code) if code else []
    mine = [one for one in codes if one.customer_id in {"", owner}]
    if not mine:
        raise NoCoupon(_("We do not know this code. Check how it is written."), "unknown")
    return mine[0]


def _check(subscription: Subscription, found: PromotionCodeRecord, *, now: datetime) -> None:
    """Raise `NoCoupon` in words where Stripe would only say no."""
    if not found.is_active:
        raise _over(found, now=now)
    if found.currency not in {"", subscription.currency} or not _is_for(subscription, found):
        raise NoCoupon(_("This code is not for what you subscribe to."), "wrong_product")
    if found.minimum > subscription.amount and found.minimum_currency == subscription.currency:
        raise NoCoupon(_("This code is for larger orders than this one."), "minimum")
    if found.is_for_first_purchase and _has_paid(subscription):
        raise NoCoupon(_("This code is for a first order only."), "first_time")


def _over(found: PromotionCodeRecord, *, now: datetime) -> NoCoupon:
    if found.is_used_up:
        return NoCoupon(_("This code has been used as often as it may be."), "used_up")
    if found.ends_at is not None and found.ends_at <= now:
        return NoCoupon(_("This code is over: its time has passed."), "expired")
    return NoCoupon(_("This code is no longer valid."), "not_active")


def _is_for(subscription: Subscription, found: PromotionCodeRecord) -> bool:
    if not found.product_ids:
        return True
    bought = [item["product"] for item in subscription.items if item.get("product")]
    rows = Product.objects.filter(pk__in=bought, external_id__in=found.product_ids)
    return rows.exists()


def _has_paid(subscription: Subscription) -> bool:
    paid = Order.objects.filter(customer=subscription.customer_id, payment_state__in=_PAID)
    return paid.filter(total__gt=0).exists()


def _preview(subscription: Subscription, found: PromotionCodeRecord) -> CouponPreview:
    target = subscription.external_id
    without = preview_next(target)
    with_it = preview_next(target, promotion_code_id=found.external_id)
    saves = without.total - with_it.total
    if saves <= 0:
        raise NoCoupon(_("This code takes nothing off this subscription."), "nothing")
    return CouponPreview(
        promotion_code_id=found.external_id,
        code=found.code,
        name=found.coupon_name,
        currency=with_it.currency,
        saves=saves,
        next_amount=with_it.due,
        duration=found.duration,
        months=found.months,
    )


def _unreachable() -> NoCoupon:
    message = _(
        "We cannot reach our payment partner, so we cannot check this code. "
        "Nothing has changed. Please try again in a few minutes."
    )
    return NoCoupon(message, "unreachable")
