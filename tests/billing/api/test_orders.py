from __future__ import annotations

from datetime import UTC, datetime

import pytest

from billing.api.batches import Unfit
from billing.api.orders import OrdersBatch
from billing.sources.records import OrderRecord
from tests.billing.api.sending import order


def record(**fields) -> OrderRecord:
    [row] = OrdersBatch.model_validate({"orders": [order(**fields)]}).orders
    assert not isinstance(row, Unfit), row
    return row.record()


def fault(**fields) -> tuple[str, str, str]:
    [row] = OrdersBatch.model_validate({"orders": [order(**fields)]}).orders
    assert isinstance(row, Unfit)
    [one] = row.faults
    return one.field, one.message, one.hint


def test_an_order_becomes_a_record():
    made = record(refs=[{"kind": "payment_intent", "ref": "pi_1"}])
    assert (made.external_id, made.number, made.email) == ("A-1", "1001", "ada@example.com")
    assert made.placed_at == datetime(2026, 1, 31, 13, 30, tzinfo=UTC)
    assert [(one.quantity, one.unit_amount, one.total) for one in made.lines] == [
        (2, 500, 1000),
        (1, 300, 300),
    ]
    assert (made.subtotal, made.refs) == (1300, (("payment_intent", "pi_1"),))


def test_what_is_left_out_has_a_sensible_value():
    made = record(number=None, lines=[], shipping=200, tax=100, email="")
    assert (made.number, made.subtotal, made.email) == ("A-1", 1000, "")
    assert (made.payment_state, made.fulfilment_state, made.refunds) == ("paid", None, None)


@pytest.mark.parametrize(
    ("fields", "refunded", "state"),
    [
        ({"refunded": 300}, 300, "partially_refunded"),
        ({"refunded": 1300}, 1300, "refunded"),
        ({"payment_state": "refunded"}, 1300, "refunded"),
        ({"payment_state": "disputed", "refunded": 300}, 300, "disputed"),
    ],
)
def test_what_was_given_back_and_the_state_go_together(fields, refunded, state):
    made = record(**fields)
    assert (made.refunded, made.payment_state) == (refunded, state)


def test_only_refunds_that_succeeded_count():
    at = "2026-02-01T00:00:00Z"
    rows = [
        {"external_id": "r1", "amount": 100, "created_at": at},
        {"external_id": "r2", "amount": 200, "created_at": at, "status": "failed"},
    ]
    made = record(refunds=rows)
    assert (made.refunded, [one.amount for one in made.refunds]) == (100, [100, 200])


def test_a_known_carriers_page_is_filled_in():
    parcel = {"external_id": "p", "carrier": "UPS", "tracking_number": "1Z 9"}
    [made] = record(fulfilments=[parcel]).fulfilments
    assert made.tracking_url == "https://www.ups.com/track?tracknum=1Z9"


def test_a_line_break_in_a_name_is_a_blank():
    assert record(lines=[{"name": "Tea\nleaf"}]).lines[0].name == "Tea leaf"


@pytest.mark.parametrize(
    ("fields", "where", "said", "hint"),
    [
        ({"totl": 1}, "totl", "no field “totl”", "“total”"),
        ({"billing_address": {"cty": "x"}}, "billing_address.cty", "no field", "“city”"),
        ({"lines": [{"name": "T", "qty": 1}]}, "lines[0].qty", "no field", "quantity"),
        ({"total": 13.5}, "total", "whole number", "2400 is EUR 24.00"),
        ({"total": True}, "total", "whole number", "2400"),
        ({"total": "1300"}, "total", "whole number", "2400"),
        ({"total": -1}, "total", "below 0", "Correct"),
        ({"total": 10**15 + 1}, "total", "above", "Correct"),
        ({"currency": "EUE"}, "currency", "not a currency", "Correct"),
        ({"placed_at": "2026-01-31T14:30:00"}, "placed_at", "no time zone", "+01:00"),
        ({"placed_at": 1767225600}, "placed_at", "not a moment", "2026-01-31T14:30:00Z"),
        ({"placed_at": "0001-01-01T00:00:00Z"}, "placed_at", "not a moment", "2026"),
        ({"payment_state": "payed"}, "payment_state", "“payed”", "“paid”"),
        ({"email": "ada@"}, "email", "not an e-mail address", "signs in"),
        ({"external_id": ""}, "external_id", "empty", "Fill"),
        ({"external_id": "x" * 129}, "external_id", "longer than 128", "Shorten"),
        ({"name": "a\x00b"}, "name", "unreadable", "Take them out"),
        ({"number": None, "external_id": "x" * 65}, "number", "missing", "64"),
        ({"refunded": 1301}, "refunded", "More was refunded", "Correct"),
        ({"billing_address": {"country": "D1"}}, "billing_address.country", "country", "DE"),
        ({"refs": [{"kind": "order", "ref": "1"}]}, "refs", "own id", "external_id"),
        ({"lines": [{"name": "T", "image_url": "javascript:x"}]}, "lines[0].image_url", "page", ""),
        ({"fulfilments": [{"external_id": "p"}] * 2}, "fulfilments", "same external_id", "once"),
        ({"lines": "x"}, "lines", "not a list", "brackets"),
        ({"billing_address": 1}, "billing_address", "not an object", "braces"),
    ],
)
def test_what_is_wrong_is_told_with_its_field_and_what_to_do(fields, where, said, hint):
    field, message, advice = fault(**fields)
    assert field == where
    assert said in message
    assert hint in advice


def test_all_faults_of_a_row_are_told_at_once():
    [row] = OrdersBatch.model_validate({"orders": [order(total="x", currency="?")]}).orders
    assert [one.field for one in row.faults] == ["currency", "total"]
    assert row.external_id == "A-1"
