"""Staff of one portal or of all, what they ask the editor, and a second shop to keep out of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, Site

from access_rules.models import NamedRule
from accounts.models import StaffUser
from billing.models import Product
from portals.models import Club, PortalKind, Shop
from portals.registry import Portal
from tests.people import _portal


class Asker(Client):
    """A client at the editor that asks the rule builder's questions."""

    user: StaffUser

    def ask(self, rule: Any, was: Any = None, where: str = "") -> Any:
        """What the builder is told of a rule."""
        return self.post_json(f"/admin/rules/audience/?{where}", {"rule": rule, "was": was}).json()

    def post_json(self, path: str, body: Any) -> Any:
        return self.post(path, json.dumps(body), content_type="application/json")

    def pick(self, kind: str, where: str = "", **asked: str) -> Any:
        """What there is to choose from, as names."""
        return self.get(f"/admin/rules/pick/{kind}/?{where}", asked).json()


def asker(user: StaffUser) -> Asker:
    client = Asker(headers={"host": "admin.localhost"})
    client.force_login(user)
    client.user = user
    return client


def rule(*conditions: Any, key: str = "all") -> dict[str, Any]:
    """A stored rule of these conditions."""
    return {"version": 1, key: list(conditions)}


def named(one: NamedRule) -> dict[str, Any]:
    """The condition that uses a named rule."""
    return {"condition": "named_rule", "rule": str(one.pk)}


def bought(product: Product) -> dict[str, Any]:
    return {"condition": "bought_product", "products": [product.pk]}


def selects(ask: Callable[[], object]) -> int:
    """How many queries it takes, without the statements that bound them on PostgreSQL."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    return sum(query["sql"].startswith("SELECT") for query in queries)


@pytest.fixture
def chief(db) -> Asker:
    """A superuser."""
    return asker(StaffUser.objects.create_superuser("chief@example.com", "a-long-password"))


@pytest.fixture
def staff(db) -> Callable[..., Asker]:
    """Staff who may change these pages, or those of these portals, and may do this besides."""

    def make(*codenames: str, portals: tuple[Portal | Page, ...] = ()) -> Asker:
        user = StaffUser.objects.create_user(f"{StaffUser.objects.count()}@example.com", "x")
        group = Group.objects.create(name=user.email)
        user.groups.add(group)
        wanted = ["access_admin", *codenames]
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
        for page in map(_first_page, portals):
            for codename in ("add_page", "change_page", "publish_page"):
                GroupPagePermission.objects.create(
                    group=group,
                    page=page,
                    permission=Permission.objects.get(codename=codename),
                )
        return asker(user)

    return make


def _first_page(one: Portal | Page) -> Page:
    """The page itself; of a portal, the one it begins with by now."""
    return one if isinstance(one, Page) else Site.objects.get(pk=one.site_id).root_page


@pytest.fixture
def other(portals) -> Portal:
    """The customer portal of another shop."""
    shop = Shop.objects.create(name="Tackle")
    root = Page.get_first_root_node()
    return _portal("tackle.localhost", root, shop=shop, kind=PortalKind.CUSTOMER)


@pytest.fixture
def grinder(shop) -> Product:
    """A product of the shop."""
    return product_of(shop, "Grinder")


@pytest.fixture
def rod(other) -> Product:
    """A product of the other shop."""
    return product_of(other, "Fishing rod")


@pytest.fixture
def gold(shop) -> NamedRule:
    """A named rule of the shop."""
    return NamedRule.objects.create(shop_id=shop.shop_id, name="Gold")


def product_of(portal: Portal, name: str) -> Product:
    return Product.objects.create(
        shop_id=portal.shop_id, source="stripe", external_id=f"prod_{name}", name=name
    )


def club_of(portal: Portal, name: str) -> Club:
    return Club.objects.create(shop_id=portal.shop_id, name=name)
