"""A press that comes to nothing: what is said, by a page or beside the button, and what is kept."""

from __future__ import annotations

import pytest

from access_rules.presets import INACTIVE
from billing.models import Operation
from tests.cms.acting.conftest import HTMX, html, press
from tests.pages import controls, make_home, make_page, text

GONE = "This is not offered here any more. Nothing was changed."


@pytest.fixture(params=["switched off", "hidden", "no such action"])
def meanwhile(shop, request):
    """A page on which what is pressed is not offered, or not any more."""
    made = controls(allow_pause=request.param != "switched off")
    if request.param == "hidden":
        made["value"]["visibility"] = INACTIVE
    return make_home(shop, made), "explode" if request.param == "no such action" else "pause"


def test_what_is_gone_meanwhile_is_said_on_the_page_as_it_is_now(visit, shop, meanwhile):
    page, name = meanwhile
    answer = press(visit(shop, "active"), page, name)
    assert (answer.status_code, GONE in html(answer)) == (404, True)
    assert f"<h1>{page.title}</h1>" in html(answer)


def test_script_is_told_it_in_place_and_keeps_the_page(visit, shop, meanwhile):
    page, name = meanwhile
    answer = press(visit(shop, "active"), page, name, by=HTMX)
    assert (answer.status_code, GONE in html(answer)) == (404, True)
    assert "<h1>" not in html(answer)


@pytest.mark.parametrize("data", [{"subscription": "sub_paused"}, {"operation_id": "1; drop"}])
def test_id_of_somebody_else_or_of_nobody_is_refused(visit, shop, page, data):
    answer = press(visit(shop, "active"), page, data=data, by=HTMX)
    assert (answer.status_code, GONE in html(answer)) == (404, True)
    assert not Operation.objects.exists()


def test_script_of_somebody_signed_out_meanwhile_is_told_where_to_sign_in(visit, shop, page):
    answer = press(visit(shop), page, by=HTMX)
    assert (answer.status_code, "You were signed out" in html(answer)) == (401, True)
    assert 'href="/sign-in/"' in html(answer)


def test_sign_in_leads_back_to_where_the_button_was(visit, shop, page):
    make_page(page, "plans", text("Hello"))
    here = {**HTMX, "HX-Current-URL": "http://shop.localhost/plans/"}
    assert 'href="/sign-in/?next=%2Fplans%2F"' in html(press(visit(shop), page, by=here))


def test_script_with_a_form_gone_stale_is_told_so_in_place(visit, shop, page, people):
    client = visit(shop, "active")
    client.handler.enforce_csrf_checks = True
    answer = press(client, page, by=HTMX)
    assert (answer.status_code, "open for too long" in html(answer)) == (403, True)
    assert "<h1>" not in html(answer)


def test_another_site_is_no_place_to_go_back_to(visit, shop, page):
    here = {**HTMX, "HX-Current-URL": "https://evil.example/plans/"}
    assert "evil" not in html(press(visit(shop), page, by=here))
