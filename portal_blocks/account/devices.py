"""What a browser calls itself, in words that its owner recognises."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _
from ua_parser import parse

NAMES = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Edge Mobile": "Edge",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Mac OS X": "Mac",
    "Mobile Safari": "Safari",
    "Samsung Internet": "Samsung Internet",
    "iOS": "iPhone",
}
LONGEST = 200
ON_A_PHONE = frozenset({"Android", "iOS"})


@lru_cache(1024)
def _read(user_agent: str) -> tuple[str, str, bool]:
    found = parse(user_agent[:LONGEST])
    browser = found.user_agent.family if found.user_agent is not None else ""
    system = found.os.family if found.os is not None else ""
    is_tablet = found.device is not None and found.device.family == "iPad"
    name = "iPad" if is_tablet else NAMES.get(system, system)
    return NAMES.get(browser, browser), name, system in ON_A_PHONE


def device_words(user_agent: str) -> str:
    """Return such as “Safari on iPhone”; what cannot be read is “a browser”."""
    browser, system, _phone = _read(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser we do not know")


def is_phone(user_agent: str) -> bool:
    """Whether it is held in a hand."""
    return _read(user_agent)[2]
