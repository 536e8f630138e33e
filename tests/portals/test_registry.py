"""Which portal a host is, kept in the process and never stale."""

from __future__ import annotations

from django.core.cache import cache
from wagtail.models import Site

from portals.models import PortalSettings, Shop
from portals.registry import Registry, all_portals, portal_of
from portals.stamps import PORTALS


def test_a_portal_is_found_by_host_whatever_its_case(shop):
    assert portal_of("SHOP.localhost") == shop


def test_any_other_host_is_none(shop):
    assert portal_of("localhost") is None
    assert portal_of("") is None


def test_a_site_without_settings_is_no_portal(shop):
    root = Site.objects.get(pk=shop.site_id).root_page
    Site.objects.create(hostname="plain.localhost", root_page=root)
    assert portal_of("plain.localhost") is None


def test_the_second_question_asks_the_database_nothing(shop, django_assert_num_queries):
    portal_of("shop.localhost")
    with django_assert_num_queries(0):
        portal_of("shop.localhost")
        portal_of("unknown.localhost")


def test_a_change_is_seen_at_once(shop):
    settings = PortalSettings.objects.get(site_id=shop.site_id)
    settings.support_email = "new@example.com"
    settings.save()
    changed = portal_of("shop.localhost")
    assert changed is not None
    assert changed.support_email == "new@example.com"


def test_a_change_of_the_shops_name_is_seen(shop):
    row = Shop.objects.get(pk=shop.shop_id)
    row.name = "Renamed"
    row.save()
    assert {portal.shop_name for portal in all_portals()} == {"Renamed"}


def test_another_process_sees_the_change_too(shop, django_capture_on_commit_callbacks):
    other = Registry()
    assert other.portals()["shop.localhost"].time_zone == "Europe/London"
    with django_capture_on_commit_callbacks(execute=True):
        settings = PortalSettings.objects.get(site_id=shop.site_id)
        settings.time_zone = "Asia/Tokyo"
        settings.save()
    assert other.portals()["shop.localhost"].time_zone == "Asia/Tokyo"


def test_a_cache_that_forgets_is_no_harm(shop):
    cache.clear()
    assert portal_of("shop.localhost") == shop


def test_each_request_gets_a_site_of_its_own(shop):
    first, second = shop.site(), shop.site()
    assert first == second
    assert first is not second


def test_the_stamp_changes_only_after_commit(shop, django_capture_on_commit_callbacks):
    before = cache.get(PORTALS)
    with django_capture_on_commit_callbacks(execute=False):
        PortalSettings.objects.get(site_id=shop.site_id).save()
        assert cache.get(PORTALS) == before
