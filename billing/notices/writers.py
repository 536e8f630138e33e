"""Which portal writes: a club's portal about the club's products, else the shop's first.

Customer portals come before membership portals, because everybody gets in there. What somebody
asked at a portal is answered from there, if it writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from billing.models import Product
from portals.models import NoticeSettings
from portals.registry import Portal, all_portals


@dataclass(frozen=True, slots=True)
class Writer:
    """A portal that writes to customers, and how."""

    portal: Portal
    settings: NoticeSettings


class Writers:
    """The portals of one shop that write, read once for many e-mails."""

    def __init__(self, shop_id: int) -> None:
        here = [portal for portal in all_portals() if portal.shop_id == shop_id]
        here.sort(key=lambda portal: (portal.is_membership, portal.host))
        self.all = [one for one in map(writer_at, here) if one.settings.is_on]
        self._clubs = _clubs_of_products([one.portal.club_id for one in self.all])

    def of(self, products: Collection[int]) -> Writer | None:
        """Return who writes about these products (our ids), None where nobody does."""
        clubs = {club for product in products for club in self._clubs.get(product, ())}
        of_club = (one for one in self.all if one.portal.club_id in clubs)
        return next(of_club, self.all[0] if self.all else None)

    def of_notice(self, facts: Mapping[str, Any]) -> Writer | None:
        """Return who writes a notice with these facts."""
        here = (one for one in self.all if one.portal.site_id == facts.get("site"))
        return next(here, None) or self.of(facts.get("products", ()))


def writer_at(portal: Portal) -> Writer:
    """Return a portal with its settings, whether it writes or not."""
    found = NoticeSettings.objects.filter(site_id=portal.site_id).first()
    return Writer(portal, found or NoticeSettings(site_id=portal.site_id))


def _clubs_of_products(clubs: Collection[int | None]) -> dict[int, set[int]]:
    wanted = [club for club in clubs if club is not None]
    if not wanted:
        return {}
    found: dict[int, set[int]] = defaultdict(set)
    pairs = Product.clubs.through.objects.filter(club_id__in=wanted)
    for product_id, club_id in pairs.values_list("product_id", "club_id"):
        found[product_id].add(club_id)
    return found
