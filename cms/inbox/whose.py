"""Which of Stripe's events are a member of staff's to see: those about their own shops.

What came through a shop's own Stripe account is that shop's. Through the environment's, which
several may share, comes what is about any of theirs: there the event's customer tells them apart,
and one that nobody knows is for all of them.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from accounts.models import Customer, StaffUser
from billing.mirror.customers import SOURCE
from cms.customers.whose import portals_for
from portals.models import Shop
from portals.registry import all_portals


def events_for(user: AbstractBaseUser | AnonymousUser) -> Q:
    """Return what narrows events to this person's shops."""
    if isinstance(user, StaffUser) and user.is_superuser:
        return Q()
    mine = {one.shop_id for one in portals_for(user)}
    return Q(via__shop__in=mine) | Q(via=None) & _of_environment(mine)


def _of_environment(mine: set[int]) -> Q:
    if not {one.shop_id for one in all_portals()} - mine:
        return Q()  # there is nobody else
    is_shared = Exists(Shop.objects.filter(pk__in=mine, stripe_account=None))
    about = Customer.objects.filter(source=SOURCE, external_id=OuterRef("customer_id"))
    return Q(is_shared) & ~Q(Exists(about.exclude(shop__in=mine)))
