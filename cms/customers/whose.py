"""Which customers are a member of staff's to see: those of the shops whose portals they work on.

Asked by whatever in the editor names customers. Where there is one shop, its customers are
everybody's who has the permission, also of whoever works on no page, as in support.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import StaffUser
from cms.rules.portals import portals_of
from portals.registry import Portal, all_portals


def portals_for(user: AbstractBaseUser | AnonymousUser) -> list[Portal]:
    """Return the portals of the shops whose customers this person may see, by host name."""
    if not isinstance(user, StaffUser):
        return []
    shops = {one.shop_id for one in all_portals()}
    if len(shops) > 1:
        shops = {one.shop_id for one in portals_of(user)}
    return [one for one in all_portals() if one.shop_id in shops]


def of_staff(user: AbstractBaseUser | AnonymousUser, way: str = "shop") -> Q:
    """Return what narrows rows to this person's shops; `way` leads from a row to its shop."""
    if isinstance(user, StaffUser) and user.is_superuser:
        return Q()
    return Q(**{f"{way}__in": {one.shop_id for one in portals_for(user)}})
