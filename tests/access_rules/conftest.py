"""The cast, as the rules engine meets it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from access_rules import compiling, fault_log
from accounts.models import Customer
from portals.models import Club, Shop
from portals.registry import Portal
from tests.people import create_people, create_portals

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    fault_log.forget()
    compiling.forget()
    yield
    compiling.forget()


@pytest.fixture
def portals(db) -> tuple[Portal, Portal]:
    """The customer portal and the membership portal."""
    return create_portals()


@pytest.fixture
def shop_portal(portals: tuple[Portal, Portal]) -> Portal:
    return portals[0]


@pytest.fixture
def club_portal(portals: tuple[Portal, Portal]) -> Portal:
    return portals[1]


@pytest.fixture
def people(club_portal) -> dict[str, Customer]:
    shop = Shop.objects.get(pk=club_portal.shop_id)
    return create_people(shop, Club.objects.get(pk=club_portal.club_id), NOW)
