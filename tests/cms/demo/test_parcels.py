"""The parcels of the demo's renewals: posted on a Tuesday, two days on their way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from billing.models import Order
from cms.demo.parcels import send_parcels
from portals.models import Shop

PAID_ON_A_THURSDAY = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.fixture
def renewal(portals):
    """Make the order of one renewal and send its parcel; return the order as it is then."""

    def sent(now: datetime, state: str = "paid") -> Order:
        facts = {"placed_at": PAID_ON_A_THURSDAY, "currency": "EUR", "total": 2400}
        order = Order.objects.create(
            shop=Shop.objects.get(), source="stripe", number="A-1", payment_state=state, **facts
        )
        send_parcels(order.shop, [], now)
        order.refresh_from_db()
        return order

    return sent


@pytest.mark.parametrize(
    ("day", "state"), [(16, "unfulfilled"), (18, "shipped"), (20, "delivered")]
)
def test_renewal_is_prepared_then_on_its_way_then_there(renewal, day, state):
    order = renewal(datetime(2026, 11, day, 12, tzinfo=UTC))
    assert order.fulfilment_state == state
    left = [parcel.shipped_at.date().isoformat() for parcel in order.fulfilments.all()]
    assert left == ([] if state == "unfulfilled" else ["2026-11-17"])


def test_renewal_that_was_not_paid_sends_nothing(renewal):
    order = renewal(datetime(2026, 11, 20, tzinfo=UTC), "failed")
    assert (order.fulfilment_state, order.fulfilments.count()) == ("none", 0)
