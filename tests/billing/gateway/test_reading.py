from decimal import Decimal
from types import SimpleNamespace

import pytest
import stripe

from billing.gateway.reading import field_of, id_of, minor_units, moment


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, ""),
        ("cus_1", "cus_1"),
        (stripe.Customer.construct_from({"id": "cus_1"}, "sk_test_x"), "cus_1"),
    ],
)
def test_id_of_what_may_be_expanded(value, found):
    assert id_of(value) == found


@pytest.mark.parametrize(
    ("whole", "exact", "amount"),
    [(2400, None, 2400), (None, Decimal("0.5"), 0), (None, Decimal("1.6"), 2), (None, None, 0)],
)
def test_amount_in_minor_units(whole, exact, amount):
    assert minor_units(whole, exact) == amount


@pytest.mark.parametrize("path", [("a", "b"), ("a", "x"), ("x", "b"), ("n", "b")])
def test_field_that_is_null_or_left_out_is_none(path):
    found = SimpleNamespace(a=SimpleNamespace(b=7), n=None)
    assert field_of(found, *path) == (7 if path == ("a", "b") else None)


def test_moment_of_nothing_is_none():
    assert moment(None) is None
    assert moment(0).isoformat() == "1970-01-01T00:00:00+00:00"
