"""Cancel, and begin anew what has ended: what is said before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.cancel import Reason
from billing.models import Subscription
from portal_blocks.leaving.consequence import consequences
from portal_blocks.leaving.pages import open_page_url
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.viewer import Viewer


def cancel(about: About) -> Offer:
    """End it with the period that is paid for, or at once where the merchant says so.

    Where the merchant has pages for it, it leads to the first of them. The form that it would be
    without them goes along: it is shown to whom those pages leave without an end.
    """
    return Offer(
        name="cancel",
        switch="allow_cancel",
        label=_("Cancel"),
        confirm_label=_("Cancel subscription"),
        back_label=_("Keep subscription"),
        consequence=consequences(about.value, about.viewer, about.subscription),
        danger=True,
        reasons=cancel_reasons(),
        link=first_page(about.value, about.viewer, about.subscription),
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


def first_page(value: Mapping[str, Any], viewer: Viewer, subscription: Subscription) -> str:
    """The address of the merchant's first page; empty where it leads this viewer nowhere."""
    return open_page_url(value.get("cancel_page"), viewer, subscription)
