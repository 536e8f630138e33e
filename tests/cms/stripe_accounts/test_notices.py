"""What staff is told of the connection to Stripe on the editor's home."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.billing.own_account import own_account
from tests.cms.inbox.test_viewset import keep, staff
from tests.promises import promise

pytestmark = pytest.mark.django_db


def home(permission: str = "view_stripeevent") -> str:
    return staff(permission).get("/admin/").content.decode()


@pytest.fixture
def lost():
    """An account whose key nobody can read."""
    row = own_account()
    with connection.cursor() as cursor:
        cursor.execute("update billing_stripeaccount set secret_key = 'gAAAAAx'")
    return row


@promise(14)
def test_other_api_version_is_told_once():
    for number in range(3):
        keep(f"evt_{number}", "processed", api_version="2020-08-27")
    assert home().count("in the API version 2020-08-27") == 1


def test_keys_that_cannot_be_read_are_named(lost):
    shown = home()
    assert "These keys cannot be read" in shown
    assert str(lost) in shown


def test_account_that_cannot_be_read_is_shown_as_closed(lost):
    client = staff("view_stripeaccount")
    shown = client.get(f"/admin/stripe-accounts/{lost.pk}/").content.decode()
    assert "The keys cannot be read" in shown


def test_nothing_is_said_where_all_is_well():
    assert "Connection to Stripe" not in home()


def test_nothing_is_said_to_whoever_may_not_know(lost):
    assert "Connection to Stripe" not in home("")
