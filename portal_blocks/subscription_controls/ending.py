"""Cancel, and begin anew what has ended: what is said before it is done."""

from __future__ import annotations

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from billing.actions.cancel import Reason, ends_at_once
from billing.models import SubscriptionState
from portal_blocks.base import leads_somewhere
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.words import day

AT_ONCE = "now"  # the merchant's choice of when a cancelled one ends


def cancel(about: About) -> Offer:
    """End it with the period that is paid for, or at once where the merchant says so.

    Where the merchant has pages for it, it leads to the first of them.
    """
    flow = _first_page(about)
    if flow:
        return Offer(
            name="cancel", switch="allow_cancel", label=_("Cancel"), danger=True, link=flow
        )
    return Offer(
        name="cancel",
        switch="allow_cancel",
        label=_("Cancel"),
        confirm_label=_("Cancel subscription"),
        back_label=_("Keep subscription"),
        consequence=_consequence(about),
        danger=True,
        reasons=cancel_reasons(),
    )


def again(about: About) -> Offer | None:
    """Begin anew, where all that it was for is still sold."""
    prices = {item.get("price", "") for item in about.subscription.items}
    if not prices or not prices <= about.sold:
        return None
    return Offer(name="again", switch="allow_restart", label=_("Start it again"), view="again")


def cancel_reasons() -> list[tuple[str, str]]:
    """Return Stripe's own words for reasons, and ours for people."""
    return [(str(reason.value), str(reason.label)) for reason in Reason]


def _first_page(about: About) -> str:
    """The address of the merchant's first page; empty where it leads this viewer nowhere."""
    page, viewer = about.value.get("cancel_page"), about.viewer
    if page is None or not page.live or not leads_somewhere(page.pk, viewer):
        return ""
    query = urlencode({"subscription": about.subscription.external_id})
    return f"{page.relative_url(viewer.portal.site()) or '/'}?{query}"


def _consequence(about: About) -> list[str]:
    subscription, viewer = about.subscription, about.viewer
    if ends_at_once(subscription, now=about.now):
        return [_("It ends today. Nothing more is charged.")]
    if about.value.get("cancel_when") == AT_ONCE:
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
