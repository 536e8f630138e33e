"""Faults between settings that no single reader can see."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def admin_host_is_reachable(**_kwargs: Any) -> list[CheckMessage]:
    """The editor has a host of its own, and Django accepts requests for it."""
    from django.http.request import validate_host

    if settings.DEBUG or validate_host(settings.ADMIN_HOST, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"The editor's host {settings.ADMIN_HOST!r} is not among ALLOWED_HOSTS.",
            hint="Add it to ALLOWED_HOSTS, or set ADMIN_HOST to a host that is there.",
            id="portals.E001",
        )
    ]
