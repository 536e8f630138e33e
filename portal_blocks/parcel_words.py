"""Where a parcel is now, in words; for the order it belongs to and for the list of parcels."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.models import FulfilmentState
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

LATE_AFTER = 3  # days past the one it was expected on; until then carriers ask to wait
TONES = {
    FulfilmentState.DELIVERED: "ok",
    FulfilmentState.SHIPPED: "info",
    FulfilmentState.PARTIAL: "info",
    FulfilmentState.UNFULFILLED: "info",
    FulfilmentState.RETURNED: "muted",
    FulfilmentState.CANCELLED: "muted",
}
OVER = {FulfilmentState.RETURNED, FulfilmentState.CANCELLED}


class OnItsWay(Protocol):
    """A parcel, as orders have it and as lists of parcels do."""

    @property
    def status(self) -> str: ...
    @property
    def shipped_at(self) -> datetime | None: ...
    @property
    def expected_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...


def next_stop(parcel: OnItsWay, viewer: Viewer) -> str:
    """Say when a parcel arrives; once that day is over, when it was expected. Empty: not known."""
    if parcel.expected_at is None:
        return ""
    date = {"date": day(parcel.expected_at, viewer)}
    if days_late(parcel, viewer) > 0:
        return _("Was expected %(date)s") % date
    return _("Arrives %(date)s") % date


def where_now(parcel: OnItsWay, viewer: Viewer) -> str:
    """Say in one line where a parcel is: the first thing to know about it."""
    if parcel.status in OVER:
        return str(FulfilmentState(parcel.status).label)
    if parcel.delivered_at is not None:
        return _("Delivered %(date)s") % {"date": day(parcel.delivered_at, viewer)}
    if parcel.status == FulfilmentState.DELIVERED:
        return str(FulfilmentState.DELIVERED.label)
    if parcel.status == FulfilmentState.UNFULFILLED:
        return _("Being prepared")
    return next_stop(parcel, viewer) or _("On its way")


def when_sent(parcel: OnItsWay, viewer: Viewer) -> str:
    """Say when it left; empty where nobody told."""
    if parcel.shipped_at is None:
        return ""
    return _("Sent %(date)s") % {"date": day(parcel.shipped_at, viewer)}


def is_under_way(parcel: OnItsWay) -> bool:
    """Whether it has left and not arrived."""
    sent = {FulfilmentState.SHIPPED, FulfilmentState.PARTIAL}
    return parcel.status in sent and parcel.delivered_at is None


def is_late(parcel: OnItsWay, viewer: Viewer) -> bool:
    """Whether somebody should ask where it is."""
    return is_under_way(parcel) and days_late(parcel, viewer) > LATE_AFTER


def days_late(parcel: OnItsWay, viewer: Viewer) -> int:
    """Return how many days ago it was expected; 0 while that day is not over, or not known."""
    if parcel.expected_at is None:
        return 0
    zone, now = viewer.portal.tz, viewer.subject.now
    return max(0, (localdate(now, zone) - localdate(parcel.expected_at, zone)).days)
