from datetime import timedelta

import pytest

from billing.connecting import registering
from billing.connecting.commands import connect
from billing.connecting.registering import keep_registered, public_base, webhook_url
from billing.gateway.accounts import acting_for
from billing.gateway.client import api
from billing.gateway.endpoints import create_endpoint, list_endpoints
from billing.mirror.dispatch import HANDLERS
from billing.stripe_accounts import account_of, secrets_of
from tests.promises import promise

DAY = timedelta(days=1)


@pytest.fixture
def row(stripe, shop, keys, now):
    row = connect(shop, keys, now=now)
    with acting_for(account_of(row)):
        yield row


def test_endpoint_somebody_removed_is_made_anew(row, now):
    api().webhook_endpoints.delete(row.endpoint_id)
    assert keep_registered(row, now=now)
    assert [one.external_id for one in list_endpoints()] == [row.endpoint_id]


@pytest.mark.parametrize(
    "change",
    [{"enabled_events": ["charge.captured"]}, {"disabled": True}, {"url": "https://x.example/"}],
)
def test_endpoint_somebody_changed_is_mended_with_its_secret(row, now, change):
    secret = row.webhook_secrets
    api().webhook_endpoints.update(row.endpoint_id, change)
    assert keep_registered(row, now=now)
    (endpoint,) = list_endpoints()
    assert (endpoint.events, endpoint.is_enabled) == (frozenset(HANDLERS), True)
    assert (endpoint.url, row.webhook_secrets) == (webhook_url(row), secret)


def test_new_handler_is_told_to_stripe(row, now, monkeypatch):
    monkeypatch.setitem(HANDLERS, "charge.captured", HANDLERS["charge.refunded"])
    assert keep_registered(row, now=now)
    assert "charge.captured" in list_endpoints()[0].events


@promise(14)
def test_new_api_version_makes_a_new_endpoint_beside_the_old_one(row, now, monkeypatch):
    old = row.endpoint_id
    monkeypatch.setattr(registering, "API_VERSION", "2027-01-01.fugu")
    assert keep_registered(row, now=now)
    assert {one.external_id for one in list_endpoints()} == {old, row.endpoint_id}
    assert len(secrets_of(row, now=now)) == 2


def test_old_endpoint_goes_after_a_day(row, now):
    old = row.endpoint_id
    registering.roll(row, now=now)
    keep_registered(row, now=now + DAY / 2)
    assert len(list_endpoints()) == 2
    keep_registered(row, now=now + DAY)
    assert [one.external_id for one in list_endpoints()] == [row.endpoint_id]
    assert old != row.endpoint_id


def test_endpoint_that_nobody_has_the_secret_of_is_removed(row, now):
    base = f"{public_base(None)}/webhooks/stripe/"
    for url in (webhook_url(row), f"{base}halfmade/", base, "https://other.example/"):
        create_endpoint(url, ["charge.refunded"])
    keep_registered(row, now=now)
    left = sorted(one.url for one in list_endpoints())
    assert left == sorted([webhook_url(row), base, "https://other.example/"])


@pytest.mark.parametrize(
    ("https", "port", "base"),
    [
        (True, 443, "https://shop.localhost"),
        (True, 8443, "https://shop.localhost:8443"),
        (False, 8000, "http://shop.localhost:8000"),
    ],
)
def test_stripe_reaches_the_site_at_a_portal_of_the_shop(portals, settings, https, port, base):
    settings.DEMO, settings.HTTPS, settings.PORT = False, https, port
    portal = max(portals, key=lambda one: one.host)
    assert public_base(portal.shop_id).replace("club.", "shop.") == base


def test_shop_without_a_portal_is_reached_at_the_editors_host(db, settings):
    settings.DEMO, settings.HTTPS, settings.PORT = False, True, 443
    assert public_base(None) == f"https://{settings.ADMIN_HOST}"


def test_local_stripe_of_a_demo_reaches_the_site_on_this_machine(settings):
    assert public_base(None) == f"http://127.0.0.1:{settings.PORT}"
