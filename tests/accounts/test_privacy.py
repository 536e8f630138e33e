"""Requests about data are those of customers, also where several of them share one account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Customer, CustomerAccount, PrivacyRequest
from accounts.privacy import (
    KEPT,
    Asked,
    Kind,
    ask,
    copy_for,
    keep_copy,
    requests_of,
    take_back,
)
from portals.models import Shop


@pytest.fixture
def pair(db):
    """Two people who share an e-mail address, each proven by an order of their own."""
    shop = Shop.objects.create(name="Greenhouse")
    account = CustomerAccount.objects.create(shop=shop, email="both@example.com")
    made = [
        Customer.objects.create(shop=shop, source="stripe", external_id=name, account=account)
        for name in ("cus_ada", "cus_eve")
    ]
    return [Asked(account.pk, (one.pk,), None) for one in made]


@pytest.fixture
def ready(pair, now):
    """Ada's copy."""
    made, _is_new = ask(pair[0], Kind.COPY, now=now)
    keep_copy(made, b"all of Ada", now=now)
    return made.pk


def test_a_copy_is_not_told_of_to_who_shares_the_account(pair, ready, now):
    assert Kind.COPY in requests_of(pair[0], now=now)
    assert requests_of(pair[1], now=now) == {}


def test_a_copy_is_not_given_to_who_shares_the_account(pair, ready, now):
    assert copy_for(pair[0], ready, now=now) == b"all of Ada"
    assert copy_for(pair[1], ready, now=now) is None


def test_somebody_else_asking_does_not_keep_anybody_from_a_copy(pair, ready, now):
    made, is_new = ask(pair[1], Kind.COPY, now=now)
    assert is_new
    assert [one.external_id for one in made.customers.all()] == ["cus_eve"]


def test_who_shares_the_account_takes_nothing_back(pair, now):
    ask(pair[0], Kind.ERASE, now=now)
    assert not take_back(pair[1], Kind.ERASE, now=now)
    assert PrivacyRequest.objects.get().state == "asked"


def test_whoever_proves_both_may_have_the_copy_of_one(pair, ready, now):
    both = Asked(pair[0].account_id, (*pair[0].customer_ids, *pair[1].customer_ids), None)
    assert copy_for(both, ready, now=now) == b"all of Ada"


def test_a_copy_of_both_is_not_for_one_of_them(pair, now):
    both = Asked(pair[0].account_id, (*pair[0].customer_ids, *pair[1].customer_ids), None)
    made, _is_new = ask(both, Kind.COPY, now=now)
    keep_copy(made, b"all of both", now=now)
    assert copy_for(pair[0], made.pk, now=now) is None
    assert copy_for(both, made.pk, now=now) == b"all of both"


def test_another_account_gets_no_copy(pair, ready, now):
    other = CustomerAccount.objects.create(shop=Shop.objects.get(), email="other@example.com")
    stranger = Asked(other.pk, pair[0].customer_ids, None)
    assert copy_for(stranger, ready, now=now) is None


def test_a_copy_can_be_had_for_a_week(pair, ready, now):
    assert copy_for(pair[0], ready, now=now + KEPT - timedelta(minutes=1))
    assert copy_for(pair[0], ready, now=now + KEPT) is None
