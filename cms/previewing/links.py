"""Where a page is previewed as somebody."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from cms.previewing.modes import Mode
from portals.registry import Portal


def mode_text(mode: Mode, portal: Portal) -> str:
    """Return a mode as an address says it."""
    at = mode.at.astimezone(portal.tz).strftime("@%Y-%m-%dT%H:%M") if mode.at else ""
    return f"{mode.who}{at}"


def preview_url(mode: Mode, portal: Portal, page_id: int) -> str:
    """Return where the page's newest draft is drawn as they see it."""
    urls = settings.REALM_URLCONFS["staff"]
    path = reverse("wagtailadmin_pages:view_draft", urlconf=urls, args=[page_id])
    return f"{path}?{urlencode({'mode': mode_text(mode, portal)})}"
