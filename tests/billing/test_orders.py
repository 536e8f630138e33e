from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Customer, CustomerAccount
from billing.models import CustomerFacts, Fulfilment, Order, OrderLine, OrderRef
from billing.orders import BATCH, compare_orders, upsert_orders
from billing.sources.records import FulfilmentRecord, OrderLineRecord, OrderRecord
from portals.models import Shop

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LINES = (OrderLineRecord("Tea", 2, 500, 1000), OrderLineRecord("Jam", 1, 300, 300))
ORDER = OrderRecord("1001", "1001", "ada@example.com", NOW, "EUR", 1300, lines=LINES)


def upsert(shop: Shop, *records: OrderRecord):
    result = upsert_orders(shop, "csv", records, now=NOW)
    return (result.new, result.changed, result.unchanged, result.stale)


def test_a_new_order_is_written_with_lines_customer_and_ref(shop):
    upsert(shop, replace(ORDER, refs=(("charge", "ch_1"),)))
    order = Order.objects.get()
    assert [line.name for line in order.lines.all()] == ["Tea", "Jam"]
    [customer] = Customer.objects.filter(orders=order)
    assert (customer.email, customer.source) == ("ada@example.com", "csv")
    refs = set(OrderRef.objects.values_list("kind", "ref", "order"))
    assert refs == {("order", "1001", order.pk), ("charge", "ch_1", order.pk)}


def test_the_second_time_changes_nothing(shop):
    upsert(shop, ORDER)
    before = list(Order.objects.values()), list(OrderLine.objects.values())
    assert upsert(shop, ORDER) == (0, 0, 1, 0)
    assert (list(Order.objects.values()), list(OrderLine.objects.values())) == before


def test_a_changed_order_stays_one_row(shop):
    upsert(shop, ORDER)
    pk = Order.objects.get().pk
    assert upsert(shop, replace(ORDER, total=1000, lines=LINES[:1])) == (0, 1, 0, 0)
    order = Order.objects.get()
    assert (order.pk, order.total, order.lines.count()) == (pk, 1000, 1)


def test_what_a_source_does_not_say_of_fulfilment_stays(shop):
    upsert(shop, replace(ORDER, fulfilment_state="shipped"))
    upsert(shop, replace(ORDER, total=1))
    assert Order.objects.get().fulfilment_state == "shipped"


def test_parcels_are_written_once_and_others_stay(shop):
    upsert(shop, replace(ORDER, fulfilments=(FulfilmentRecord("p-1"),)))
    upsert(shop, replace(ORDER, fulfilments=(FulfilmentRecord("p-1", "Post"),)))
    upsert(shop, replace(ORDER, fulfilments=(FulfilmentRecord("p-2"),)))
    parcels = Fulfilment.objects.order_by("external_id").values_list("external_id", "carrier")
    assert list(parcels) == [("p-1", "Post"), ("p-2", "")]


def test_an_older_answer_does_not_win(shop):
    upsert(shop, replace(ORDER, source_updated_at=NOW))
    older = replace(ORDER, total=1, source_updated_at=NOW - timedelta(seconds=1))
    assert upsert(shop, older) == (0, 0, 0, 1)
    assert Order.objects.get().total == 1300


def test_an_answer_from_between_two_equal_ones_does_not_win(shop):
    for seconds in (0, 20):
        upsert(shop, replace(ORDER, source_updated_at=NOW + timedelta(seconds=seconds)))
    between = replace(ORDER, total=1, source_updated_at=NOW + timedelta(seconds=10))
    assert upsert(shop, between) == (0, 0, 0, 1)


def test_an_order_joins_the_one_customer_with_its_address(shop):
    ada = Customer.objects.create(
        shop=shop, source="stripe", external_id="cus_1", email="ada@example.com"
    )
    upsert(shop, replace(ORDER, email="Ada@Example.com"))
    assert list(ada.orders.values_list("number", "email")) == [("1001", "ada@example.com")]


def test_an_address_of_two_customers_is_not_guessed_but_reported(shop):
    for external_id in ("cus_1", "cus_2"):
        Customer.objects.create(
            shop=shop, source="stripe", external_id=external_id, email=ORDER.email
        )
    result = upsert_orders(shop, "csv", [ORDER], now=NOW)
    assert Order.objects.get().customer is None
    assert (result.without_customer, result.shared_emails) == (1, [ORDER.email])


def test_an_order_without_an_address_has_no_customer(shop):
    upsert(shop, replace(ORDER, email=""))
    assert Order.objects.get().customer is None
    assert not Customer.objects.exists()


def test_the_customer_a_source_knows_counts(shop):
    ada = Customer.objects.create(shop=shop, source="stripe", external_id="cus_1")
    upsert(shop, replace(ORDER, customer_id=ada.pk))
    assert Order.objects.get().customer == ada


def test_an_order_that_goes_to_another_customer_leaves_both_facts_right(shop):
    upsert(shop, ORDER)
    upsert(shop, replace(ORDER, email="bob@example.com"))
    counts = CustomerFacts.objects.values_list("customer__email", "orders_count")
    assert dict(counts) == {"ada@example.com": 0, "bob@example.com": 1}


def test_facts_follow_in_the_same_step(shop):
    upsert(shop, ORDER, replace(ORDER, external_id="1002", number="1002"))
    facts = CustomerFacts.objects.get()
    assert (facts.orders_count, facts.spent) == (2, {"EUR": 2600})


def test_a_fault_in_a_late_batch_undoes_the_early_ones(shop):
    def records():
        for n in range(BATCH + 1):
            yield replace(ORDER, external_id=str(n))
        raise RuntimeError("the source broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        upsert_orders(shop, "csv", records(), now=NOW)
    assert not Order.objects.exists()
    assert not Customer.objects.exists()


def test_an_order_that_comes_twice_ends_as_it_came_last(shop):
    assert upsert(shop, ORDER, replace(ORDER, total=1)) == (1, 1, 0, 0)
    assert Order.objects.get().total == 1


def test_the_same_number_of_another_source_or_shop_is_another_order(shop):
    upsert(shop, ORDER)
    upsert(Shop.objects.create(name="Elsewhere"), ORDER)
    upsert_orders(shop, "till", [ORDER], now=NOW)
    assert Order.objects.count() == 3


def test_no_account_is_made(shop):
    upsert(shop, ORDER)
    assert not CustomerAccount.objects.exists()


def test_comparing_counts_the_same_and_writes_nothing(shop):
    upsert(shop, ORDER)
    records = [ORDER, replace(ORDER, external_id="1002")]
    result = compare_orders(shop, "csv", records)
    assert (result.new, result.changed, result.unchanged) == (1, 0, 1)
    assert Order.objects.count() == 1


@pytest.mark.parametrize("count", [1, 20])
def test_many_orders_need_as_many_queries_as_one(shop, django_assert_num_queries, count):
    records = [replace(ORDER, external_id=str(n), email=f"{n}@example.com") for n in range(count)]
    with django_assert_num_queries(16):
        upsert(shop, *records)
