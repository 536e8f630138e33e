from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Operation, Outcome


def paying(customer, *, seconds: int = 5, outcome: Outcome = Outcome.UNKNOWN) -> None:
    begun = timezone.now() - timedelta(seconds=seconds)
    Operation.objects.create(
        id=uuid.uuid4(),
        customer=customer,
        action="buy_subscription",
        target=customer.external_id,
        actor="customer",
        outcome=outcome,
        created_at=begun,
    )


def test_whose_payment_is_not_settled_is_told_that_it_is_being_confirmed(
    visit, shop, perks, people
):
    client = visit(shop, "any")
    paying(people["any"])
    answer = client.get("/perks/")
    assert (answer.status_code, answer["Refresh"]) == (202, "3")
    assert b"We are confirming your payment" in answer.content
    assert b"Secret" not in answer.content


@pytest.mark.parametrize(
    "payment",
    [
        {"seconds": 1000},
        {"outcome": Outcome.REFUSED},
        {"outcome": Outcome.DONE},
    ],
    ids=["old", "refused", "done"],
)
def test_what_is_old_or_settled_is_no_reason_to_wait(visit, shop, perks, people, payment):
    client = visit(shop, "any")
    paying(people["any"], **payment)
    assert client.get("/perks/").status_code == 404


def test_somebody_elses_payment_is_no_reason_to_wait(visit, shop, perks, people):
    client = visit(shop, "any")
    paying(people["paused"])
    assert client.get("/perks/").status_code == 404
