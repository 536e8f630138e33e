"""Who gets in where, and what the menu shows them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.browser import ACTIVE, IN_BROWSER, INACTIVE
from tests.browser.conftest import sign_in

pytestmark = IN_BROWSER

MENU = {
    ("shop", True): [
        *("Overview", "Orders", "Deliveries", "Extras", "Subscriber perks", "Payment", "Help")
    ],
    ("shop", False): ["Overview", "Orders", "Deliveries", "Extras", "Payment", "Help"],
    ("club", True): ["Clubhouse", "This month's roast", "Brewing", "Payment"],
    ("club", False): ["Clubhouse", "Come back", "Payment"],
}
CLOSED = {
    ("shop", True): {},
    ("shop", False): {"/perks/": "/"},
    ("club", True): {"/come-back/": "/"},
    ("club", False): {"/roast/": "/come-back/", "/roast/brewing/": "/come-back/"},
}
ADMITTED = [
    (portal, who)
    for portal in ("shop", "club")
    for who in (*ACTIVE, *INACTIVE)
    if (portal, who) != ("club", "any")
]


def test_the_demo_says_itself_who_gets_in(demo):
    said = [(one["portal"].split(".")[0], one["email"].split("@")[0]) for one in demo.people]
    admitted = [pair for pair, one in zip(said, demo.people, strict=True) if one["admitted"]]
    assert len(said) == 14
    assert sorted(admitted) == sorted(ADMITTED)


@pytest.mark.parametrize(("portal", "who"), ADMITTED)
def test_whoever_is_admitted_sees_the_pages_of_their_standing(demo, open_page, portal, who):
    page = open_page(portal, who=who)
    menu = page.get_by_role("navigation", name="Pages")
    assert page.get_by_role("heading", level=1).inner_text() == MENU[portal, True][0]
    assert menu.get_by_role("link").all_inner_texts() == MENU[portal, who in ACTIVE]
    for path, home in CLOSED[portal, who in ACTIVE].items():
        answer = demo.visit(portal, path, cookies=page.context.cookies())
        assert (answer.status, answer.location) == (302, home)


def test_whoever_never_joined_is_told_why_and_where_their_orders_are(demo, open_page):
    page = open_page("club", "/sign-in/")
    sign_in(page, demo, "any")
    main = page.get_by_role("main")
    assert "The Roast Club is for members" in main.inner_text()
    assert "None of your orders gives you access to The Roast Club" in main.inner_text()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["portico_csrf"]
    main.get_by_role("link", name="Kestrel Coffee").click()
    assert page.url == demo.url("shop", "/sign-in/")


def test_a_sign_in_at_one_portal_is_none_at_the_other(demo, open_page):
    cookies = open_page("shop", who="active").context.cookies()
    assert demo.visit("shop", "/", cookies=cookies).status == 200
    assert demo.visit("club", "/", cookies=cookies).location == "/sign-in/"


def test_a_password_manager_knows_the_fields(open_page):
    page = open_page("shop", "/sign-in/")
    email = page.get_by_label("E-mail address")
    assert email.get_attribute("type") == "email"
    assert email.get_attribute("autocomplete") == "email"
    assert page.get_by_label("Order number").get_attribute("autocomplete") == "off"


def test_a_wrong_number_is_told_beside_the_form_and_what_was_typed_stays(open_page):
    page = open_page("shop", "/sign-in/")
    page.get_by_label("E-mail address").fill("active@example.com")
    page.get_by_label("Order number").fill("KC-0000")
    page.get_by_role("button", name="Sign in").click()
    assert "We found no order with this number" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("E-mail address").input_value() == "active@example.com"
    assert page.title().startswith("Problem:")


def test_a_button_pressed_after_the_session_ended_leads_back_through_sign_in(demo, open_page):
    page = open_page("shop", who="active", java_script_enabled=False)
    session = [cookie for cookie in page.context.cookies() if cookie["name"] == "portico"]
    page.locator("summary", has_text="Pause").click()
    page.context.clear_cookies(name="portico")
    page.get_by_role("button", name="Pause now").click()
    assert "Nothing was changed. Sign in to go on." in page.get_by_role("status").inner_text()
    sign_in(page, demo, "active")
    page.wait_for_url(demo.url("shop"))
    assert session != [one for one in page.context.cookies() if one["name"] == "portico"]
    assert "Active" in page.locator(".subscription__head").inner_text()


def test_signing_in_leads_to_the_page_that_was_asked_for(demo, open_page):
    page = open_page("shop", "/orders/")
    assert page.url == demo.url("shop", "/sign-in/?" + urlencode({"next": "/orders/"}))
    sign_in(page, demo, "active")
    page.wait_for_url(demo.url("shop", "/orders/"))
