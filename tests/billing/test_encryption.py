"""`SECRET_KEY` is replaced without losing what it encrypts; lost, it closes and says so."""

import io

import pytest
from django.core.management import CommandError, call_command

from billing.checks import keys_are_readable
from billing.encryption import unreadable
from billing.gateway.accounts import acting_for
from billing.gateway.customers import fetch_customer
from billing.gateway.errors import Refused
from billing.models import StripeAccount
from billing.stripe_accounts import account_of, all_accounts
from tests.billing.own_account import own_account
from tests.promises import promise

NEW = "a-new-secret-key-" * 4


@pytest.fixture
def secret_key(settings):
    """Change `SECRET_KEY`, as a restart would."""

    def change(new, *older):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, list(older)
        _forget_keys()

    yield change
    _forget_keys()


def _forget_keys():
    for field in StripeAccount._meta.fields:
        for kept in ("f", "keys"):
            field.__dict__.pop(kept, None)


def _reencrypt():
    out = io.StringIO()
    call_command("reencrypt_keys", stdout=out)
    return out.getvalue()


@promise(25)
def test_keys_outlive_the_secret_key_they_were_written_with(settings, secret_key, db):
    own, old = own_account(), settings.SECRET_KEY
    secret_key(NEW, old)
    assert StripeAccount.objects.get().secret_key == own.secret_key
    assert "1 key was written anew." in _reencrypt()
    secret_key(NEW)
    row = StripeAccount.objects.get()
    assert (row.secret_key, row.webhook_secrets) == (own.secret_key, own.webhook_secrets)
    assert unreadable() == []


def test_lost_secret_key_closes_the_account_and_is_said(stripe, secret_key, db):
    own = own_account()
    secret_key(NEW)
    own = StripeAccount.objects.get()
    assert [one.name for one in all_accounts()] == [""]
    with acting_for(account_of(own)), pytest.raises(Refused, match="does not accept"):
        fetch_customer("cus_1")
    (fault,) = keys_are_readable(databases=["default"])
    assert (fault.id, str(own) in fault.msg) == ("billing.E003", True)


def test_what_nobody_can_read_is_named_and_left_as_it_is(secret_key, db):
    own_account()
    secret_key(NEW)
    with pytest.raises(CommandError, match="reads these: Stripe account acct_Orchard"):
        _reencrypt()
    assert unreadable() == ["Stripe account acct_Orchard"]


def test_check_asks_no_database_unless_told_to(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert keys_are_readable() == []
