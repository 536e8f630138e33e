"""Where the two reports are."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from portals.registry import Portal

TABLE, CHECK, MEND = "portico_coverage", "portico_access_check", "portico_access_mend"


def table_url(portal: Portal) -> str:
    """Return the address of a portal's table."""
    return _url(TABLE, portal)


def check_url(portal: Portal) -> str:
    """Return the address of a portal's findings."""
    return _url(CHECK, portal)


def _url(name: str, portal: Portal) -> str:
    path = reverse(name, urlconf=settings.REALM_URLCONFS["staff"])
    return f"{path}?portal={portal.site_id}"
