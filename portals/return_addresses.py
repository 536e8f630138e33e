"""Which addresses a link may return to: those the merchant wrote down, and what is below them.

An address that a request names is never believed: a link in a forged e-mail would send customers
from their own portal to a copy of it. Compared is what browsers make of an address, and whatever
could be read in two ways is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 2000
_PLAIN = re.compile(r"[!#-&(-;=?-Z_a-z~]+")  # no space, quote, bracket, backslash or letter abroad
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_PORTS = {"https": 443, "http": 80}
_LOCAL = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Address:
    """What is compared of an address."""

    scheme: str
    host: str
    port: int
    path: str


def is_allowed(url: str, allowed: Iterable[str]) -> bool:
    """Whether a link may return to `url`: to one of `allowed` exactly, or to what is below one."""
    wanted = read(url)
    return wanted is not None and any(
        (wanted.scheme, wanted.host, wanted.port) == (one.scheme, one.host, one.port)
        and _is_below(wanted.path, one.path)
        for one in map(read, allowed)
        if one is not None
    )


def is_usable(url: str) -> bool:
    """Whether a merchant may write an address down: with nothing in it that is not compared."""
    return read(url) is not None and "?" not in url and "#" not in url


def read(url: str) -> Address | None:
    """Return what is compared of an address; None for one that could mean something else.

    Plain `http` is for this machine alone: elsewhere somebody on the way could answer.
    """
    if not 0 < len(url) <= LONGEST or not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_local(host))
    is_bare = "@" not in parts.netloc and not parts.netloc.endswith((":", "."))
    if not (is_safe and is_bare and _HOST.fullmatch(host) and _is_plain(parts.path)):
        return None
    return Address(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, parts.path)


def _is_local(host: str) -> bool:
    return host in _LOCAL or host.endswith(".localhost")


def _is_plain(path: str) -> bool:
    """Whether a path names one place: no dots that climb, nothing written in code, no `//`."""
    is_climbing = any(part in {".", ".."} for part in path.split("/"))
    return not is_climbing and "%" not in path and ";" not in path and "//" not in path


def _is_below(path: str, allowed: str) -> bool:
    above = allowed.rstrip("/")
    return path.rstrip("/") == above or path.startswith(f"{above}/")
