"""What every test may ask for: the portals, the cast, and a browserless way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Customer
from cms.pages.tree import _trees
from portals.models import Club, Shop
from portals.registry import Portal, _registry
from tests.databases import leave_out_what_needs_no_database
from tests.people import PEOPLE, create_people, create_portals
from tests.plain_spaces import tie  # noqa: F401  (and every text has plain spaces)
from tests.promises import carry_promises, pytest_terminal_summary  # noqa: F401  (a hook)
from tests.secrets_told import _no_secret_is_logged  # noqa: F401  (for every test)
from tests.spreading import long_pieces_first, pytest_xdist_make_scheduler  # noqa: F401  (a hook)
from tests.stripe_line import stripe_line  # noqa: F401  (for every test that has a Stripe)

NUMBERS = {person.key: person.order_number for person in PEOPLE}
Visit = Callable[..., Client]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose what is run on this database, in what order, and what each test promises."""
    leave_out_what_needs_no_database(config, items)
    long_pieces_first(items)
    carry_promises(items)


@pytest.fixture(autouse=True)
def _nothing_kept_between_tests() -> None:
    cache.clear()
    _registry.forget()
    _trees.forget()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def portals(db) -> tuple[Portal, Portal]:
    """The customer portal and the membership portal of one shop."""
    return create_portals()


@pytest.fixture
def shop(portals) -> Portal:
    """The customer portal."""
    portal: Portal = portals[0]
    return portal


@pytest.fixture
def club(portals) -> Portal:
    """The membership portal."""
    portal: Portal = portals[1]
    return portal


@pytest.fixture
def people(portals, now) -> dict[str, Customer]:
    """The cast, by key: any, active, trialing, past-due, paused, ending, cancelled."""
    _, club_portal = portals
    shop = Shop.objects.get(pk=club_portal.shop_id)
    return create_people(shop, Club.objects.get(pk=club_portal.club_id), now)


@pytest.fixture
def visit(people) -> Visit:
    """A client at a portal: `visit(shop)` signed out, `visit(shop, "active")` signed in."""

    def visitor(portal: Portal, key: str = "", **options: Any) -> Client:
        client = Client(headers={"host": portal.host}, **options)
        if key:
            answer = client.post("/sign-in/", credentials(key))
            assert answer.status_code == 302, f"{key} could not sign in at {portal.host}"
        return client

    return visitor


def credentials(key: str) -> dict[str, str]:
    """What one of the cast types to sign in."""
    return {"email": f"{key}@example.com", "order_number": NUMBERS[key]}
