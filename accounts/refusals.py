"""What somebody gets whom a portal does not admit: why, and where to go instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portals.registry import all_portals
from portals.requests import require_portal


def not_admitted(request: HttpRequest, email: str) -> HttpResponse:
    """Refuse politely, and name the customer portals of the same shop."""
    here = require_portal(request)
    others = [
        {"name": other.name, "url": f"{other.address}/"}
        for other in all_portals()
        if other.shop_id == here.shop_id and not other.is_membership
    ]
    context = {"email": email, "other_portals": others}
    return render(request, "accounts/not_admitted.html", context, status=403)
