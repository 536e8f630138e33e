"""Orders in lists: by key both ways, looked for by words and kinds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer
from billing.models import Fulfilment, Order, OrderLine, Subscription
from billing.order_lists import OrderKind, Sought, orders_of
from tests.promises import promise

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def customer(shop):
    return _customer(shop, "ada")


def _customer(shop, name):
    return Customer.objects.create(
        shop=shop, source="stripe", external_id=f"cus_{name}", email=f"{name}@example.com"
    )


def order(customer, number, *names, **fields):
    """An order of these things, placed at `NOW`, in a parcel."""
    about = {"placed_at": NOW, "currency": "EUR", "number": number, **fields}
    made = Order.objects.create(
        shop=customer.shop,
        customer=customer,
        source="shop",
        external_id=f"{customer.pk}-{number}",
        **about,
    )
    for position, name in enumerate(names or ("Tea",)):
        OrderLine.objects.create(order=made, position=position, name=name)
    Fulfilment.objects.create(order=made, external_id="1")
    return made


def many(customer, count):
    return [order(customer, str(n), placed_at=NOW - n * DAY) for n in range(count)]


def numbers(page):
    return [one.number for one in page.orders]


def found(customer, text="", **sought):
    return sorted(numbers(orders_of([customer.pk], sought=Sought(text, **sought))))


def test_orders_come_newest_first_page_by_page(customer):
    many(customer, 5)
    pages = [orders_of([customer.pk], limit=2)]
    while pages[-1].next_cursor:
        pages.append(orders_of([customer.pk], after=pages[-1].next_cursor, limit=2))
    assert [numbers(page) for page in pages] == [["0", "1"], ["2", "3"], ["4"]]


def test_the_way_back_is_the_way_there(customer):
    many(customer, 5)
    second = orders_of([customer.pk], after=orders_of([customer.pk], limit=2).next_cursor, limit=2)
    third = orders_of([customer.pk], after=second.next_cursor, limit=2)
    back = orders_of([customer.pk], before=third.previous_cursor, limit=2)
    assert (numbers(back), back.next_cursor) == (numbers(second), second.next_cursor)
    first = orders_of([customer.pk], before=back.previous_cursor, limit=2)
    assert (numbers(first), first.previous_cursor) == (["0", "1"], "")


def test_the_way_back_leads_to_a_whole_first_page(customer):
    many(customer, 5)
    beside = orders_of([customer.pk], after=orders_of([customer.pk], limit=1).next_cursor, limit=3)
    back = orders_of([customer.pk], before=beside.previous_cursor, limit=3)
    assert (numbers(back), back.previous_cursor) == (["0", "1", "2"], "")


def test_the_first_page_has_nothing_newer(customer):
    many(customer, 3)
    page = orders_of([customer.pk], limit=2)
    assert (bool(page.next_cursor), page.previous_cursor) == (True, "")


@pytest.mark.parametrize("way", ["after", "before"])
def test_orders_of_the_same_moment_are_each_shown_once(customer, way):
    placed = {order(customer, str(n)).number for n in range(6)}
    pages = [orders_of([customer.pk], limit=2)]
    while pages[-1].next_cursor:
        pages.append(orders_of([customer.pk], after=pages[-1].next_cursor, limit=2))
    while way == "before" and pages[-1].previous_cursor:
        pages.append(orders_of([customer.pk], before=pages[-1].previous_cursor, limit=2))
    shown = [number for page in pages[-3:] for number in numbers(page)]
    assert (set(shown), len(shown)) == (placed, 6)


def test_order_that_arrives_between_pages_moves_nothing(customer):
    many(customer, 4)
    first = orders_of([customer.pk], limit=2)
    order(customer, "new", placed_at=NOW + DAY)
    assert numbers(orders_of([customer.pk], after=first.next_cursor, limit=2)) == ["2", "3"]


@pytest.mark.parametrize("broken", ["x", "WyJhIl0:forged", "a:b:c", "\x00", "é"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_broken_cursor_shows_the_first_page(customer, broken, way):
    many(customer, 3)
    assert numbers(orders_of([customer.pk], limit=2, **{way: broken})) == ["0", "1"]


def test_altered_cursor_shows_the_first_page(customer):
    many(customer, 4)
    cursor = orders_of([customer.pk], limit=2).next_cursor
    assert numbers(orders_of([customer.pk], after=f"A{cursor[1:]}", limit=2)) == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tea", ["KC-1"]),
        ("KC-2", ["KC-2"]),
        ("#kc-2", ["KC-2"]),
        ("2", ["KC-2"]),
        ("kanne BLAU", ["KC-2"]),
        ("blau tea", []),
        ("GRÜN", ["KC-3"]),
        ("grün", ["KC-3"]),
        ("мята", ["KC-3"]),
        ("100%", ["KC-3"]),
        ("_", []),
        (".*", []),
        ("", ["KC-1", "KC-2", "KC-3"]),
        ("  ", ["KC-1", "KC-2", "KC-3"]),
    ],
)
def test_each_word_is_found_in_the_number_or_in_a_name(customer, text, expected):
    order(customer, "KC-1", "Tea")
    order(customer, "KC-2", "Blaue Teekanne", "Mug")
    order(customer, "KC-3", "GRÜNER Mate", "100% Мята")
    assert found(customer, text) == expected


def test_letters_with_marks_are_found_however_they_were_typed(customer):
    order(customer, "1", "Café")
    assert found(customer, "cafe\N{COMBINING ACUTE ACCENT}") == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "a\x00b",
        "'; DROP TABLE billing_order; --",
        '"',
        "\\",
        "[",
        "(?i",
        "🫖" * 40,
        "x" * 1000,
    ],
)
def test_no_words_break_the_search(customer, text):
    order(customer, "1", "Tea")
    assert found(customer, text) in ([], ["1"])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (OrderKind.ON_THE_WAY, ["partial", "shipped"]),
        (OrderKind.TO_PAY, ["failed", "pending", "requires_action"]),
        (OrderKind.REFUNDED, ["partially_refunded", "refunded"]),
    ],
)
def test_orders_are_narrowed_to_a_kind(customer, kind, expected):
    for state in ("partial", "shipped", "delivered", "returned"):
        order(customer, state, fulfilment_state=state)
    for state in ("failed", "pending", "requires_action", "refunded", "partially_refunded", "void"):
        order(customer, state, payment_state=state, fulfilment_state="shipped")
    assert found(customer, kind=kind) == expected


def test_what_an_ended_subscription_left_unpaid_is_not_to_pay(customer):
    told = {"state_since": NOW, "raw_status": "canceled", "started_at": NOW, "fetched_at": NOW}
    over = Subscription.objects.create(
        shop=customer.shop, customer=customer, state="cancelled", amount=100, **told
    )
    order(customer, "1", payment_state="failed", subscription=over)
    assert found(customer, kind=OrderKind.TO_PAY) == []


def test_orders_are_narrowed_to_a_time(customer):
    many(customer, 4)
    assert found(customer, since=NOW - 2 * DAY, until=NOW) == ["1", "2"]


def test_what_is_sought_holds_on_every_page(customer):
    for n in range(6):
        order(customer, str(n), "Tea" if n % 2 else "Mug", placed_at=NOW - n * DAY)
    first = orders_of([customer.pk], limit=2, sought=Sought("tea"))
    second = orders_of([customer.pk], limit=2, sought=Sought("tea"), after=first.next_cursor)
    assert (numbers(first), numbers(second)) == (["1", "3"], ["5"])


@promise(20)
def test_stranger_finds_nothing_of_others(customer, shop):
    order(customer, "1", "Tea")
    stranger = _customer(shop, "eve")
    cursor = orders_of([customer.pk], limit=1).next_cursor
    assert numbers(orders_of([stranger.pk], after=cursor)) == found(stranger, "tea") == []


def test_what_is_not_shown_is_not_found(customer):
    order(customer, "1", is_shown=False)
    assert numbers(orders_of([customer.pk])) == found(customer, "tea") == []


def read(customer, **asked):
    """The statements that one page took, and how many orders it read."""
    with CaptureQueriesContext(connection) as queries:
        page = orders_of([customer.pk], limit=20, **asked)
        shown = [(list(o.lines.all()), list(o.fulfilments.all())) for o in page.orders]
    return [query["sql"] for query in queries], len(shown)


@pytest.fixture
def long_story(customer):
    """The address of the last page but one of 60 orders."""
    rows = [
        Order(
            shop=customer.shop,
            customer=customer,
            source="shop",
            external_id=str(n),
            number=str(n),
            currency="EUR",
            placed_at=NOW - n * DAY,
        )
        for n in range(60)
    ]
    OrderLine.objects.bulk_create(
        OrderLine(order=one, position=0, name="Tea") for one in Order.objects.bulk_create(rows)
    )
    return orders_of([customer.pk], limit=35).next_cursor


def test_a_deep_page_takes_the_queries_and_rows_of_the_first(customer, long_story):
    first, deep = read(customer), read(customer, after=long_story)
    back = read(customer, before=long_story)
    assert [(len(sql), rows) for sql, rows in (first, deep, back)] == [(3, 20)] * 3


@pytest.mark.sqlite_only
@pytest.mark.parametrize("asked", ["first", "deep", "back", "words", "year"])
def test_every_page_is_read_along_the_index_of_the_customer(customer, long_story, asked):
    ways = {
        "first": {},
        "deep": {"after": long_story},
        "back": {"before": long_story},
        "words": {"sought": Sought("tea 1")},
        "year": {"sought": Sought(since=NOW - 9 * DAY, until=NOW)},
    }
    [sql, *_others], _rows = read(customer, **ways[asked])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "order_newest_of_customer" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan
