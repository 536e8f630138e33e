"""What a finding is: something wrong with who sees what, where it is, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from cms.coverage.blocks import Block
    from cms.coverage.ground import PageSeen


class Severity(StrEnum):
    """An error stops publishing; a warning is told after it."""

    ERROR = "error"
    WARNING = "warning"


class Action(StrEnum):
    """What one click can mend (`mending.py`). None of these changes who sees what they should."""

    FOR_EVERYONE = "for_everyone"
    HOME_INSTEAD = "home_instead"


@dataclass(frozen=True, slots=True)
class Mend:
    """What to do about it, in words; where to go, and the one click that does it, if there is."""

    words: str
    url: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`page_id` is None for what is wrong with the portal; `block` is empty for the page itself.

    `place` leads to the part of the rule, empty where the finding is of all of it or of no rule.
    """

    code: str
    severity: Severity
    message: str
    mend: Mend
    page_id: int | None = None
    title: str = ""
    block: str = ""
    block_label: str = ""
    place: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it stops publishing."""
        return self.severity is Severity.ERROR


def warning(
    code: str,
    page: PageSeen,
    message: str,
    mend: Mend,
    *,
    block: Block | None = None,
    place: str = "",
) -> Finding:
    """Return a finding about a page or a block, told after publishing."""
    label = block.label if block else ""
    return Finding(
        code,
        Severity.WARNING,
        message,
        mend,
        page_id=page.pk,
        title=page.title,
        block=block.id if block else "",
        block_label=label,
        place=place,
    )


def error(
    code: str,
    page: PageSeen,
    message: str,
    mend: Mend,
    *,
    block: Block | None = None,
    place: str = "",
) -> Finding:
    """Return a finding that stops publishing."""
    found = warning(code, page, message, mend, block=block, place=place)
    return replace(found, severity=Severity.ERROR)


def of_portal(code: str, message: str, mend: Mend) -> Finding:
    """Return a finding about the portal, told as a warning."""
    return Finding(code, Severity.WARNING, message, mend)


def edit_url(page_id: int) -> str:
    """Return where a page is edited."""
    urls = settings.REALM_URLCONFS["staff"]
    return reverse("wagtailadmin_pages:edit", urlconf=urls, args=[page_id])


def settings_url(site_id: int) -> str:
    """Return where the settings of a portal are changed."""
    urls = settings.REALM_URLCONFS["staff"]
    return reverse(
        "wagtailsettings:edit", urlconf=urls, args=["portals", "portalsettings", site_id]
    )
