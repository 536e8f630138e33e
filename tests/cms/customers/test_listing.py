"""The list of customers: what it says of each, and how it is narrowed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer
from billing.models import CustomerFacts
from cms.customers.listing import last_order_at, orders_count, state_of
from portals.models import Shop
from tests.cms.staff import client_of, merchant

LIST = "/admin/customers/"


@pytest.fixture
def editor(people):
    return client_of(merchant())


def listed(editor, query: str = "") -> str:
    return editor.get(f"{LIST}{query}").content.decode()


def with_facts(*states: str) -> Customer:
    customer = Customer()
    customer.facts = CustomerFacts(subscriptions=[{"state": one} for one in states])
    return customer


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], ""),
        (["active"], "Active"),
        (["cancelled", "active"], "Active"),
        (["active", "past_due"], "Payment failed"),
        (["a new word of Stripe's"], ""),
    ],
)
def test_of_several_subscriptions_the_one_to_know_of_is_said(states, said):
    assert state_of(with_facts(*states)) == said


def test_a_customer_of_whom_nothing_is_known_yet_is_listed():
    assert (state_of(Customer()), orders_count(Customer()), last_order_at(Customer())) == (
        "",
        0,
        None,
    )


def test_the_list_is_narrowed_to_those_whose_payment_failed(editor, people):
    told = listed(editor, "?state=past_due")
    assert people["past-due"].email in told
    assert people["active"].email not in told


def test_the_shop_is_told_where_there_are_several(editor, people):
    shop = people["active"].shop.name
    alone = listed(editor).count(shop)
    Shop.objects.create(name="Another shop")
    assert listed(editor).count(shop) >= alone + len(people)


def test_five_hundred_customers_cost_the_queries_of_one_page(editor, people):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(editor)
        return len(queries)

    asked()
    few, shop = asked(), people["active"].shop
    rows = [Customer(shop=shop, external_id=f"c{n}", name=f"N {n}") for n in range(500)]
    Customer.objects.bulk_create(rows)
    assert asked() <= few + 1  # the count of pages asks once
    assert listed(editor).count("/admin/customers/") < 200
