"""Where a copy of somebody's data is fetched."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from portals.registry import Portal


def copy_url(portal: Portal, request_id: UUID, *, key: str = "") -> str:
    """Return the full address of the page that offers a copy, for e-mails.

    `key` is `accounts.privacy.key_of`; empty for whoever only looks at the e-mail.
    """
    urls = settings.REALM_URLCONFS["portal"]
    path = reverse("privacy_copy", urlconf=urls, args=[request_id])
    return f"{portal.address}{path}{with_key(key)}"


def with_key(key: str) -> str:
    """Return a key as the end of an address; empty for none."""
    return f"?{urlencode({'key': key})}" if key else ""
