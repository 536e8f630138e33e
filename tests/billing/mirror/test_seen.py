import copy
import uuid

import pytest

from billing.mirror.seen import record_seen
from billing.models import AuditEntry, Operation, Subscription
from tests.promises import promise


@pytest.fixture
def row(people):
    return Subscription.objects.get(customer=people["active"])


@pytest.fixture
def failed(row):
    """The same subscription after a renewal that was not paid."""
    later = copy.copy(row)
    later.state = "past_due"
    return later


@promise(28)
def test_what_stripe_did_by_itself_is_in_the_story(row, failed, now):
    record_seen(row, failed, now=now)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.target) == ("stripe", row.external_id)
    assert (entry.before, entry.after) == ({"state": "active"}, {"state": "past_due"})


def test_first_sight_and_no_change_are_no_news(row, now):
    record_seen(None, row, now=now)
    record_seen(row, copy.copy(row), now=now)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("outcome", ["pending", "unknown"])
def test_what_we_asked_for_is_told_by_its_operation(row, failed, now, outcome):
    Operation.objects.create(
        id=uuid.uuid4(),
        customer=row.customer,
        action="pause_subscription",
        target=row.external_id,
        actor="customer",
        outcome=outcome,
    )
    record_seen(row, failed, now=now)
    assert not AuditEntry.objects.exists()
