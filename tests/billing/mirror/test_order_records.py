from dataclasses import replace

import pytest

from billing.gateway.invoices import fetch_invoice
from billing.gateway.sale_records import PaymentRecord
from billing.mirror.order_records import is_shown, payment_state_of
from tests.billing.buying import subscribe

OPEN = PaymentRecord("pi_1", "", "requires_payment_method", disputed=False, refunded=0)
DONE = PaymentRecord("pi_1", "ch_1", "succeeded", disputed=False, refunded=0)
FREE = {"subtotal": 0, "total": 0}


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "open", "attempted": False, "payments": (OPEN,)}, "pending"),
        ({"status": "open", "payments": (OPEN,)}, "failed"),
        (
            {"status": "open", "payments": (replace(OPEN, status="requires_action"),)},
            "requires_action",
        ),
        ({"status": "open", "payments": (replace(OPEN, status="processing"),)}, "pending"),
        ({"status": "uncollectible", "payments": (OPEN,)}, "failed"),
        ({"status": "void", "payments": ()}, "void"),
        ({"payments": (DONE,)}, "paid"),
        ({"payments": (replace(DONE, refunded=1),)}, "partially_refunded"),
        ({"payments": (replace(DONE, refunded=2400),)}, "refunded"),
        ({"payments": (replace(DONE, disputed=True),)}, "disputed"),
        ({"status": "hibernating", "attempted": False, "payments": ()}, "pending"),
    ],
)
def test_how_the_payment_stands(stripe, fields, state):
    record = fetch_invoice(subscribe().invoice)
    assert payment_state_of(replace(record, **fields)) == state


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        (FREE, False),
        ({**FREE, "subtotal": 2400}, True),
        ({**FREE, "subscription_id": ""}, True),
        ({"status": "void", "attempted": False}, False),
        ({"status": "void"}, True),
        ({"status": "void", "attempted": False, "subscription_id": ""}, True),
        ({"external_id": "pi_1"}, True),
        ({"external_id": "pi_1", "status": "void"}, False),
        ({"external_id": "cs_1", "status": "open", "payments": (OPEN,)}, False),
    ],
)
def test_what_a_customer_would_call_an_order(stripe, fields, shown):
    record = fetch_invoice(subscribe().invoice)
    assert is_shown(replace(record, **fields)) is shown
