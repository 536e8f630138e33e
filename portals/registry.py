"""Answers "which portal is this host?" without a query.

All portals are read at once into this process and kept until the stamp in the shared cache
changes; saving a site, a portal, a club or a shop changes it. Every request gets a `Site` of its
own: sharing one would share its cached root page, and with it stale content.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from portals.models import Club, PauseMethod, PortalKind, PortalSettings
from portals.policy import GracePolicy
from portals.stamps import PORTALS, change_stamp, stamp_of


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal, as everything but the editor sees it."""

    host: str
    name: str
    site_id: int
    shop_id: int
    shop_name: str
    root_page_id: int
    kind: str
    club_id: int | None
    club_name: str
    admit_ended: bool
    policy: GracePolicy
    pause_method: str
    active_home_id: int | None
    inactive_home_id: int | None
    time_zone: str
    currency_display: str
    support_email: str
    join_url: str
    site_fields: tuple[tuple[str, Any], ...]
    support_phone: str = ""
    support_hours: str = ""
    legal_name: str = ""
    terms_url: str = ""
    privacy_url: str = ""
    return_addresses: tuple[str, ...] = ()
    most_cancel_steps: int = 3

    @property
    def is_membership(self) -> bool:
        """Whether only members of the club get in."""
        return self.kind == PortalKind.MEMBERSHIP

    @property
    def holds_deliveries(self) -> bool:
        """Whether a pause skips charges in place of ending the paid period."""
        return self.pause_method == PauseMethod.HOLD

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The portal's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def address(self) -> str:
        """Where people reach it, without a slash at the end.

        A proxy may stand before this process, so that no request knows.
        """
        scheme = "https" if settings.HTTPS else "http"
        port = "" if settings.PORT in (80, 443) else f":{settings.PORT}"
        return f"{scheme}://{self.host}{port}"

    def site(self) -> Site:
        """A fresh Wagtail site of this portal."""
        site = Site(**dict(self.site_fields))
        site._state.adding = False
        return site

    def __str__(self) -> str:
        return self.host


class Registry:
    """The portals of this process, by host name."""

    def __init__(self) -> None:
        self._stamp: str | None = None
        self._portals: dict[str, Portal] = {}
        self._clubs: dict[int, str] = {}
        self.generation = 0
        """Counts how often they were read. Whatever else is kept until something changes that
        every portal may see (a named rule, say) compares this, in place of a stamp of its own."""

    def portals(self) -> dict[str, Portal]:
        """All portals by host, read anew when their stamp has changed."""
        stamp = stamp_of(PORTALS)
        if stamp != self._stamp:
            self._portals, self._stamp = {p.host: p for p in map(_portal, _rows())}, stamp
            self._clubs = dict(Club.objects.values_list("pk", "name"))
            self.generation += 1
        return self._portals

    def clubs(self) -> dict[int, str]:
        """The names of all clubs, read with the portals."""
        self.portals()
        return self._clubs

    def forget(self) -> None:
        """Read anew at the next question, whatever the stamp says."""
        self._stamp = None
        self.generation += 1


_registry = Registry()


def portal_of(host: str) -> Portal | None:
    """Return the portal at `host` (a host name without port), None where there is none."""
    return _registry.portals().get(host.lower())


def club_name(club_id: int) -> str:
    """Return the name of a club, empty for one that is gone. No query."""
    return _registry.clubs().get(club_id, "")


def generation() -> int:
    """Return a number that grows whenever this process learned that something changed."""
    return _registry.generation


def all_portals() -> list[Portal]:
    """Return every portal, by host name."""
    return [portal for _, portal in sorted(_registry.portals().items())]


def portals_changed(**_kwargs: Any) -> None:
    """Make every process read the portals anew, once what changed is committed."""
    _registry.forget()
    transaction.on_commit(_change_stamp)


def _change_stamp() -> None:
    change_stamp(PORTALS)
    _registry.forget()


def _rows() -> Any:
    rows = PortalSettings.objects.filter(shop__isnull=False)
    return rows.select_related("site", "shop", "club")


def _portal(row: PortalSettings) -> Portal:
    site = row.site
    return Portal(
        host=site.hostname.lower(),
        name=site.site_name or site.hostname,
        site_id=site.pk,
        shop_id=row.shop_id,
        shop_name=row.shop.name if row.shop else "",
        root_page_id=site.root_page_id,
        kind=row.kind,
        club_id=row.club_id,
        club_name=row.club.name if row.club else "",
        admit_ended=row.admit_ended,
        policy=row.policy,
        pause_method=row.pause_method,
        active_home_id=row.active_home_id,
        inactive_home_id=row.inactive_home_id,
        time_zone=row.time_zone,
        currency_display=row.currency_display,
        support_email=row.support_email,
        join_url=row.join_url,
        site_fields=tuple(
            (f.attname, getattr(site, f.attname)) for f in Site._meta.concrete_fields
        ),
        support_phone=row.support_phone,
        support_hours=row.support_hours,
        legal_name=row.legal_name,
        terms_url=row.terms_url,
        privacy_url=row.privacy_url,
        return_addresses=tuple(row.return_addresses.split()),
        most_cancel_steps=row.most_cancel_steps,
    )
