from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.models import Fulfilment, Order
from billing.orders import upsert_orders
from billing.sources.finding import OrderNames
from billing.sources.records import FulfilmentRecord
from billing.sources.shipments import ShipmentRecord, parcel_id, state_of_parcels, upsert_shipments
from tests.billing.test_orders import NOW, ORDER

PARCEL = FulfilmentRecord("p-1", "UPS", "1Z 1", shipped_at=NOW)
DELIVERED = replace(PARCEL, status="delivered", delivered_at=NOW + timedelta(days=1))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordered(shop):
    upsert_orders(shop, "webshop", [ORDER], now=NOW)


def ship(shop, *parcels, number="1001", source="warehouse"):
    records = [ShipmentRecord(OrderNames(number), parcel) for parcel in parcels]
    return [one.came.value for one in upsert_shipments(shop, source, records, now=NOW)]


def kept(shop):
    names = ("external_id", "carrier", "tracking_number", "tracking_url", "status", "shipped_at")
    return [*Fulfilment.objects.order_by("external_id").values_list(*names, "delivered_at")]


def test_a_parcel_is_written_and_the_order_is_on_its_way(shop):
    assert ship(shop, PARCEL) == ["created"]
    order = Order.objects.get()
    assert (order.fulfilment_state, order.fulfilment_source) == ("shipped", "warehouse")
    assert Fulfilment.objects.get().tracking_url == "https://www.ups.com/track?tracknum=1Z1"


def test_nothing_else_of_the_order_is_touched(shop):
    touched = {"fulfilment_state", "fulfilment_source", "seen_at"}
    before = dict(Order.objects.values().get())
    ship(shop, PARCEL)
    after = dict(Order.objects.values().get())
    assert {name for name, value in after.items() if value != before[name]} == touched


def test_the_second_time_changes_nothing(shop):
    ship(shop, PARCEL)
    before = kept(shop)
    assert (ship(shop, PARCEL), kept(shop)) == (["unchanged"], before)


def test_what_is_not_said_stays(shop):
    ship(shop, replace(PARCEL, tracking_url="https://x.example/1"))
    ship(shop, FulfilmentRecord("p-1", status="delivered", delivered_at=NOW))
    [row] = kept(shop)
    assert row[1:4] == ("UPS", "1Z 1", "https://x.example/1")
    assert (row[4], row[5]) == ("delivered", NOW)


def test_a_parcel_that_arrived_does_not_set_out_again(shop):
    ship(shop, DELIVERED)
    assert ship(shop, PARCEL) == ["stale"]
    assert Order.objects.get().fulfilment_state == "delivered"


def test_any_order_of_arrival_ends_the_same(shop):
    parcels = [replace(PARCEL, status="unfulfilled", shipped_at=None), PARCEL, DELIVERED]
    ends = []
    for some in itertools.permutations(parcels):
        Fulfilment.objects.all().delete()
        ship(shop, *some)
        ends.append((kept(shop), Order.objects.get().fulfilment_state))
    assert all(end[0][0][4] == "delivered" and end[1] == "delivered" for end in ends)


def test_a_parcel_the_shop_told_of_is_the_one_of_the_same_number(shop):
    told = replace(ORDER, fulfilments=(FulfilmentRecord("F1", "", "1z1"),))
    upsert_orders(shop, "webshop", [told], now=NOW)
    assert ship(shop, DELIVERED) == ["updated"]
    assert [(row[0], row[4]) for row in kept(shop)] == [("F1", "delivered")]


def test_the_orders_own_source_does_not_undo_it(shop):
    ship(shop, DELIVERED)
    upsert_orders(shop, "webshop", [replace(ORDER, total=1, fulfilment_state="none")], now=NOW)
    order = Order.objects.get()
    assert (order.total, order.fulfilment_state) == (1, "delivered")


def test_an_order_that_is_not_here_or_not_clear_is_left_out(shop):
    upsert_orders(shop, "till", [ORDER], now=NOW)
    assert ship(shop, PARCEL) == ["ambiguous_order"]
    assert ship(shop, PARCEL, number="9") == ["unknown_order"]
    assert not Fulfilment.objects.exists()


def test_all_of_it_happens_or_nothing(shop, monkeypatch):
    monkeypatch.setattr("billing.sources.shipments._settle", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ship(shop, PARCEL)
    assert not Fulfilment.objects.exists()


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["unfulfilled"], "unfulfilled"),
        (["cancelled"], "unfulfilled"),
        (["shipped", "unfulfilled"], "partial"),
        (["shipped", "delivered"], "shipped"),
        (["delivered", "returned"], "delivered"),
        (["delivered", "cancelled"], "delivered"),
        (["returned"], "returned"),
    ],
)
def test_where_an_order_is_follows_from_its_parcels(statuses, state):
    assert state_of_parcels(Fulfilment(status=one) for one in statuses) == state


def test_a_parcel_without_an_id_is_named_by_carrier_and_number():
    assert parcel_id("Royal-Mail", "ab 1") == parcel_id("royal mail", "AB1") == "royal mail:AB1"


@pytest.mark.parametrize("count", [1, 100])
def test_many_shipments_need_hardly_more_queries_than_one(
    shop, django_assert_max_num_queries, count
):
    upsert_orders(shop, "webshop", [_numbered(n) for n in range(count)], now=NOW)
    records = [ShipmentRecord(OrderNames(f"N{n}"), PARCEL) for n in range(count)]
    with django_assert_max_num_queries(12):
        upsert_shipments(shop, "warehouse", records, now=NOW)


def _numbered(number: int):
    return replace(ORDER, external_id=f"N{number}", number=f"N{number}")
