from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from billing.models import Operation, Subscription
from cms.models import PortalPage
from portals.models import Club, Shop
from portals.registry import Portal
from tests.lasting import lasting
from tests.pages import controls, make_page
from tests.people import create_people, create_portals

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://shop.localhost/"}


class Paused:
    """What comes of pausing here: no Stripe is asked, the row says what the test wants."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"outcome": "done", "message": "Paused as asked."}
        self.then: Callable[[Subscription], object] = lambda _subscription: None

    def __call__(self, subscription: Any, asking: Any, **_details: Any) -> Operation:
        found = Operation.objects.filter(pk=asking.operation_id).first()
        if found is not None:
            return found
        self.then(subscription)
        return Operation.objects.create(
            id=asking.operation_id,
            customer=subscription.customer,
            action="pause_subscription",
            target=subscription.external_id,
            actor=asking.actor,
            before={"state": "active"},
            params={"method": "hold"},
            settled_at=asking.now if self.values["outcome"] == "done" else None,
            **self.values,
        )


@pytest.fixture
def paused(monkeypatch):
    """Pausing, without a Stripe."""
    perform = Paused()
    monkeypatch.setattr("portal_blocks.subscription_controls.presses.pause_subscription", perform)
    return perform


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The portals, their people and the first page, made once for all tests of a module."""
    with lasting(django_db_blocker):
        portals = create_portals()
        shop, club = Shop.objects.get(), Club.objects.get()
        people = create_people(shop, club, timezone.now())
        yield portals, people, _first_page(portals[0])


def _first_page(shop: Portal) -> PortalPage:
    """By a name of its own: a test may put a home of another kind in its place."""
    page = make_page(Page.get_first_root_node(), "start", controls())
    Site.objects.filter(pk=shop.site_id).update(root_page_id=page.pk)
    return page


@pytest.fixture
def portals(world, db):
    return world[0]


@pytest.fixture
def people(world, db):
    return world[1]


@pytest.fixture
def page(world, db):
    return world[2]


def press(client: Client, page: PortalPage, name: str = "pause", **options: Any) -> Any:
    """Press a button of the page's first block: by script with `by=HTMX`, plainly without."""
    form = {"subscription": "sub_active", "operation_id": str(uuid.uuid4())}
    form |= options.get("data", {})
    address = f"/do/{page.pk}/{page.body[0].id}/{name}/"
    return client.post(address, form, headers=options.get("by", {}))


def html(answer: Any) -> str:
    """What is shown."""
    return str(answer.content.decode())
