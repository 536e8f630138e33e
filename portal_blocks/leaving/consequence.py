"""What cancelling means, said before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.cancel import ends_at_once
from billing.models import Subscription, SubscriptionState
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

AT_ONCE, PERIOD_END = "now", "period_end"
"""The merchant's choice of when a cancelled one ends."""


def consequences(value: Mapping[str, Any], viewer: Viewer, subscription: Subscription) -> list[str]:
    """Say when it ends, what is charged still, and until when one can think again."""
    if ends_at_once(subscription, now=viewer.subject.now):
        return [_("It ends today. Nothing more is charged.")]
    if value.get("cancel_when") == AT_ONCE:
        return [_("It ends today. Nothing more is charged, and nothing is paid back.")]
    ends = subscription.paid_until
    if ends is None:
        return [_("It will not renew, and nothing more is charged.")]
    facts = {"date": day(ends, viewer)}
    if subscription.state == SubscriptionState.ACTIVE:
        until = _("You keep it until %(date)s, which is paid for.") % facts
        return [until, _("Nothing more is charged. You can change your mind until then.")]
    # Nothing was paid for the days of a trial, nor for a period whose charge a pause skipped.
    until = _("It ends on %(date)s. Nothing more is charged.") % facts
    return [until, _("You can change your mind until then.")]
