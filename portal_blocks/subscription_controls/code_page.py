"""The page on which a promotion code is typed, and what it gives is seen and agreed to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.actions.coupons import CouponPreview, NoCoupon
from billing.models import Subscription
from portal_blocks.base import Place
from portal_blocks.charge_words import title_of
from portal_blocks.subscription_controls.listing import home_of, one_of
from portal_blocks.terms.waits import wait_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day

LONGEST = 100


def load_code(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what a typed code gives, or why it gives nothing; None for what is not theirs."""
    subscription = one_of(viewer, key) if value.get("allow_coupon") else None
    if subscription is None:
        return None
    typed = place.query.get("code", "")[:LONGEST].strip()
    shown: dict[str, Any] = {
        "subscription": subscription,
        "what": title_of(subscription),
        "title": _("Use a code"),
        "typed": typed,
        "sentences": [],
        "problem": "",
        "operation_id": uuid.uuid4(),
        "shown_at": place.view_url("code", key),
        "agree_url": place.action_url("code"),
        "back_url": home_of(subscription, value, viewer, place),
    }
    wait = wait_of("coupon", subscription, viewer, value)
    if wait or not typed:
        return {**shown, "problem": wait}
    try:
        about = viewer.data.about_subscription(subscription)
        found = about.coupon(typed, now=viewer.subject.now)
    except NoCoupon as fault:
        return {**shown, "problem": fault.message}
    return {**shown, "sentences": _sentences(found, subscription, viewer), "typed": found.code}


def _sentences(found: CouponPreview, subscription: Subscription, viewer: Viewer) -> list[str]:
    stands = subscription.current_period_end
    facts = {
        "saves": amount(found.saves, found.currency, viewer),
        "next": amount(found.next_amount, found.currency, viewer),
        "date": day(stands, viewer) if stands else "",
    }
    charge = (
        _("It takes %(saves)s off your next charge, which is then %(next)s on %(date)s.") % facts
    )
    return [charge, _lasts(found), _("Discounts that you have already stay.")]


def _lasts(found: CouponPreview) -> str:
    if found.duration == "forever":
        return _("It counts for every charge from then on.")
    if found.duration == "repeating":
        count = found.months
        words = ngettext("It counts for %(count)d month.", "It counts for %(count)d months.", count)
        return words % {"count": count}
    return _("It counts for one charge.")
