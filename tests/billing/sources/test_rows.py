from __future__ import annotations

import pytest

from billing.sources.records import OrderLineRecord
from tests.billing.sources.files import ROW, mapping_of, read_order, refusal, sheet


def test_a_row_becomes_an_order():
    order = read_order(sheet(ROW))
    assert (order.number, order.email, order.currency) == ("1001", "ada@example.com", "USD")
    assert (order.total, order.payment_state, order.line) == (2933, "paid", 2)
    assert order.lines == (OrderLineRecord("Tea", 2, 1466, 2933),)


def test_an_address_is_kept_in_lower_case():
    assert read_order(sheet(ROW.replace("ada@", "ADA@"))).email == "ada@example.com"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ada@example.com", "ada", "“email”: “ada” is not an e-mail address"),
        ("ada@example.com", "", "“email” is empty"),
        ("ada@", "a" * 250 + "@", "is not an e-mail address"),
        ("2026-01-31", "31/01/2026", "“date”: “31/01/2026” is not a date"),
        ("2026-01-31", "", "“date” is empty"),
        ("29.33", "abc", "“total”: “abc” is not an amount"),
        ("29.33", "1.234", "can be read in two ways"),
        ("29.33", "-1.00", "“total” is below zero"),
        ("29.33", "", "“total” is empty"),
        ("USD", "ZZZ", "“currency”: “ZZZ” is not a currency"),
        ("USD", "", "“currency” is empty"),
        ("Tea,2", "Tea,-2", "“quantity”: “-2” is not a quantity"),
        ("Tea,2", "Tea,1.5", "“1.5” is not a quantity"),
        ("Tea,2", "Tea,99999999999", "is not a quantity"),
        ("1001", "1" * 65, "“order number” is longer than 64"),
        ("Tea", "T\x07ea", "holds unreadable ones"),
        ("Tea", "", "“product” is empty"),
        (",USD", "", "This row has 6 columns where the first row has 7"),
        ("USD", "USD,more", "This row has 8 columns"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(old, new, message):
    refused = refusal(sheet(ROW.replace("1001", "1000"), ROW.replace(old, new, 1)))
    assert (refused.line, message in str(refused)) == (3, True), str(refused)
    assert str(refused).startswith("line 3: ")


@pytest.mark.parametrize(
    ("currency", "total", "minor"), [("JPY", "1500", 1500), ("KWD", "1.5", 1500)]
)
def test_decimals_follow_the_currency_of_the_row(currency, total, minor):
    assert read_order(sheet(ROW.replace("29.33,USD", f"{total},{currency}"))).total == minor


def test_a_line_break_in_a_name_becomes_a_space():
    assert read_order(sheet(ROW.replace("Tea", '"Green\nTea"'))).lines[0].name == "Green Tea"


def test_a_time_without_a_zone_is_the_portals():
    order = read_order(sheet(ROW.replace("2026-01-31", "2026-07-31 12:00")))
    assert order.placed_at.isoformat() == "2026-07-31T11:00:00+00:00"


def test_the_mapping_may_name_another_time_zone(tmp_path):
    mapping = mapping_of(tmp_path, '[formats]\ntime_zone = "Asia/Tokyo"')
    order = read_order(sheet(ROW), mapping)
    assert order.placed_at.isoformat() == "2026-01-30T15:00:00+00:00"


def test_a_value_stands_in_for_an_empty_cell(tmp_path):
    mapping = mapping_of(tmp_path, '[values]\ncurrency = "EUR"\nproduct = "Goods"')
    order = read_order(sheet(ROW.replace("USD", "").replace("Tea", "")), mapping)
    assert (order.currency, order.lines[0].name) == ("EUR", "Goods")


def test_states_are_read_in_the_words_of_the_file(tmp_path):
    mapping = mapping_of(tmp_path, '[payment_states]\nbezahlt = "paid"\noffen = "pending"')
    header = sheet().replace("quantity", "payment status").strip()
    order = read_order(f"{header}\n{ROW.replace('Tea,2', 'Tea,Offen')}\n", mapping)
    assert order.payment_state == "pending"


def test_an_unknown_state_is_refused():
    header = sheet().replace("quantity", "payment status").strip()
    assert "“odd” is not known" in str(refusal(f"{header}\n{ROW.removesuffix('2')}odd\n"))


def test_a_fulfilment_state_is_read():
    header = sheet().replace("quantity", "fulfillment status").strip()
    assert read_order(f"{header}\n{ROW.removesuffix('2')}fulfilled\n").fulfilment_state == "shipped"


def test_what_a_file_does_not_say_of_fulfilment_stays_open():
    assert read_order(sheet(ROW)).fulfilment_state is None
