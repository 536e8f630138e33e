"""Days in the editor are those that the shop's customers read."""

from __future__ import annotations

from datetime import UTC, datetime

from billing.models import Order
from portals.models import PortalSettings
from tests.cms.staff import client_of, merchant


def test_an_order_of_midnight_in_berlin_is_of_that_day(people):
    for row in PortalSettings.objects.all():
        row.time_zone = "Europe/Berlin"
        row.save()
    order = people["active"].orders.first()
    Order.objects.filter(pk=order.pk).update(placed_at=datetime(2026, 10, 31, 23, 0, tzinfo=UTC))
    told = client_of(merchant()).get(f"/admin/customers/{people['active'].pk}/").content.decode()
    assert "1 Nov 2026 · " in told
    assert "1 Nov 2026, 00:00" in told  # in the story
    assert "31 Oct 2026" not in told
