"""Signing in and out, as a browser sees it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.flows import order_number
from accounts.models import Customer, CustomerAccount, CustomerSession, SignInAttempt
from billing.models import Order
from tests.conftest import credentials
from tests.pages import make_home, text

WRONG_NUMBER = {"email": "active@example.com", "order_number": "9999"}
WRONG_EMAIL = {"email": "nobody@example.com", "order_number": "1002"}


@pytest.fixture(autouse=True)
def _homes(portals):
    for portal in portals:
        make_home(portal, text("Hello"))


def without_what_was_typed(answer) -> str:
    page = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return re.sub(r'name="csrfmiddlewaretoken"[^>]*', "", page)


def test_first_sign_in_makes_the_account(visit, shop, people):
    assert CustomerAccount.objects.count() == 0
    visit(shop, "active")
    account = CustomerAccount.objects.get()
    assert account.email == "active@example.com"
    assert not account.has_usable_password()
    assert Customer.objects.get(account=account) == people["active"]


def test_second_sign_in_finds_the_account(visit, shop):
    visit(shop, "active")
    visit(shop, "active")
    assert CustomerAccount.objects.count() == 1


def test_case_and_spaces_and_a_leading_sign_do_not_matter(visit, shop):
    typed = {"email": "  Active@Example.COM ", "order_number": " #1002 "}
    assert visit(shop).post("/sign-in/", typed).status_code == 302


def test_wrong_email_and_wrong_number_get_the_same_answer(visit, shop):
    by_number = visit(shop).post("/sign-in/", WRONG_NUMBER)
    by_email = visit(shop).post("/sign-in/", WRONG_EMAIL)
    assert by_number.status_code == by_email.status_code == 200
    assert without_what_was_typed(by_number) == without_what_was_typed(by_email)


def test_wrong_email_and_wrong_number_ask_for_the_order_in_the_same_way(visit, shop):
    asked = []
    for typed in (WRONG_NUMBER, WRONG_EMAIL):
        client = visit(shop)
        with CaptureQueriesContext(connection) as queries:
            client.post("/sign-in/", typed)
        orders = [query["sql"] for query in queries if "billing_order" in query["sql"]]
        asked.append([re.sub(r"'[^']*'", "?", sql) for sql in orders])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 1


def test_the_session_key_changes_at_sign_in(visit, shop):
    client = visit(shop, "active")
    before = client.cookies["portico"].value
    client.post("/sign-in/", credentials("paused"))
    assert client.cookies["portico"].value != before
    assert not CustomerSession.objects.filter(session_key=before).exists()


def test_a_planted_session_key_is_not_taken_over(visit, shop):
    client = visit(shop)
    client.cookies["portico"] = "planted-by-somebody-else"
    client.post("/sign-in/", credentials("active"))
    assert client.cookies["portico"].value != "planted-by-somebody-else"


def test_any_customer_is_refused_by_the_membership_portal_with_reason_and_way_on(visit, club):
    answer = visit(club).post("/sign-in/", credentials("any"))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "is for members" in page
    assert "http://shop.localhost" in page
    assert "portico" not in answer.cookies
    assert SignInAttempt.objects.get().outcome == "not_admitted"


@pytest.mark.parametrize("key", ["active", "trialing", "past-due", "paused", "ending", "cancelled"])
def test_members_and_former_members_are_admitted(visit, club, key):
    assert visit(club, key).get("/").status_code == 200


def test_a_customer_of_another_shop_is_a_stranger(visit, shop, people):
    from portals.models import PortalSettings, Shop

    other = Shop.objects.create(name="Other")
    PortalSettings.objects.filter(site_id=shop.site_id).update(shop=other)
    from portals.registry import portals_changed

    portals_changed()
    answer = visit(shop).post("/sign-in/", credentials("active"))
    assert "We found no order" in answer.content.decode()


def test_a_session_of_one_portal_opens_no_other(visit, shop, club):
    key = visit(shop, "active").cookies["portico"].value
    stranger = visit(club)
    stranger.cookies["portico"] = key
    assert stranger.get("/").status_code == 302


def test_an_account_switched_off_is_out_at_once(visit, shop):
    client = visit(shop, "active")
    CustomerAccount.objects.update(is_active=False)
    assert client.get("/").status_code == 302
    assert (
        "We found no order" in visit(shop).post("/sign-in/", credentials("active")).content.decode()
    )


def test_a_deleted_customer_is_out_at_once(visit, shop, people, now):
    client = visit(shop, "active")
    Customer.objects.filter(pk=people["active"].pk).update(deleted_at=now)
    assert client.get("/").status_code == 302


def test_an_order_number_proves_one_customer_only(visit, shop, people):
    twin = Customer.objects.create(
        shop_id=shop.shop_id, source="shop", external_id="twin", email="active@example.com"
    )
    order = Order.objects.get(customer=people["paused"])
    Order.objects.filter(pk=order.pk).update(customer=twin)
    client = visit(shop, "active")
    twin.refresh_from_db()
    assert twin.account is None
    session = CustomerSession.objects.get(session_key=client.cookies["portico"].value)
    assert session.customer == people["active"]


def test_five_wrong_tries_then_wait(visit, shop):
    client = visit(shop)
    for _ in range(order_number.PER_EMAIL.tries):
        assert client.post("/sign-in/", WRONG_NUMBER).status_code == 200
    answer = client.post("/sign-in/", WRONG_NUMBER)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "Please wait" in answer.content.decode()


def test_the_right_number_is_slowed_down_too_while_somebody_guesses(visit, shop):
    for _ in range(order_number.PER_EMAIL.tries):
        visit(shop).post("/sign-in/", WRONG_NUMBER)
    assert visit(shop).post("/sign-in/", credentials("active")).status_code == 429
    assert visit(shop).post("/sign-in/", credentials("paused")).status_code == 302


def test_right_tries_are_not_counted(visit, shop):
    for _ in range(order_number.PER_EMAIL.tries + 3):
        visit(shop, "active")


def test_one_network_may_not_try_everybody(visit, shop):
    for number in range(order_number.PER_NETWORK.tries):
        typed = {"email": f"guess{number}@example.com", "order_number": "1"}
        visit(shop).post("/sign-in/", typed)
    typed = {"email": "one-more@example.com", "order_number": "1"}
    assert visit(shop).post("/sign-in/", typed).status_code == 429


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "Enter your e-mail address."),
        ("email", "not an address", "Enter an e-mail address like name@example.com."),
        ("order_number", "", "Enter the number of one of your orders."),
    ],
)
def test_what_is_missing_is_said_beside_the_field(visit, shop, field, value, words):
    answer = visit(shop).post("/sign-in/", {**credentials("active"), field: value})
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_zero_byte_is_no_error(visit, shop):
    typed = {"email": "active@example.com", "order_number": "10\x0002"}
    assert visit(shop).post("/sign-in/", typed).status_code == 200


def test_the_form_needs_its_token(visit, shop):
    client = visit(shop, enforce_csrf_checks=True)
    answer = client.post("/sign-in/", credentials("active"))
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\\\\evil.example",
    ],
)
def test_next_leads_nowhere_else(visit, shop, then):
    answer = visit(shop).post("/sign-in/", {**credentials("active"), "next": then})
    assert answer.headers["Location"] == "/"


def test_next_leads_back_to_a_path(visit, shop):
    answer = visit(shop).post("/sign-in/", {**credentials("active"), "next": "/orders/?a=1"})
    assert answer.headers["Location"] == "/orders/?a=1"


def test_a_link_does_not_sign_out(visit, shop):
    client = visit(shop, "active")
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/").status_code == 200


def test_signing_out_ends_the_session(visit, shop):
    client = visit(shop, "active")
    key = client.cookies["portico"].value
    client.post("/sign-out/")
    assert not CustomerSession.objects.filter(session_key=key).exists()
    assert client.get("/").status_code == 302


def test_a_sign_in_leaves_evidence_without_the_number(visit, shop):
    visit(shop, "active")
    attempt = SignInAttempt.objects.get()
    assert attempt.outcome == "signed_in"
    assert "1002" not in str(attempt.__dict__)


def test_there_is_no_editor_on_a_portal(visit, shop):
    assert visit(shop, "active").get("/admin/").status_code == 404
