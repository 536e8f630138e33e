from __future__ import annotations

import re
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from billing.actions.buy import buy
from billing.actions.operation import Asking
from billing.actions.settling import settle_all
from billing.gateway.client import api
from billing.models import Operation
from billing.webhooks import inbox
from cms.notices.pen import Pen
from tests.billing.actions.shelf import agreeing, charges, confirm, goes_bad, invoices
from tests.billing.webhooks.posting import post
from tests.promises import promise


@pytest.fixture
def waiting(stripe, ada, pot, shop):
    """A purchase that the customer's bank wants to be confirmed."""
    goes_bad(stripe, ada, "authenticationRequired")
    asking = Asking(shop, "customer", timezone.now(), uuid.uuid4())
    return buy(ada, pot, asking, payment=agreeing(ada, pot))


@pytest.fixture
def wants_card(stripe, ada, pot, shop):
    """A purchase that waits for a new card."""
    asking = Asking(shop, "customer", timezone.now(), uuid.uuid4())
    return buy(ada, pot, asking, payment=agreeing(ada, pot, card="new"))


def url(operation, then=""):
    return f"/finish/{operation.pk}/{then}"


def see(client, operation):
    return client.get(url(operation)).content.decode()


def test_what_how_much_and_which_card_are_said_before_the_button(visit, shop, waiting):
    html = see(visit(shop, "active"), waiting)
    assert "Pot" in html
    assert "Confirm €89.00 with your bank" in html
    assert "To be paid with Visa ending 4242." in html


def test_link_of_the_email_leads_here(shop, waiting):
    button = Pen(shop, timezone.now()).finish(str(waiting.pk), "Confirm")
    assert button.url == f"{shop.address}{url(waiting)}"


def test_signed_out_are_led_to_sign_in_and_back(visit, shop, waiting):
    answer = visit(shop).get(url(waiting))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sign-in/?next=%2Ffinish%2F{waiting.pk}%2F"


@promise(20)
@pytest.mark.parametrize("then", ["", "look/", "take-back/"])
@pytest.mark.parametrize("key", ["any", ""])
def test_stranger_is_refused(visit, shop, waiting, then, key):
    answer = visit(shop, key).post(url(waiting, then))
    assert answer.status_code == (404 if key else 302)
    assert Operation.objects.get().outcome == "waiting"


def test_id_made_up_is_no_page(visit, shop, ada):
    assert visit(shop, "active").get(f"/finish/{uuid.uuid4()}/").status_code == 404


def test_script_is_given_what_the_bank_needs(visit, shop, waiting):
    client = visit(shop, "active")
    told = client.post(url(waiting), headers={"Accept": "application/json"}).json()
    assert "_secret_" in told["client_secret"]
    assert told["operation"] == str(waiting.pk)


@promise(25)
def test_page_itself_holds_no_secret(visit, shop, waiting):
    assert "_secret_" not in see(visit(shop, "active"), waiting)


@promise(23)
def test_without_a_script_the_payment_partners_page_asks_the_bank(visit, shop, waiting):
    hosted = api().invoices.retrieve(waiting.after["invoice"]).hosted_invoice_url
    answer = visit(shop, "active").post(url(waiting))
    assert (answer.status_code, answer.headers["Location"]) == (302, hosted)


@promise(23)
def test_page_settles_before_it_renders(stripe, visit, shop, waiting, ada):
    confirm(stripe, waiting, passed=True)
    html = see(visit(shop, "active"), waiting)
    assert "It is done" in html
    assert "Your order is paid." in html
    assert charges(ada) == [8900]


def test_one_that_was_not_confirmed_says_so(stripe, visit, shop, waiting, ada):
    confirm(stripe, waiting, passed=False)
    html = see(visit(shop, "active"), waiting)
    assert "It did not go through" in html
    assert "You have not been charged." in html
    assert invoices(ada) == ["void"]


def test_one_that_was_forgotten_has_expired(visit, shop, waiting, ada):
    Operation.objects.update(created_at=datetime.now(UTC) - timedelta(hours=24))
    assert "was not confirmed in time" in see(visit(shop, "active"), waiting)
    assert invoices(ada) == ["void"]


def test_coming_back_from_the_bank_shows_the_result(stripe, visit, shop, waiting):
    confirm(stripe, waiting, passed=True)
    answer = visit(shop, "active").post(url(waiting, "look/"))
    assert answer.headers["Location"] == url(waiting)
    assert Operation.objects.get().outcome == "done"


def test_customer_may_change_their_mind(visit, shop, waiting, ada):
    client = visit(shop, "active")
    client.post(url(waiting, "take-back/"))
    assert "You did not buy this." in see(client, waiting)
    assert invoices(ada) == ["void"]


def test_changing_ones_mind_with_stripe_down_changes_nothing(stripe, visit, shop, waiting):
    client = visit(shop, "active")
    stripe.fault("down")
    client.post(url(waiting, "take-back/"))
    stripe.lift_faults()
    assert "Nothing has changed: please try again." in see(client, waiting)
    assert Operation.objects.get().outcome == "waiting"


def test_with_stripe_down_the_page_says_what_to_do(stripe, visit, shop, waiting):
    stripe.fault("down")
    html = see(visit(shop, "active"), waiting)
    assert "open this page again in a few minutes" in html
    assert "data-pay-form" not in html


def test_new_card_is_entered_here(visit, shop, wants_card):
    html = see(visit(shop, "active"), wants_card)
    assert 'data-card-form="payment"' in html
    assert "Pay €89.00" in html


def test_what_is_being_checked_says_so(visit, shop, stripe, waiting):
    Operation.objects.update(outcome="unknown")
    stripe.fault("down")
    assert "We are checking" in see(visit(shop, "active"), waiting)


def test_other_things_than_purchases_are_not_taken_back(visit, shop, waiting):
    Operation.objects.update(action="change_plan")
    assert visit(shop, "active").post(url(waiting, "take-back/")).status_code == 404


def test_paid_on_our_partners_page_without_a_script_is_settled_by_the_webhook(
    visit, shop, ada, wants_card
):
    client = visit(shop, "active")
    page = re.search(r'href="([^"]+)" rel="noopener external"', see(client, wants_card))[1]
    with urllib.request.urlopen(page, data=b"number=4242+4242+4242+4242") as answer:
        assert "Status: paid" in answer.read().decode()
    for told in api().events.list({"type": "invoice.paid"}).data:
        post(str(told))
        inbox.process(told.id, now=timezone.now())
    settle_all(now=timezone.now())
    assert (Operation.objects.get().outcome, charges(ada)) == ("done", [8900])
    assert "It is done" in see(client, wants_card)
