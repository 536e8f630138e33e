"""`manage.py stripe_endpoint`: registers the site, for the environment's account and for shops'."""

import io

import pytest
from django.core.management import CommandError, call_command

from billing.connecting.commands import connect
from billing.connecting.keys import Keys
from billing.gateway.client import api
from billing.gateway.endpoints import API_VERSION, list_endpoints
from billing.mirror.dispatch import HANDLERS
from billing.models import StripeAccount
from portals.models import Shop
from tests.people import SHOP_HOST
from tests.promises import promise


def run(*arguments):
    out = io.StringIO()
    call_command("stripe_endpoint", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def own(stripe, portals, now):
    """The own account of the portals' shop."""
    return connect(Shop.objects.get(), Keys("sk_test_1", "pk_test_1"), now=now)


@promise(14)
def test_environments_endpoint_is_made_at_our_version_and_its_secret_told(stripe, db):
    told = run()
    (made,) = list_endpoints()
    assert (made.api_version, made.events) == (API_VERSION, frozenset(HANDLERS))
    assert made.url.endswith("/webhooks/stripe/")
    assert "STRIPE_WEBHOOK_SECRETS=whsec_" in told


def test_twice_changes_nothing_and_tells_no_secret(stripe, db):
    run()
    before = list_endpoints()
    told = run()
    assert list_endpoints() == before
    assert ("as it should be" in told, "whsec_" in told) == (True, False)


def test_changed_endpoint_is_mended(stripe, db):
    run()
    api().webhook_endpoints.update(list_endpoints()[0].external_id, {"disabled": True})
    assert "brought up to date" in run()
    assert list_endpoints()[0].is_enabled


def test_older_endpoint_stays_until_it_is_said_to_go(stripe, db):
    run()
    run("--roll")
    assert "An older endpoint is still there" in run()
    run("--remove-others")
    assert len(list_endpoints()) == 1


def test_own_account_of_a_portals_shop_is_meant_by_the_portal(own):
    assert "as it should be" in run("--portal", SHOP_HOST)
    assert "believed for a day" in run("--portal", SHOP_HOST, "--roll")
    assert StripeAccount.objects.get().webhook_secrets.count("whsec_") == 2


def test_portal_of_a_shop_without_its_own_means_the_environments(stripe, portals):
    assert "STRIPE_WEBHOOK_SECRETS=" in run("--portal", SHOP_HOST)


@pytest.mark.parametrize("kind", ["401", "down"])
def test_what_stripe_says_is_told(stripe, db, kind):
    stripe.fault(kind, times=9)
    with pytest.raises(CommandError, match="Stripe"):
        run()


def test_unknown_portal_is_refused(db):
    with pytest.raises(CommandError, match="is no portal"):
        run("--portal", "nowhere.example")


def test_without_a_key_it_is_refused(settings, db):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(CommandError, match="STRIPE_SECRET_KEY is not set"):
        run()
