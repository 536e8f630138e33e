"""Which portal writes about what."""

from __future__ import annotations

import pytest

from billing.models import Product
from billing.notices.writers import Writers
from portals.models import NoticeSettings


@pytest.fixture
def product(people):
    """The club's product."""
    return Product.objects.get().pk


@pytest.fixture
def shop(portals):
    """The customer portal."""
    return portals[0]


def host_about(shop, *products):
    writer = Writers(shop.shop_id).of(products)
    return writer.portal.host if writer is not None else None


def test_customer_portal_writes_about_what_is_no_clubs(shop, club, product):
    assert host_about(shop) == shop.host
    assert host_about(shop, product + 1) == shop.host


def test_club_writes_about_its_products(shop, club, product):
    assert host_about(shop, product) == club.host


def test_portal_that_does_not_write_leaves_it_to_another(shop, club, product):
    NoticeSettings.objects.create(site_id=club.site_id, is_on=False)
    assert host_about(shop, product) == shop.host
    NoticeSettings.objects.create(site_id=shop.site_id, is_on=False)
    assert host_about(shop, product) is None


def test_other_shops_portal_never_writes(shop):
    assert Writers(shop.shop_id + 1).of([]) is None
