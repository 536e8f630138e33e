"""Nobody who has just paid is told that they have not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from access_rules.presets import ACTIVE
from accounts.models import CustomerSession
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Subscription
from tests.billing.buying import requests
from tests.conftest import credentials
from tests.pages import make_home, make_page, text

FROM_A_TILL = {"headers": {"referer": "https://checkout.example/done"}}


def lookups(stripe) -> int:
    return len(requests(stripe, "GET", "/v1/subscriptions%"))


def signed_in_for_a_while() -> None:
    CustomerSession.objects.update(signed_in_at=timezone.now() - timedelta(hours=1))


def test_a_page_for_active_customers_opens_at_once_after_paying_elsewhere(
    visit, shop, perks, subscribe
):
    client = visit(shop, "any")
    subscribe()
    assert client.get("/perks/", **FROM_A_TILL).status_code == 200


def test_a_membership_portal_lets_in_whoever_has_just_joined(visit, club, subscribe):
    make_home(club, text("Hello member"))
    subscribe()
    answer = visit(club).post("/sign-in/", credentials("any"))
    assert answer.status_code == 302


def test_who_did_not_pay_is_turned_away_and_looked_at_once_in_a_while(
    visit, shop, perks, ada, stripe
):
    client = visit(shop, "any")
    assert [client.get("/perks/", **FROM_A_TILL).status_code for _ in range(3)] == [404] * 3
    assert lookups(stripe) == 1


def test_whoever_is_here_for_a_while_costs_no_look_without_a_sign_of_paying(
    visit, shop, perks, ada, stripe
):
    client = visit(shop, "any")
    signed_in_for_a_while()
    client.get("/perks/")
    assert lookups(stripe) == 0


@pytest.mark.parametrize("sign", ["payment_intent=pi_1", "session_id=cs_1", "finish=1"])
def test_coming_back_from_stripe_is_a_sign_of_paying(visit, shop, perks, subscribe, sign):
    client = visit(shop, "any")
    signed_in_for_a_while()
    cache.clear()
    subscribe()
    assert client.get(f"/perks/?{sign}").status_code == 200


def test_a_webhook_that_comes_after_all_changes_nothing(visit, shop, perks, subscribe):
    client = visit(shop, "any")
    name = subscribe()
    client.get("/perks/", **FROM_A_TILL)
    refresh_subscription(name, now=timezone.now())
    assert Subscription.objects.filter(external_id=name).count() == 1
    assert client.get("/perks/").status_code == 200


@pytest.mark.parametrize("fault", ["500", "down", "malformed"])
def test_with_stripe_down_the_page_says_what_we_know(visit, shop, ada, stripe, fault):
    make_page(make_home(shop, text("Home")), "perks", text("Secret"), rule=ACTIVE)
    client = visit(shop, "any")
    stripe.fault(fault, "GET /v1/customers", times=9)
    assert client.get("/perks/", **FROM_A_TILL).status_code == 404


def test_whoever_sees_the_page_costs_no_request_to_stripe(visit, shop, perks, ada, stripe):
    client = visit(shop, "active")
    assert client.get("/perks/?payment_intent=pi_1").status_code == 200
    assert lookups(stripe) == 0


def test_a_stranger_with_stripes_parameters_is_asked_to_sign_in(visit, shop, perks, ada, stripe):
    assert visit(shop).get("/perks/?payment_intent=pi_1").status_code == 302
    assert lookups(stripe) == 0


@pytest.mark.parametrize("address", ["http://[", "//["])
def test_an_address_that_is_none_is_no_sign_of_paying(visit, shop, address):
    make_page(make_home(shop, text("Home")), "perks", text("Secret"), rule=ACTIVE)
    client = visit(shop, "any")
    assert client.get("/perks/", headers={"referer": address}).status_code == 404
