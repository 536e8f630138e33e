from __future__ import annotations

import pytest

from cms.backends import stand_in
from tests.pages import make_home, text

STRIPE = "https://js.stripe.com https://*.js.stripe.com"


@pytest.fixture
def policy(visit, shop):
    make_home(shop, text("Hello"))
    header = visit(shop, "active").get("/").headers["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in header.split("; "))


def test_portal_pages_may_load_stripes_fields_and_nothing_else(policy):
    assert policy["script-src"] == f"'self' {STRIPE}"
    assert policy["frame-src"] == f"{STRIPE} https://hooks.stripe.com"
    assert policy["connect-src"] == "'self' https://api.stripe.com"
    assert policy["form-action"] == "'self' https://invoice.stripe.com"
    assert policy["default-src"] == "'none'"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://js.stripe.com/endive/stripe.js", ""),
        ("http://127.0.0.1:12111/js/stripe.js", "http://127.0.0.1:12111"),
    ],
)
def test_stand_in_for_stripe_is_named_by_its_origin(url, origin):
    assert stand_in(url) == origin


@pytest.mark.parametrize("path", ["/sign-in/", "/healthz"])
def test_other_addresses_may_not(visit, shop, path):
    assert "stripe.com" not in visit(shop).get(path).headers["Content-Security-Policy"].replace(
        "https://files.stripe.com", ""
    )


def test_browser_is_told_the_key_it_may_know_and_no_other(visit, shop, settings):
    told = visit(shop, "active").get("/card-form/")
    assert {name: told.json()[name] for name in ("key", "script")} == {
        "key": "pk_test_portico",
        "script": settings.STRIPE_JS_URL,
    }
    assert settings.STRIPE_SECRET_KEY not in told.text


def test_nothing_can_be_posted_there(visit, shop):
    assert visit(shop, "active").post("/card-form/").status_code == 405


def test_browser_is_told_what_to_do_after_each_decline(visit, shop):
    said = visit(shop, "active").get("/card-form/").json()["declines"]
    assert "Try another card, or ask your bank." in said["card_declined"]
    assert "not enough money" in said["insufficient_funds"]
    assert "lost_card" not in said
