import uuid

import pytest

from billing.gateway.errors import Refused
from billing.gateway.invoices import fetch_invoice
from billing.gateway.refunds import find_refund, left_to_refund, refund
from tests.billing.buying import subscribe


@pytest.fixture
def intent(stripe):
    """A payment of EUR 24.00."""
    return fetch_invoice(subscribe().invoice).payments[0].intent_id


def test_what_is_left_shrinks_by_what_is_given_back(intent):
    given = refund(intent, 900, reason="duplicate", operation_id=uuid.uuid4())
    assert (given.amount, given.status, left_to_refund(intent)) == (900, "succeeded", 1500)


def test_repeated_it_is_given_back_once(intent):
    key = uuid.uuid4()
    first, second = (refund(intent, 900, reason="", operation_id=key) for _ in range(2))
    assert (first, left_to_refund(intent)) == (second, 1500)


def test_more_than_is_left_is_refused(intent):
    with pytest.raises(Refused):
        refund(intent, 2401, reason="", operation_id=uuid.uuid4())


def test_it_is_found_by_its_operation(intent):
    key = uuid.uuid4()
    given = refund(intent, 900, reason="", operation_id=key)
    assert find_refund(intent, operation_id=key) == given
    assert find_refund(intent, operation_id=uuid.uuid4()) is None
