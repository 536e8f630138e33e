"""Promotion codes, which customers type: read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import stripe

from billing.gateway.client import api
from billing.gateway.errors import translated
from billing.gateway.reading import field_of, id_of, moment, words_of

LIMIT = 20  # a word may be used anew once the code that had it is over


@dataclass(frozen=True, slots=True)
class PromotionCodeRecord:
    """A code and the coupon it stands for. Money is minor units of `currency`.

    `is_active` is Stripe's word on both. `customer_id` is empty where it is everybody's,
    `product_ids` where it counts for all products, `currency` where none is said. `duration` is
    once, forever, or repeating for so many `months`.
    """

    external_id: str
    code: str
    coupon_name: str
    is_active: bool
    is_used_up: bool
    ends_at: datetime | None
    customer_id: str
    product_ids: frozenset[str]
    currency: str
    minimum: int
    minimum_currency: str
    is_for_first_purchase: bool
    percent_off: float | None
    amount_off: int | None
    duration: str
    months: int


def find_promotion_codes(code: str) -> list[PromotionCodeRecord]:
    """Return the codes that have this word, upper case or lower: what counts comes first."""
    params: stripe.params.PromotionCodeListParams = {
        "code": code,
        "limit": LIMIT,
        "expand": ["data.promotion.coupon.applies_to"],
    }
    with translated():
        found = [_record(one) for one in api().promotion_codes.list(params).data]
    return sorted(found, key=lambda one: not one.is_active)


def _record(found: stripe.PromotionCode) -> PromotionCodeRecord:
    coupon = field_of(found, "promotion", "coupon")
    limits = found.restrictions
    percent = field_of(coupon, "percent_off")
    ends = [end for end in (found.expires_at, field_of(coupon, "redeem_by")) if end is not None]
    duration = words_of(coupon, "duration")
    return PromotionCodeRecord(
        external_id=found.id,
        code=found.code,
        coupon_name=words_of(coupon, "name"),
        is_active=bool(found.active and field_of(coupon, "valid")),
        is_used_up=_is_used_up(found) or _is_used_up(coupon),
        ends_at=moment(min(ends, default=None)),
        customer_id=id_of(found.customer),
        product_ids=frozenset(field_of(coupon, "applies_to", "products") or ()),
        currency=words_of(coupon, "currency").upper(),
        minimum=limits.minimum_amount or 0,
        minimum_currency=(limits.minimum_amount_currency or "").upper(),
        is_for_first_purchase=limits.first_time_transaction,
        percent_off=None if percent is None else float(percent),
        amount_off=field_of(coupon, "amount_off"),
        duration=duration,
        months=int(field_of(coupon, "duration_in_months") or 0),
    )


def _is_used_up(found: object) -> bool:
    limit = field_of(found, "max_redemptions")
    return limit is not None and field_of(found, "times_redeemed") >= limit
