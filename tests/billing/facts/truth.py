"""The one thing to say of a row of facts, after whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime

from accounts.models import Customer
from billing.facts.checking import drift_among


def facts_are_true(*customers: Customer) -> bool:
    """Whether these customers' rows, or everybody's, are what a fresh build makes of them."""
    ids = [one.pk for one in customers] or list(Customer.objects.values_list("pk", flat=True))
    drifts = drift_among(ids, now=datetime.now(UTC))
    assert not drifts, [str(one) for one in drifts]
    return True
