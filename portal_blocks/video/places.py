"""Where films may be besides the library: the page only links there, and loads nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

PLACES = {
    "youtube.com": "YouTube",
    "www.youtube.com": "YouTube",
    "m.youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "www.vimeo.com": "Vimeo",
    "player.vimeo.com": "Vimeo",
}


def place_of_film(address: str) -> str:
    """Return what the site at an address is called; empty where it is none of `PLACES`."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return ""
    return PLACES.get((parts.hostname or "").lower(), "")
