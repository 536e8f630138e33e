"""Where the gallery and its frames are."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

GALLERY, BLOCK, FRAME = "portico_gallery", "portico_gallery_block", "portico_gallery_state"


def gallery_url(block: str = "", **asked: str) -> str:
    """Return the address of the whole gallery, or of one block in it."""
    return _url(BLOCK, [block], asked) if block else _url(GALLERY, [], asked)


def state_url(block: str, state: str, **asked: str) -> str:
    """Return the address of one state alone."""
    return _url(FRAME, [block, state], asked)


def _url(name: str, arguments: list[str], asked: dict[str, str]) -> str:
    path = reverse(name, urlconf=settings.REALM_URLCONFS["staff"], args=arguments)
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{path}?{query}" if query else path
