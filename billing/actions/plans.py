"""What a change of plan would cost, as the customer agrees to it.

The figures are Stripe's, reckoned as of one moment (`proration_date`). What was shown is signed
and comes back with the agreement: it says what was agreed to, and cannot be altered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from billing.actions.errors import ActionError, OutOfDate
from billing.gateway.errors import OutcomeUnknown, Refused
from billing.gateway.previews import (
    PreviewLineRecord,
    PreviewRecord,
    preview_change,
    preview_period,
)
from billing.gateway.subscription_changes import ItemChange
from billing.models import Price, Subscription, SubscriptionState
from billing.stripe_accounts import acting_for_shop
from portals.models import PauseMethod
from portals.registry import Portal

__all__ = [
    "ItemChange",
    "NoPreview",
    "PlanPreview",
    "PreviewLineRecord",
    "agreed_plan",
    "plan_prices",
    "preview_plan",
    "refused_plan",
    "waits_for_charge",
]

GOOD_FOR = timedelta(minutes=10)
MOST = 99
_SIGNER = signing.Signer(salt="billing.actions.plans")


class NoPreview(ActionError):
    """What it would cost cannot be shown; `code` says why. Nothing has changed."""

    permanent = False


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What a change of plan costs. Money is minor units of `currency`.

    `due_now` is charged at once; `credit` is what the customer gets back, off later charges.
    `next_amount` is what every whole period costs from then on, at `next_charge_at` first.
    `fingerprint` is what is agreed to: it holds for `GOOD_FOR`.
    """

    currency: str
    due_now: int
    credit: int
    next_amount: int
    next_charge_at: datetime
    lines: tuple[PreviewLineRecord, ...]
    proration_date: datetime
    fingerprint: str


def plan_prices(subscription: Subscription) -> list[Price]:
    """Return the prices that an item of a subscription may be changed to, before any choice.

    Of the same shop, sold now, in the same currency, by subscription.
    """
    sold = Price.objects.filter(
        shop_id=subscription.shop_id,
        currency=subscription.currency,
        is_active=True,
        product__is_active=True,
    ).exclude(interval="")
    rows = sold.select_related("product")
    return list(rows.order_by("product__name", "product_id", "unit_amount", "id"))


def preview_plan(
    subscription: Subscription, changes: Sequence[ItemChange], *, now: datetime
) -> PlanPreview:
    """Return what these changes cost, as Stripe reckons it now. Raise `NoPreview`.

    Whether they may be made in a portal is `refused_plan`'s to say.
    """
    why_not = _not_running(subscription)
    if why_not is not None:
        raise NoPreview(*why_not)
    _check(subscription, changes)
    # Stripe reckons from no time before the period, and its clock may be ahead of ours.
    as_of = max(now.astimezone(UTC).replace(microsecond=0), subscription.started_at)
    return _asked(subscription, changes, as_of=as_of)


def agreed_plan(
    subscription: Subscription,
    changes: Sequence[ItemChange],
    *,
    agreed: str,
    portal: Portal,
    now: datetime,
) -> PlanPreview:
    """Return what was agreed to, asked of Stripe once more. Raise `OutOfDate`, `NoPreview`."""
    why_not = refused_plan(subscription, portal)
    if why_not is not None:
        raise NoPreview(*why_not)
    said = _read(agreed)
    as_of = datetime.fromtimestamp(said.get("as_of", 0), UTC)
    if abs(now - as_of) > GOOD_FOR:
        raise _out_of_date()
    try:
        _check(subscription, changes)
        preview = _asked(subscription, changes, as_of=as_of)
    except NoPreview as fault:
        if fault.code == "unreachable":
            raise
        raise _out_of_date() from None
    if not _is_same_cost(_read(preview.fingerprint), said):
        raise _out_of_date()
    return preview


def _is_same_cost(now: dict[str, Any], said: dict[str, Any]) -> bool:
    """Whether nothing differs but the seconds between: a new rhythm begins when it is agreed to."""
    later = abs(now.get("next", 0) - said.get("next", 0))
    return later <= GOOD_FOR.total_seconds() and {**now, "next": 0} == {**said, "next": 0}


def refused_plan(subscription: Subscription, portal: Portal) -> tuple[str, str] | None:
    """Return why its plan cannot be changed, in words and as a code; None where it can."""
    why_not = _not_running(subscription)
    if why_not is None and waits_for_charge(subscription, portal):
        return _("Your next charge was moved. You can change this after it has come."), "moved"
    return why_not


def waits_for_charge(subscription: Subscription, portal: Portal) -> bool:
    """Whether it can be changed only once a moved charge has come.

    Stripe reckons nothing for the time until that charge. Where deliveries are held, that is when
    the next one comes, and nothing is given away. A service that a pause stops is paid for by the
    time: a dearer one would be free until then.
    """
    is_moved = is_settled_later(subscription) and subscription.state == SubscriptionState.ACTIVE
    return is_moved and portal.pause_method == PauseMethod.STOP


