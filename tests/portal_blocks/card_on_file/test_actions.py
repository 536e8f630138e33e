"""The block's doors, with the local Stripe behind them: whose ids count, what a script is told."""

from __future__ import annotations

import uuid

import pytest

from accounts.models import Customer
from billing.actions.finishing import look
from billing.gateway.client import _client, api
from billing.mirror.sync import sync_customer
from billing.models import Operation, Order
from local_stripe.testing import running
from tests.billing.actions.cards import past_due
from tests.billing.buying import sign_up, use_card
from tests.pages import block, make_home
from tests.promises import promise

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def stripe(settings):
    with running(seed=1, strict=True) as server:
        settings.STRIPE_API_BASE = server.url
        yield server
        assert server.stripe.violations == []
    _client.cache_clear()


@pytest.fixture
def page(shop):
    return make_home(shop, block("card_on_file", heading="Cards"))


@pytest.fixture
def client(visit, shop, stripe, people, now):
    """Somebody signed in who owes a renewal at Stripe."""
    bought = past_due(stripe, people["active"].shop, now)
    mine = Customer.objects.get(external_id=bought.customer)
    active = people["active"]
    for rows in (mine.cards, mine.subscriptions, mine.orders):
        rows.update(customer=active)
    active.subscriptions.filter(external_id="sub_active").delete()
    Customer.objects.filter(pk=mine.pk).update(source="before")
    Customer.objects.filter(pk=active.pk).update(external_id=bought.customer)
    return visit(shop, "active")


@pytest.fixture
def post(client, page):
    """Press a button of the block: `post("pay", card=…)`; the answer."""

    def pressed(name, *, who=client, **data):
        form = {"operation_id": str(uuid.uuid4()), **data}
        return who.post(f"/do/{page.pk}/{page.body[0].id}/{name}/", form, **JSON)

    return pressed


@pytest.fixture
def owed(client):
    return Order.objects.get(payment_state="failed").refs.get(kind="invoice").ref


@pytest.fixture
def strange(shop, people, stripe, now):
    """The card of somebody else at the same shop."""
    other = sign_up("bob@example.com")
    card = use_card(other, "pm_card_visa")
    sync_customer(people["active"].shop, other, now)
    return card


def test_begin_tells_the_script_what_to_confirm_and_keeps_it_nowhere(post):
    told = post("begin").json()
    operation = Operation.objects.get()
    assert told["operation"] == str(operation.pk) != told["again"]
    assert told["client_secret"].startswith("seti_")
    assert told["client_secret"] not in repr(Operation.objects.values())


def test_card_saved_in_the_browser_is_told_on_the_page(client, post):
    operation = post("begin", retry="1").json()["operation"]
    setup = Operation.objects.get().after["setup"]
    api().setup_intents.confirm(setup, {"payment_method": "pm_card_mastercard"})
    told = post("finish", operation=operation).json()
    assert told["tone"] == "success"
    assert "What was still to be paid is paid." in told["text"]
    assert "Mastercard ending 4444" in client.get("/").text


def test_what_is_still_being_looked_at_is_not_called_failed(stripe, post):
    operation = post("begin").json()["operation"]
    stripe.fault("down")
    told = post("finish", operation=operation).json()
    assert told["tone"] == "info"
    assert "You will not be charged twice." in told["text"]


def test_what_was_settled_meanwhile_is_told_as_it_came_out(stripe, client, page, post, now):
    operation = post("begin").json()["operation"]
    setup = Operation.objects.get().after["setup"]
    api().setup_intents.confirm(setup, {"payment_method": "pm_card_mastercard"})
    stripe.fault("down")
    address = f"/do/{page.pk}/{page.body[0].id}/finish/"
    assert client.post(address, {"operation": operation}).status_code == 302
    stripe.lift_faults()
    look(Operation.objects.get(), now=now)
    words = client.get("/").text
    assert "Your card ending 4444 is saved." in words
    assert "We are checking with the bank." not in words


def test_nothing_chosen_is_asked_for(post):
    told = post("begin", choose="1").json()
    assert told["text"] == "Choose what the card should pay."
    assert not Operation.objects.exists()


def test_bill_is_paid_with_a_card_on_file(post, owed, people, now):
    owner = Customer.objects.get(pk=people["active"].pk)
    card = use_card(owner.external_id, "pm_card_visa")
    sync_customer(owner.shop, owner.external_id, now)
    told = post("pay", invoice=owed, card=card, agreed="2400").json()
    assert (told["text"], told["client_secret"]) == ("Thank you. It is paid.", "")


@promise(10)
def test_bill_that_was_paid_in_another_window_is_not_charged_again(post, owed, people, now):
    owner = Customer.objects.get(pk=people["active"].pk)
    card = use_card(owner.external_id, "pm_card_visa")
    sync_customer(owner.shop, owner.external_id, now)
    told = [post("pay", invoice=owed, card=card, agreed="2400").json()["text"] for _ in range(2)]
    assert told == ["Thank you. It is paid.", "This is paid already. You were not charged again."]
    assert Operation.objects.count() == 1


def test_new_card_for_a_bill_is_confirmed_with_its_own_amount(post, owed):
    told = post("pay", invoice=owed, card="new", agreed="2400").json()
    assert (told["amount"], told["card"]) == (2400, "")
    assert told["client_secret"].startswith("pi_")
    assert told["url"].startswith("http")


def test_page_of_our_payment_partner_is_led_to(client, page, owed):
    address = f"/do/{page.pk}/{page.body[0].id}/hosted/"
    answer = client.post(address, {"invoice": owed})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("http://127.0.0.1")


FOREIGN = [
    ("remove", {"card": "strange"}),
    ("default", {"card": "strange"}),
    ("pay", {"card": "strange", "agreed": "2400", "invoice": "owed"}),
    ("pay", {"card": "new", "agreed": "2400", "invoice": "in_made_up"}),
    ("pay", {"card": "new", "agreed": "-1", "invoice": "owed"}),
    ("hosted", {"invoice": "in_made_up"}),
    ("begin", {"payer": "999999"}),
    ("begin", {"choose": "1", "subscription": "sub_paused"}),
    ("finish", {"operation": "1"}),
    ("finish", {"operation": str(uuid.uuid4())}),
]


@promise(20)
def test_ids_that_are_not_theirs_are_refused(post, owed, strange):
    known = {"strange": strange, "owed": owed}
    for name, data in FOREIGN:
        answer = post(name, **{field: known.get(value, value) for field, value in data.items()})
        assert answer.status_code == 404, (name, data)
    assert not Operation.objects.exists()


@promise(20)
def test_operation_of_somebody_else_cannot_be_finished(visit, shop, post):
    operation = post("begin").json()["operation"]
    other = visit(shop, "paused")
    assert post("finish", who=other, operation=operation).status_code == 404


@pytest.mark.parametrize("name", ["begin", "default", "pay", "hosted", "remove"])
def test_what_the_merchant_switched_off_is_refused(visit, shop, name):
    switches = dict.fromkeys(["allow_update", "allow_remove", "allow_pay"], False)
    page = make_home(shop, block("card_on_file", heading="Cards", **switches))
    client = visit(shop, "active")
    assert client.post(f"/do/{page.pk}/{page.body[0].id}/{name}/").status_code == 404
    assert f"/{name}/" not in client.get("/").text
