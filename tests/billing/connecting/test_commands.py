import pytest
from django.utils import timezone

from accounts.models import Customer
from billing.connecting.commands import change_keys, check, connect, disconnect, roll_secret
from billing.connecting.keys import Keys, NotConnected
from billing.gateway.accounts import acting_for
from billing.gateway.client import api
from billing.gateway.endpoints import API_VERSION, list_endpoints
from billing.mirror.dispatch import HANDLERS
from billing.mirror.sync import sync_customer
from billing.models import Card, Order, Price, Product, StripeAccount, Subscription
from billing.stripe_accounts import account_of, secrets_of
from tests.billing.buying import subscribe
from tests.billing.own_account import own_account

FAULTS = ["down", "500", "503", "409", "429", "lost_response", "malformed"]


@pytest.fixture
def row(stripe, shop, keys, now):
    return connect(shop, keys, now=now)


def test_account_is_verified_registered_and_saved(stripe, shop, keys, now):
    row = connect(shop, keys, now=now)
    row.refresh_from_db()
    (endpoint,) = list_endpoints()
    assert (row.external_id, row.secret_key) == ("acct_local", "sk_test_orchard")
    assert (row.endpoint_id, row.checked_at) == (endpoint.external_id, now)
    assert (endpoint.api_version, endpoint.events) == (API_VERSION, frozenset(HANDLERS))
    assert endpoint.url.endswith(f"/webhooks/stripe/{row.name}/")
    assert row.webhook_secrets.startswith("whsec_")


def test_what_is_at_stripe_already_is_asked_for(
    stripe, shop, keys, asked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        row = connect(shop, keys, now=timezone.now())
    assert asked == [("billing.tasks.reconcile_batch", row.name)]


@pytest.mark.parametrize("kind", [*FAULTS, "401", "403"])
@pytest.mark.parametrize("match", ["GET /v1/account$", "POST /v1/webhook_endpoints$"])
def test_nothing_is_saved_where_stripe_does_not_do_it(stripe, shop, kind, match):
    keys, now = Keys("sk_test_1", "pk_test_1"), timezone.now()
    stripe.fault(kind, match, times=9)
    with pytest.raises(NotConnected, match="Nothing was saved"):
        connect(shop, keys, now=now)
    assert not StripeAccount.objects.exists()


def test_shop_has_one_account(row, shop, keys, now):
    StripeAccount.objects.update(external_id="acct_other")
    with pytest.raises(NotConnected) as fault:
        connect(shop, keys, now=now)
    assert fault.value.field == "shop"
    assert StripeAccount.objects.get().name == row.name


def test_account_has_one_shop(row, keys, now):
    other = type(row.shop).objects.create(name="Other")
    with pytest.raises(NotConnected, match="another shop"):
        connect(other, keys, now=now)
    assert StripeAccount.objects.count() == 1


def test_account_that_lacks_the_shops_customers_is_refused(stripe, shop, keys, now):
    Customer.objects.create(shop=shop, source="stripe", external_id="cus_elsewhere")
    with pytest.raises(NotConnected, match="another Stripe account"):
        connect(shop, keys, now=now)
    assert list_endpoints() == []


def test_keys_are_changed_for_others_of_the_same_account(row, now):
    change_keys(row, Keys("rk_test_new", "pk_test_new"), now=now)
    row.refresh_from_db()
    assert (row.secret_key, row.publishable_key) == ("rk_test_new", "pk_test_new")
    assert row.webhook_secrets


def test_keys_of_another_account_are_refused(row, now):
    row.external_id = "acct_other"
    row.save()
    with pytest.raises(NotConnected, match="another account"):
        change_keys(row, Keys("sk_test_new", "pk_test_new"), now=now)
    row.refresh_from_db()
    assert row.secret_key == "sk_test_orchard"


def test_keys_of_the_other_mode_are_refused(row, now, settings):
    settings.STRIPE_API_BASE = "https://api.stripe.com"
    with pytest.raises(NotConnected, match="other mode"):
        change_keys(row, Keys("sk_live_new", "pk_live_new"), now=now)


def test_check_of_what_is_well_changes_nothing(row, now):
    before = list_endpoints()
    assert check(row, now=now) is False
    assert list_endpoints() == before


@pytest.mark.parametrize("kind", ["401", "down"])
def test_check_says_what_is_wrong(row, stripe, now, kind):
    stripe.fault(kind, "GET /v1/account$", times=9)
    with pytest.raises(NotConnected, match="Stripe"):
        check(row, now=now)


def test_rolled_secret_is_new_and_the_old_one_stays_for_a_day(row, now):
    old = row.webhook_secrets
    roll_secret(row, now=now)
    row.refresh_from_db()
    new, kept = secrets_of(row, now=now)
    assert (kept, new == old) == (old, False)
    assert len(list_endpoints()) == 2


def test_failed_roll_leaves_the_secret(row, stripe, now):
    old = row.webhook_secrets
    stripe.fault("503", "POST /v1/webhook_endpoints$", times=9)
    with pytest.raises(NotConnected):
        roll_secret(row, now=now)
    row.refresh_from_db()
    assert row.webhook_secrets == old


def test_account_with_a_live_subscription_is_not_removed(row, stripe, now):
    bought = subscribe()
    with acting_for(account_of(row)):
        sync_customer(row.shop, bought.customer, now)
    with pytest.raises(NotConnected, match="still run"):
        disconnect(row)
    assert len(list_endpoints()) == 1


@pytest.fixture
def ended(row, stripe, now):
    """An account whose only subscription has ended."""
    bought = subscribe()
    api().subscriptions.cancel(bought.subscription)
    with acting_for(account_of(row)):
        sync_customer(row.shop, bought.customer, now)
    return row


def test_removed_account_leaves_history_and_no_endpoint(ended):
    disconnect(ended)
    assert (list_endpoints(), StripeAccount.objects.count()) == ([], 0)
    sources = {Customer.objects.get().source, Order.objects.get().source}
    assert sources == {"stripe:acct_local"}
    assert Customer.objects.get().deleted_at is None
    assert not Card.objects.exists()
    assert not Price.objects.filter(is_active=True).exists()


def test_account_connected_again_has_its_rows_again(ended, keys, now):
    shop, customer = ended.shop, Customer.objects.get()
    disconnect(ended)
    again = connect(shop, keys, now=now)
    with acting_for(account_of(again)):
        sync_customer(shop, customer.external_id, now)
    assert Customer.objects.get() == customer
    assert (Subscription.objects.count(), Order.objects.count()) == (1, 1)
    assert Product.objects.get().source == "stripe"


def test_account_whose_key_was_revoked_is_removed_all_the_same(row, stripe):
    stripe.fault("401", "GET /v1/webhook_endpoints$")
    disconnect(row)
    assert not StripeAccount.objects.exists()


def test_account_is_not_removed_while_stripe_is_down(row, stripe):
    stripe.fault("down")
    with pytest.raises(NotConnected, match="no answer"):
        disconnect(row)
    assert StripeAccount.objects.exists()


def test_other_shops_rows_are_left_alone_when_an_account_goes(row):
    other = own_account("Other", external_id="acct_2")
    Customer.objects.create(shop=other.shop, source="stripe", external_id="cus_1")
    disconnect(row)
    assert Customer.objects.get().source == "stripe"