def _not_running(subscription: Subscription) -> tuple[str, str] | None:
    running = {SubscriptionState.ACTIVE, SubscriptionState.TRIALING}
    if subscription.state == SubscriptionState.PAST_DUE:
        return _("Its last payment failed. Update your card first."), "past_due"
    if subscription.state not in running:
        return _("Only a running subscription can be changed."), "not_running"
    return None


def is_settled_later(subscription: Subscription) -> bool:
    """Whether Stripe reckons nothing until the next charge: in a trial, or as in one."""
    return subscription.raw_status == "trialing"


def _asked(
    subscription: Subscription, changes: Sequence[ItemChange], *, as_of: datetime
) -> PlanPreview:
    target = subscription.external_id
    try:
        with acting_for_shop(subscription.shop_id):
            at_once = preview_change(target, changes, as_of=as_of)
            period = preview_period(target, changes)
    except OutcomeUnknown:
        raise _unreachable() from None
    except Refused as fault:
        if fault.code == "key_refused":
            raise _unreachable() from None
        raise NoPreview(_("This cannot be chosen any more."), "not_sold") from None
    return _preview(subscription, changes, at_once, period, as_of=as_of)


def _preview(
    subscription: Subscription,
    changes: Sequence[ItemChange],
    at_once: PreviewRecord,
    period: PreviewRecord,
    *,
    as_of: datetime,
) -> PlanPreview:
    is_later = is_settled_later(subscription)
    charged = at_once if not is_later else None
    figures: dict[str, Any] = {
        "currency": period.currency,
        "due_now": charged.due if charged else 0,
        "credit": max(-charged.total, 0) if charged else 0,
        "next_amount": period.total,
        "next_charge_at": _next_charge(subscription, charged, as_of=as_of),
        "lines": charged.lines if charged else (),
        "proration_date": as_of,
    }
    return PlanPreview(**figures, fingerprint=_fingerprint(subscription, changes, figures))


def _next_charge(
    subscription: Subscription, charged: PreviewRecord | None, *, as_of: datetime
) -> datetime:
    """What is paid for at once reaches to the next charge.

    Where a new rhythm begins now, that is its first period: what is given back of the old one may
    have reached further.
    """
    if charged is not None and charged.lines:
        begun = (line.ends_at for line in charged.lines if not line.is_proration)
        whole = [end for end in begun if end > as_of]
        return max(whole or [line.ends_at for line in charged.lines])
    stands = subscription.current_period_end
    if stands is None:
        raise _unreachable()
    return stands


def _check(subscription: Subscription, changes: Sequence[ItemChange]) -> None:
    """Raise `NoPreview` for what cannot be bought like this."""
    items = {item.get("id"): item for item in subscription.items}
    prices = {price.external_id for price in plan_prices(subscription)}
    for one in changes:
        item = items.get(one.item_id)
        if item is None or not 1 <= one.quantity <= MOST:
            raise NoPreview(_("This cannot be chosen."), "not_sold")
        if one.price_id not in prices and one.price_id != item["price"]:
            raise NoPreview(_("This is not sold any more. Choose something else."), "not_sold")
    if all(is_same(items[one.item_id], one) for one in changes):
        raise NoPreview(_("This is what you have already."), "same")


def is_same(item: dict[str, Any], change: ItemChange) -> bool:
    """Whether an item of the mirror is as the change would make it."""
    return bool((item["price"], item["quantity"]) == (change.price_id, change.quantity))


def _fingerprint(
    subscription: Subscription, changes: Sequence[ItemChange], figures: dict[str, Any]
) -> str:
    said = {
        "subscription": subscription.external_id,
        "changes": [asdict(one) for one in changes],
        "as_of": int(figures["proration_date"].timestamp()),
        "next": int(figures["next_charge_at"].timestamp()),
        "money": [figures[name] for name in ("currency", "due_now", "credit", "next_amount")],
    }
    return _SIGNER.sign_object(said, compress=True)


def _read(fingerprint: str) -> dict[str, Any]:
    try:
        said: dict[str, Any] = _SIGNER.unsign_object(fingerprint)
    except signing.BadSignature:
        raise _out_of_date() from None
    return said


def _out_of_date() -> OutOfDate:
    message = _(
        "What this costs has changed since you saw it. Nothing has been changed or charged."
    )
    return OutOfDate(message, "out_of_date")


def _unreachable() -> NoPreview:
    message = _(
        "We cannot reach our payment partner, so we cannot say what this costs. "
        "Nothing has changed. Please try again in a few minutes."
    )
    return NoPreview(message, "unreachable")
