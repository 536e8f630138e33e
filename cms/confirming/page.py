"""What somebody gets whose payment is under way, in place of being turned away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from billing.after_paying import paying_since
from portals import clock
from portals.requests import require_portal

PACES = ((30, 3), (180, 10), (900, 30))
"""A payment younger than the first looks again after the second, both in seconds."""


def confirming(request: HttpRequest, customer_ids: Collection[int]) -> HttpResponse | None:
    """Return a page that looks again by itself while a payment of theirs is under way, else None.

    It says 202: what they came for is not there yet.
    """
    now = clock.now()
    since = paying_since(customer_ids, now=now)
    if since is None:
        return None
    support = require_portal(request).support_email
    context = {
        "heading": _("We are confirming your payment"),
        "text": [
            _("Your bank has not answered yet. This usually takes a few seconds."),
            _("You can close this page: nothing is lost, and you will not be charged twice."),
            *(
                [_("If it takes longer, write to %(address)s.") % {"address": support}]
                * bool(support)
            ),
        ],
        "actions": [{"label": _("Look again"), "url": request.get_full_path(), "primary": True}],
    }
    response = render(request, "portal/message.html", context, status=202)
    pace = _pace(since, now)
    if pace:
        response["Refresh"] = str(pace)
    response["Cache-Control"] = "private, no-store"
    return response


def _pace(since: datetime, now: datetime) -> int:
    age = (now - since).total_seconds()
    return next((pace for younger, pace in PACES if age < younger), 0)
