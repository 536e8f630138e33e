"""Requests about data are those of customers, also where several of them share one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Customer, CustomerAccount, PrivacyRequest
from accounts.privacy import (
    KEPT,
    Asked,
    Kind,
    ask,
    copy_for,
    hand_over,
    keep_copy,
    key_of,
    may_fetch,
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
    assert bytes(copy_for(pair[0], ready, now=now).copy) == b"all of Ada"
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
    assert bytes(copy_for(both, ready, now=now).copy) == b"all of Ada"


def test_a_copy_of_both_is_not_for_one_of_them(pair, now):
    both = Asked(pair[0].account_id, (*pair[0].customer_ids, *pair[1].customer_ids), None)
    made, _is_new = ask(both, Kind.COPY, now=now)
    keep_copy(made, b"all of both", now=now)
    assert copy_for(pair[0], made.pk, now=now) is None
    assert bytes(copy_for(both, made.pk, now=now).copy) == b"all of both"


def test_another_account_gets_no_copy(pair, ready, now):
    other = CustomerAccount.objects.create(shop=Shop.objects.get(), email="other@example.com")
    stranger = Asked(other.pk, pair[0].customer_ids, None)
    assert copy_for(stranger, ready, now=now) is None


def test_a_copy_can_be_had_for_a_week(pair, ready, now):
    assert copy_for(pair[0], ready, now=now + KEPT - timedelta(minutes=1))
    assert copy_for(pair[0], ready, now=now + KEPT) is None


@pytest.fixture
def who():
    """Somebody signed in by an order number."""
    return Asked(uuid4(), (1,), None, is_limited=True)


@pytest.mark.parametrize("key", ["", "x", "x:y", ":", "\x00", "A" * 10_000, "of another"])
def test_an_order_number_alone_opens_no_copy_whatever_is_made_up(who, key):
    key = key_of(uuid4()) if key == "of another" else key
    assert not may_fetch(who, uuid4(), key)


def test_with_the_key_that_was_sent_to_them_it_does(who):
    copy = uuid4()
    assert may_fetch(who, copy, key_of(copy))


def test_whoever_proved_their_whole_account_needs_no_key(who):
    assert may_fetch(replace(who, is_limited=False), uuid4(), "")


def test_who_asks_counts_as_limited_until_it_is_said_otherwise(who):
    assert not may_fetch(Asked(who.account_id, who.customer_ids), uuid4(), "")


def test_staff_hand_over_what_is_kept_and_nothing_once_it_is_gone(pair, ready, now):
    row = PrivacyRequest.objects.get()
    assert hand_over(row, by="staff:1", now=now) == b"all of Ada"
    assert PrivacyRequest.objects.get().settled_by == "staff:1"
    assert hand_over(row, by="staff:1", now=now + KEPT) is None
