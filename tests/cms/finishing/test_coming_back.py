"""A bank that asks on a page of its own sends the customer back: what they find is up to date."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from access_rules.presets import ACTIVE
from billing.actions.buy import buy
from billing.actions.buy_subscription import buy_subscription
from billing.actions.operation import Asking
from billing.models import Operation
from tests.billing.actions.shelf import agreeing, confirm, goes_bad, shelve
from tests.pages import block, make_home, make_page, text
from tests.promises import promise


@pytest.fixture
def asking(shop):
    return Asking(shop, "customer", timezone.now(), uuid.uuid4())


@pytest.fixture
def waiting(stripe, ada, pot, asking):
    """A purchase that the customer's bank wants to be confirmed."""
    goes_bad(stripe, ada, "authenticationRequired")
    return buy(ada, pot, asking, payment=agreeing(ada, pot))


@pytest.fixture
def page(shop, pot):
    """The portal's home, with an offer of the pot."""
    return make_home(shop, block("offer", price=pot.external_id, most=1))


@pytest.fixture
def perks(shop):
    """A page for Active customers."""
    return make_page(make_home(shop, text("Home")), "perks", text("Perks"), rule=ACTIVE)


@pytest.fixture
def client(visit, shop, ada):
    return visit(shop, "active")


@pytest.fixture
def back(page):
    """The address that a bank sends them to."""

    def address(operation, at=None):
        at = at or f"/do/{page.pk}/{page.body[0].id}/finish/"
        return f"/finish/{operation.pk}/back/?at={at}"

    return address


def test_what_was_confirmed_is_said_in_the_block(client, stripe, waiting, page, back):
    confirm(stripe, waiting, passed=True)
    answer = client.get(back(waiting))
    assert answer.headers["Location"] == f"/#said-{page.body[0].id}"
    assert "Your order is paid." in client.get("/").content.decode()


def test_page_knows_what_was_paid_before_it_is_shown(client, stripe, ada, perks, asking):
    ada.subscriptions.all().delete()
    goes_bad(stripe, ada, "authenticationRequired")
    box = shelve(ada.shop, amount=2400, interval="month", name="Box")
    operation = buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    confirm(stripe, operation, passed=True)
    client.get(f"/finish/{operation.pk}/back/")
    assert client.get("/perks/").status_code == 200


def test_what_was_not_confirmed_leads_to_the_chosen_page(client, stripe, waiting, page, back):
    page.body[0].value["declined"] = make_page(page, "sorry")
    page.save_revision().publish()
    confirm(stripe, waiting, passed=False)
    answer = client.get(back(waiting))
    assert answer.headers["Location"].endswith("/sorry/")


@pytest.mark.parametrize("at", ["", "/", "//evil.example/", "/do/1/nonsense/finish/", "https://x/"])
def test_block_that_there_is_not_leads_to_the_operations_own_page(visit, shop, waiting, page, at):
    answer = visit(shop, "active").get(f"/finish/{waiting.pk}/back/?at={at}")
    assert answer.headers["Location"] == f"/finish/{waiting.pk}/"


@promise(20)
def test_other_actions_of_a_block_are_not_done(visit, shop, waiting, page, back):
    visit(shop, "active").get(back(waiting, f"/do/{page.pk}/{page.body[0].id}/buy/"))
    assert Operation.objects.count() == 1


@promise(20)
@pytest.mark.parametrize("key", ["any", ""])
def test_stranger_is_refused(visit, shop, waiting, back, key):
    assert visit(shop, key).get(back(waiting)).status_code == (404 if key else 302)
    assert Operation.objects.get().outcome == "waiting"


def test_with_stripe_down_nothing_is_lost(stripe, visit, shop, waiting, back):
    stripe.fault("down")
    client = visit(shop, "active")
    answer = client.get(back(waiting))
    assert answer.headers["Location"] == f"/finish/{waiting.pk}/"
    assert "cannot reach our payment partner" in client.get(f"/finish/{waiting.pk}/").text
