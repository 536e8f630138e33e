"""Which network address a request comes from, when proxies stand in between."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, believing exactly `TRUSTED_PROXIES` proxies.

    Each trusted proxy appends the address it saw, so the client's is that many from the right;
    whatever stands further left was written by the client and may be made up.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        chain = [part.strip() for part in forwarded.split(",") if part.strip()] + seen
        seen = [chain[-min(settings.TRUSTED_PROXIES + 1, len(chain))]]
    try:
        return str(ipaddress.ip_address(seen[0]))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  (a socket without an address: all of them share one count)


def network_of(address: str) -> str:
    """Return what one person can easily change an address within: a /64 of IPv6, one IPv4."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))
