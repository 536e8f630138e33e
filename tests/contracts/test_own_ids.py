"""Whatever id somebody sends to whatever door: what is not theirs is not there.

A new action or view of a block needs its line here, or a test fails.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from accounts.models import Consent, CustomerSession, PrivacyRequest
from billing.models import (
    AuditEntry,
    Card,
    Operation,
    Order,
    Subscription,
)
from cms.models import PortalPage
from portals.models import Club, Shop
from portals.registry import Portal
from tests.conftest import credentials
from tests.contracts.every_block import CLASSES, OWN, every_block
from tests.contracts.own_things import ME, OTHER, Things, make_things
from tests.lasting import lasting
from tests.pages import make_home
from tests.people import create_people, create_portals
from tests.promises import promise

# What a form sends: each name stands for the thing of that kind which is theirs or somebody's.
SUBSCRIPTION = [{"subscription": OTHER}]
PAYING = {
    "begin": [{"payer": OTHER}, {"choose": "1", "subscription": OTHER}],
    "finish": [{"operation": OTHER}],
    "hosted": [{"invoice": OTHER}],
    "pay": [
        {"invoice": OTHER, "card": ME, "agreed": "1200"},
        {"invoice": ME, "card": OTHER, "agreed": "1200"},
        {"invoice": OTHER, "card": "new", "agreed": "1200"},
    ],
}
SWAPS: dict[tuple[str, str], list[dict[str, str]]] = {
    ("account", "end"): [{"session": OTHER}],
    ("account", "end-others"): [],
    ("cancel_confirm", "cancel"): SUBSCRIPTION,
    ("cancel_confirm", "keep"): SUBSCRIPTION,
    ("cancel_confirm", "restart"): SUBSCRIPTION,
    ("cancel_offer", "accept"): SUBSCRIPTION,
    ("cancel_offer", "decline"): SUBSCRIPTION,
    ("cancel_offer", "keep"): SUBSCRIPTION,
    ("cancel_offer", "restart"): SUBSCRIPTION,
    ("cancel_offer", "undo"): SUBSCRIPTION,
    ("cancel_reasons", "choose"): SUBSCRIPTION,
    ("cancel_reasons", "keep"): SUBSCRIPTION,
    ("card_on_file", "default"): [{"card": OTHER}],
    ("card_on_file", "remove"): [{"card": OTHER}],
    **{
        (block, name): sent
        for block in ("card_on_file", "invoices_to_pay", "past_due")
        for name, sent in PAYING.items()
    },
    **{("details", part): [] for part in ("billing", "delivery", "name", "phone")},
    ("details", "undo"): [{"undo": OTHER}],
    ("offer", "buy"): [{"card": OTHER}],
    ("offer", "decline"): [],
    ("offer", "finish"): [{"operation": OTHER}],
    ("order_history", "again"): [{"order": OTHER, "card": ME}, {"order": ME, "card": OTHER}],
    **{("privacy", name): [] for name in ("agree", "copy", "erase", "keep")},
    ("subscription_controls", "address"): [{"subscription": OTHER, "other": "1"}],
    ("subscription_controls", "again"): [*SUBSCRIPTION, {"subscription": "ended", "card": OTHER}],
    ("subscription_controls", "cancel"): SUBSCRIPTION,
    ("subscription_controls", "code"): [{"subscription": OTHER, "code": "SPRING"}],
    ("subscription_controls", "frequency"): [{"subscription": OTHER, "rhythm": "year-1"}],
    ("subscription_controls", "gift"): [{"subscription": OTHER, "note": "Enjoy"}],
    ("subscription_controls", "move"): [{"subscription": OTHER, "to": "2030-01-01"}],
    ("subscription_controls", "pause"): SUBSCRIPTION,
    ("subscription_controls", "plan"): [
        {"subscription": OTHER, "item": OTHER, "price": ME, "quantity": "1"},
        {"subscription": ME, "item": OTHER, "price": ME, "quantity": "1"},
    ],
    ("subscription_controls", "quantity"): [{"subscription": OTHER, "quantity-si_active": "2"}],
    ("subscription_controls", "restart"): SUBSCRIPTION,
    ("subscription_controls", "return"): SUBSCRIPTION,
    ("subscription_controls", "skip"): SUBSCRIPTION,
    ("subscription_controls", "undo"): SUBSCRIPTION,
}
VIEWS = {
    ("order_history", "document"): "{order}-invoice",
    ("order_history", "order"): "{order}",
    ("order_history", "order-again"): "{order}",
    ("subscription_controls", "again"): "{ended}",
    ("subscription_controls", "code"): "{subscription}",
    ("subscription_controls", "frequency"): "{subscription}",
    ("subscription_controls", "plan"): "{subscription}",
    ("subscription_controls", "quantity"): "{subscription}",
    ("subscription_controls", "subscription"): "{subscription}",
}
ASKING = [door for door in SWAPS if SWAPS[door] and door[1] not in ("end", "finish", "hosted")]
ALIKE = {("account", "end")}
"""Here what is somebody else's is answered as what is there no more."""
FINISHING = ["", "look/", "take-back/"]


