"""Remembers the campaign that a visit came with, for rules that ask for it.

A request whose address has one of a few parameters gets it written, signed, into one cookie of that
portal, for 30 days. Nothing else is written anywhere; whoever sends a broken, forged or old cookie
came without a campaign. Answers that set the cookie are kept out of caches, all others are as they
were.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from access_rules.conditions.campaign import CampaignParameter
from portals.middleware import Handler
from portals.registry import Portal
from portals.requests import portal_of_request

KEPT_SECONDS = 30 * 24 * 3600
MOST_PAIRS, LONGEST = 10, 100
MOST_BYTES = 3_500
"""Browsers refuse a cookie above 4,096, with its name."""


class CampaignMiddleware:
    """Sets the cookie on answers to requests that bring a campaign."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        portal = portal_of_request(request)
        if portal is not None and _brought(request):
            _remember(response, portal, _pairs_of(request, portal))
        return response


def campaigns_of(request: HttpRequest) -> frozenset[str]:
    """Return what the visit came with, now or before, as `utm_campaign=spring`."""
    portal = portal_of_request(request)
    return frozenset() if portal is None else frozenset(_pairs_of(request, portal))


def _pairs_of(request: HttpRequest, portal: Portal) -> list[str]:
    """The pairs of the cookie and then those of the address: the oldest first, each once."""
    brought = _brought(request)
    kept = [one for one in _kept(request, portal) if one not in brought]
    return [*kept, *brought][-MOST_PAIRS:]


def _brought(request: HttpRequest) -> list[str]:
    if request.method not in ("GET", "HEAD") or not request.META.get("QUERY_STRING"):
        return []
    named = ((name.value, request.GET.get(name.value, "").strip()) for name in CampaignParameter)
    return [f"{name}={value}" for name, value in named if _is_usable(value)]


def _is_usable(value: str) -> bool:
    return 0 < len(value) <= LONGEST and value.isprintable()


def _kept(request: HttpRequest, portal: Portal) -> list[str]:
    signed = request.COOKIES.get(settings.CAMPAIGN_COOKIE_NAME, "")
    if not 0 < len(signed) <= MOST_BYTES:
        return []
    try:
        return list(signing.loads(signed, salt=_salt(portal), max_age=KEPT_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return []


def _remember(response: HttpResponse, portal: Portal, pairs: list[str]) -> None:
    response.set_cookie(
        settings.CAMPAIGN_COOKIE_NAME,
        _signed(pairs, portal),
        max_age=KEPT_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    response["Cache-Control"] = "private, no-store"


def _signed(pairs: Iterable[str], portal: Portal) -> str:
    kept = list(pairs)
    while len(signed := signing.dumps(kept, salt=_salt(portal), compress=True)) > MOST_BYTES:
        kept = kept[1:]  # letters beyond ASCII are longer than they look
    return signed


def _salt(portal: Portal) -> str:
    return f"campaigns:{portal.site_id}"
