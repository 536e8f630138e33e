from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import CustomerFacts, Notice, Order, OrderLine, OrderRefund
from portals.models import Shop
from tests.billing.api.sending import ORDER, Sender, order, statuses

pytestmark = pytest.mark.django_db
NEWER = order(total=1000, lines=[{"name": "Tea", "total": 1000}], updated_at="2026-03-01T00:00:00Z")


def batch(count: int, **fields):
    return [order(external_id=f"B{n}", number=f"B{n}", **fields) for n in range(count)]


def rows() -> list[list[tuple[object, ...]]]:
    """All that is kept of orders, without our own ids and the time."""
    fields = ("external_id", "total", "customer__email", "content_hash", "source_updated_at")
    lines = OrderLine.objects.values_list("order__external_id", "position", "name", "total")
    return [sorted(Order.objects.values_list(*fields)), sorted(lines)]


def test_bad_rows_spoil_no_good_ones(sender):
    answer = sender.orders(order(total="x"), ORDER, 7)
    assert statuses(answer) == ["error", "created", "error"]
    assert answer.json()["counts"] == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "stale": 0,
        "error": 2,
    }
    assert Order.objects.get().total == 1300


def test_the_answer_names_row_order_and_fault(sender):
    [bad, good] = sender.orders(order(external_id="A-2", totl=1), ORDER).json()["results"]
    assert (bad["index"], bad["external_id"], bad["order"]) == (0, "A-2", None)
    assert bad["errors"][0]["field"] == "totl"
    assert (good["index"], good["external_id"], good["order"]) == (1, "A-1", "1001")


def test_the_second_time_changes_nothing(sender):
    sender.orders(*batch(3))
    before = rows()
    assert statuses(sender.orders(*batch(3))) == ["unchanged"] * 3
    assert rows() == before


def test_what_is_newer_replaces_and_what_is_older_does_not(sender):
    sender.orders(ORDER)
    assert statuses(sender.orders(NEWER)) == ["updated"]
    assert statuses(sender.orders(ORDER)) == ["stale"]
    assert Order.objects.get().total == 1000


def test_replayed_and_shuffled_batches_end_the_same(shop):
    sent = [[ORDER], [NEWER], [ORDER, order(external_id="A-2")]]
    ends = []
    for number, batches in enumerate(itertools.permutations(sent)):
        there = Shop.objects.create(name=str(number))
        for one in (*batches, *batches):
            Sender(there).orders(*one)
        ends.append(list(there.orders.order_by("external_id").values_list("external_id", "total")))
    assert all(end == [("A-1", 1000), ("A-2", 1300)] for end in ends)


def test_an_order_that_stands_in_a_batch_twice_is_told(sender):
    answer = sender.orders(ORDER, order(total=1))
    assert statuses(answer) == ["created", "error"]
    assert "index 0" in answer.json()["results"][1]["errors"][0]["message"]
    assert Order.objects.get().total == 1300


def test_refunds_are_what_was_said_last(sender):
    def refund(name):
        return {"external_id": name, "amount": 100, "created_at": "2026-02-01T00:00:00Z"}

    sender.orders(order(refunds=[refund("r1"), refund("r2")]))
    assert statuses(sender.orders(order(refunds=[refund("r2")]))) == ["updated"]
    assert [one.external_id for one in OrderRefund.objects.all()] == ["r2"]
    assert Order.objects.get().refunded == 100


def test_facts_follow(sender):
    sender.orders(*batch(2))
    facts = CustomerFacts.objects.get()
    assert (facts.orders_count, facts.spent) == (2, {"EUR": 2600})


@pytest.mark.parametrize("count", [1, 500])
def test_a_full_batch_needs_hardly_more_queries_than_one_order(sender, count):
    with CaptureQueriesContext(connection) as queries:
        assert statuses(sender.orders(*batch(count))) == ["created"] * count
    assert len(queries) <= 70  # SQLite takes 999 values a statement


def test_a_full_batch_that_changes_nothing_writes_no_order(sender):
    sender.orders(*batch(500))
    with CaptureQueriesContext(connection) as queries:
        sender.orders(*batch(500))
    assert len(queries) <= 20
    assert not [one for one in queries.captured_queries if 'UPDATE "billing_order"' in one["sql"]]


@pytest.mark.django_db(transaction=True)
def test_two_equal_batches_at_once_write_one(shop):
    senders = [Sender(shop), Sender(shop)]

    def send(one: Sender) -> list[str]:
        try:
            return statuses(one.orders(*batch(20)))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        came = sorted(both.map(send, senders))
    assert came == [["created"] * 20, ["unchanged"] * 20]
    assert (Order.objects.count(), OrderLine.objects.count()) == (20, 40)


def test_shipments_are_answered_row_by_row(sender):
    sender.orders(ORDER, order(external_id="A-2"), order(external_id="A-3", number="1003"))
    parcel = {"carrier": "UPS", "tracking_number": "1Z1"}
    answer = sender.shipments(
        {"order": "1003", **parcel}, {"order": "1001", **parcel}, {"order": "9"}, {"order": 5}
    )
    assert statuses(answer) == ["created", "error", "error", "error"]
    said = [row["errors"][0]["message"] for row in answer.json()["results"][1:]]
    assert "Several orders" in said[0]
    assert "which parcel" in said[1]
    assert "not a text" in said[2]
    assert statuses(sender.shipments({"order": "1003", **parcel})) == ["unchanged"]


def test_an_unknown_order_of_a_shipment_is_told(sender):
    [row] = sender.shipments({"order": "9", "external_id": "p"}).json()["results"]
    assert (row["external_id"], row["errors"][0]["field"]) == ("p", "order")
    assert "no such order" in row["errors"][0]["message"]


def test_a_parcel_that_has_just_left_is_news_once(sender, now):
    sender.orders(ORDER, order(external_id="A-2", number="1002"))
    left = {"order": "1001", "external_id": "p", "shipped_at": now.isoformat()}
    long_ago = {**left, "order": "1002", "shipped_at": "2026-01-01T00:00:00Z"}
    for _ in range(2):
        sender.shipments(left, long_ago)
    assert [(one.kind, one.about) for one in Notice.objects.all()] == [("shipped", "A-1 p")]


def test_orders_that_were_sent_tell_nobody_anything(sender, now):
    sender.orders(order(placed_at=now.isoformat()))
    assert not Notice.objects.exists()
