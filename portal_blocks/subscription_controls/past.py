"""What has happened to a subscription, in plain words: what was changed, when, and by whom.

To tell of one more action, add its line to `DONE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import AuditEntry, Order, SubscriptionState
from portal_blocks.order_status import status_of
from portal_blocks.order_words import name_of
from portal_blocks.viewer import Viewer
from portal_blocks.ways import is_block_shown, way
from portal_blocks.words import day

MOST = 12
ORDERS_SHOWN = 6

DONE = {
    "apply_coupon": gettext_lazy("A code was used"),
    "buy_subscription": gettext_lazy("It began"),
    "buy_again": gettext_lazy("It began again"),
    "cancel_subscription": gettext_lazy("Cancelled"),
    "change_plan": gettext_lazy("Changed what it is for"),
    "change_return": gettext_lazy("Another day to go on was set"),
    "move_charge": gettext_lazy("The next charge was moved"),
    "pause_subscription": gettext_lazy("Paused"),
    "restart_subscription": gettext_lazy("Going on again"),
    "skip_next": gettext_lazy("A charge was skipped"),
    "undo_move": gettext_lazy("The charge was put back on its day"),
}
BECAME = {
    SubscriptionState.PAST_DUE: gettext_lazy("A payment did not go through"),
    SubscriptionState.ACTIVE: gettext_lazy("Running as usual"),
    SubscriptionState.PAUSED: gettext_lazy("Paused"),
    SubscriptionState.ENDING: gettext_lazy("Set to end"),
    SubscriptionState.CANCELLED: gettext_lazy("Ended"),
    SubscriptionState.EXPIRED: gettext_lazy("Ended"),
    SubscriptionState.TRIALING: gettext_lazy("A trial began"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `by` is empty where nobody did it."""

    at: datetime
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order of the subscription. `url` is its own page, empty where no page shows orders."""

    order: Order
    name: str
    status: str
    url: str


def happenings(entries: list[AuditEntry], viewer: Viewer) -> list[Happening]:
    """Return what the trail says, the latest first; what says nothing to customers is left out."""
    told = [(entry, _what(entry, viewer)) for entry in entries]
    return [Happening(entry.at, what, _by(entry, viewer)) for entry, what in told if what]


def past_orders(orders: list[Order], viewer: Viewer) -> list[PastOrder]:
    """Return orders with where each is now, and where more is told of each."""
    leads = bool(orders) and is_block_shown("order_history", viewer)
    return [
        PastOrder(
            order,
            name_of(order),
            status_of(order)[0],
            way("order", order=order.pk) if leads else "",
        )
        for order in orders
    ]


def _what(entry: AuditEntry, viewer: Viewer) -> str:
    if entry.operation is None:
        return _found(entry)
    params: Mapping[str, Any] = entry.operation.params
    more = _MORE.get(entry.action)
    said = more(params, viewer) if more is not None else ""
    return said or str(DONE.get(entry.action, ""))


def _found(entry: AuditEntry) -> str:
    """What our payment partner did, or staff in its own pages."""
    state = entry.after.get("state")
    if state in BECAME:
        return str(BECAME[SubscriptionState(state)])
    if "items" in entry.after:
        return _("Changed to %(what)s") % {"what": ", ".join(entry.after["items"])}
    return ""


def _by(entry: AuditEntry, viewer: Viewer) -> str:
    if entry.actor == "customer":
        return _("You")
    if entry.actor.startswith("staff:"):
        return viewer.portal.name
    return ""


def _paused(params: Mapping[str, Any], viewer: Viewer) -> str:
    until = params.get("until")
    if not until:
        return ""
    return _("Paused until %(date)s") % {"date": day(datetime.fromisoformat(until), viewer)}


def _moved(params: Mapping[str, Any], viewer: Viewer) -> str:
    to = params.get("to")
    if not to:
        return ""
    facts = {"date": day(datetime.fromisoformat(to), viewer)}
    return _("The next charge was moved to %(date)s") % facts


def _code(params: Mapping[str, Any], _viewer: Viewer) -> str:
    return _("The code %(code)s was used") % params if params.get("code") else ""


def _delivered(params: Mapping[str, Any], _viewer: Viewer) -> str:
    if params.get("part") == "gift_note":
        return _("The gift note was changed") if params["value"] else _("The gift note was removed")
    return _("The delivery address was changed")


_MORE: Mapping[str, Callable[[Mapping[str, Any], Viewer], str]] = {
    "apply_coupon": _code,
    "change_delivery": _delivered,
    "move_charge": _moved,
    "pause_subscription": _paused,
}