@dataclass(frozen=True, slots=True)
class World:
    """What two people have, and a page where everything can be done."""

    shop: Portal
    things: Things
    page: PortalPage
    cookies: SimpleCookie


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: nothing here may change it."""
    with lasting(django_db_blocker):
        shop = create_portals()[0]
        people = create_people(Shop.objects.get(), Club.objects.get(), datetime.now(UTC))
        price, things = make_things(people)
        page = make_home(shop, *every_block(price.external_id))
        client = Client(headers={"host": shop.host})
        assert client.post("/sign-in/", credentials(ME)).status_code == 302
        yield World(shop, things, page, client.cookies)


@pytest.fixture
def things(world):
    return world.things


@pytest.fixture
def client(world, db):
    client = Client(headers={"host": world.shop.host})
    client.cookies = world.cookies.copy()
    return client


@pytest.fixture
def post(client, world):
    """Press a button: `post("offer", "buy", card=…)`, whose values name whose thing is sent."""
    ids = {child.block_type: child.id for child in world.page.body}

    def pressed(block, action, **data):
        form = {name: _sent(world.things, name, value) for name, value in data.items()}
        form = {"operation_id": str(uuid.uuid4()), **form}
        return client.post(f"/do/{world.page.pk}/{ids[block]}/{action}/", form)

    return pressed


def _sent(things, name, value):
    if value == "ended":
        return things["ended"][ME]
    return things.get(name, {}).get(value, value)


def _kept():
    """All that a press could have changed."""
    models = (Operation, AuditEntry, Subscription, Card, Order, Consent, PrivacyRequest)
    kept = [list(model.objects.order_by("pk").values()) for model in models]
    return [*kept, set(CustomerSession.objects.values_list("sid", flat=True))]


def test_every_action_and_view_of_every_block_is_tried():
    assert set(SWAPS) == {(key, name) for key in OWN for name in CLASSES[key].actions}
    assert set(VIEWS) == {(key, name) for key in OWN for name in CLASSES[key].views}


@pytest.mark.parametrize("door", list(SWAPS), ids="-".join)
def test_what_is_their_own_gets_through(post, monkeypatch, door):
    """Without this the refusals below would say nothing. Stripe itself is not there."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.001)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.001)
    for data in SWAPS[door]:
        own = {name: ME if value == OTHER else value for name, value in data.items()}
        assert post(*door, **own).status_code == 302


@promise(20)
@pytest.mark.parametrize("door", list(SWAPS), ids="-".join)
def test_what_is_somebody_elses_is_not_there(post, door):
    before = _kept()
    answers = [post(*door, **data) for data in SWAPS[door]]
    refused = 302 if door in ALIKE else 404
    assert [answer.status_code for answer in answers] == [refused] * len(answers)
    assert _kept() == before


@promise(20)
@pytest.mark.parametrize("door", ASKING, ids="-".join)
def test_form_with_the_id_of_somebody_elses_operation_does_nothing(post, things, door):
    theirs = things["operation"][OTHER]
    own = {name: "ended" if name == "subscription" else ME for name in SWAPS[door][0]}
    before = _kept()
    answer = post(*door, **{**own, "agreed": "1200", "to": ""}, operation_id=theirs)
    assert theirs not in answer.content.decode()
    assert _kept() == before


@promise(20)
@pytest.mark.parametrize("view", list(VIEWS), ids="-".join)
def test_page_about_somebody_elses_thing_is_no_page(client, post, things, view):
    key = VIEWS[view].format(**{name: thing[OTHER] for name, thing in things.items()})
    assert client.get(f"/{view[1]}/{key}/").status_code == 404


@promise(20)
@pytest.mark.parametrize("then", FINISHING)
def test_operation_of_somebody_else_is_not_finished(client, things, then):
    before = _kept()
    answer = client.post(f"/finish/{things['operation'][OTHER]}/{then}")
    assert answer.status_code == 404
    assert _kept() == before
