"""Where the Why panel is, for whoever leads there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from cms.previewing.modes import Mode
from portals.registry import Portal

NAME = "portico_why"


def why_url(mode: Mode | None, portal: Portal, page_id: int | None = None) -> str:
    """Return the panel's address for somebody at a portal, and one page of it."""
    asked: dict[str, object] = {"portal": portal.site_id}
    if mode is not None:
        asked["who"] = mode.who
    if page_id is not None:
        asked["page"] = page_id
    if mode is not None and mode.at is not None:
        asked["at"] = mode.at.astimezone(portal.tz).strftime("%Y-%m-%dT%H:%M")
    path = reverse(NAME, urlconf=settings.REALM_URLCONFS["staff"])
    return f"{path}?{urlencode(asked)}"
