"""The answer where a page of a portal broke: in the portal's look, and of nothing that may break.

It asks neither the database nor a rule. The portal is known from the request by then; where even
that failed, its name is left out.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from portals.requests import portal_of_request


def broken(request: HttpRequest) -> HttpResponseServerError:
    """Say that the page did not load. Made without what templates of portals are given besides."""
    portal = portal_of_request(request)
    name = portal.name if portal is not None else ""
    support = portal.support_email if portal is not None else ""
    return HttpResponseServerError(render_to_string("500.html", {"name": name, "support": support}))
