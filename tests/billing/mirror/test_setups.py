import uuid

import pytest

from accounts.models import Customer
from billing.models import Operation, StripeEvent
from billing.webhooks.inbox import process


@pytest.mark.parametrize("told", ["succeeded", "setup_failed", "canceled"])
def test_whoever_waits_for_a_card_is_looked_for_at_once(shop, now, told):
    customer = Customer.objects.create(shop=shop, source="stripe", external_id="cus_1")
    waiting = Operation.objects.create(
        id=uuid.uuid4(),
        customer=customer,
        action="update_card",
        target="cus_1",
        actor="customer",
        outcome="waiting",
        next_look_at=now,
    )
    StripeEvent.objects.create(
        id="evt_1",
        type=f"setup_intent.{told}",
        livemode=False,
        object_kind="setup_intent",
        object_id="seti_1",
        customer_id="cus_1",
        created_at=now,
    )
    process("evt_1", now=now)
    waiting.refresh_from_db()
    assert waiting.next_look_at is None
