"""The full addresses of ways, for e-mails."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from cms.deep_links.ways import WAYS
from portals.registry import Portal


def link(portal: Portal, word: str, *, subscription: str = "") -> str:
    """Return the full address of a way, for e-mails. Raise `KeyError` for an unknown word.

    `subscription` is Stripe's id of the one that is meant.
    """
    if word not in WAYS:
        raise KeyError(word)
    urls = settings.REALM_URLCONFS["portal"]
    query = f"?{urlencode({'subscription': subscription})}" if subscription else ""
    path = reverse("deep_link", urlconf=urls, args=[word])
    return f"{portal.address}{path}{query}"
