"""The answer to a press: the page as it is then, for whoever may see it then."""

from __future__ import annotations

import re

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from billing.facts import rebuild_facts
from billing.models import Operation
from portal_blocks.base import ActionResult, BlockAction
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from tests.cms.acting.conftest import HTMX, html, press
from tests.pages import controls, make_home, make_page, text


@pytest.fixture
def ends(paused, now):
    """Pausing ends the membership here, so that rules decide otherwise afterwards."""

    def end(subscription):
        subscription.state = "cancelled"
        subscription.save()
        rebuild_facts([subscription.customer_id], now=now)

    paused.then = end


@pytest.fixture
def answering(monkeypatch):
    """Have the block's pause answer with a result of the test's own."""

    def answer(result):
        actions = {**SubscriptionControlsBlock.actions, "pause": BlockAction(lambda _call: result)}
        monkeypatch.setattr(SubscriptionControlsBlock, "actions", actions)

    return answer


def test_script_is_given_the_whole_page_with_what_came_of_it(visit, shop, page, paused):
    answer = press(visit(shop, "active"), page, by=HTMX)
    shown = html(answer)
    assert (answer.status_code, 'class="frame"' in shown) == (200, True)
    assert shown.count("Paused as asked.") == 2  # once to be read, once as what Undo is about
    assert f'id="said-{page.body[0].id}"' in shown


def test_what_was_said_at_once_is_not_said_again(visit, shop, page, paused):
    client = visit(shop, "active")
    press(client, page, by=HTMX)
    assert "Paused as asked." not in html(client.get("/"))


def test_without_a_script_the_block_says_it_after_the_redirect(visit, shop, page, paused):
    client = visit(shop, "active")
    answer = press(client, page)
    said = f"said-{page.body[0].id}"
    assert answer.headers["Location"] == f"/#{said}"
    assert re.search(rf'id="{said}" tabindex="-1".*Paused as asked', html(client.get("/")), re.S)


def test_other_blocks_are_shown_as_they_are_then(visit, shop, ends):
    page = make_home(shop, controls(), text("Come back", INACTIVE), text("Thank you", ACTIVE))
    shown = html(press(visit(shop, "active"), page, by=HTMX))
    assert ("Come back" in shown, "Thank you" in shown) == (True, False)


def test_menu_is_shown_as_it_is_then(visit, shop, ends):
    page = make_home(shop, controls())
    make_page(page, "members", text("Hello"), rule=ACTIVE)
    client = visit(shop, "active")
    assert "/members/" in html(client.get("/"))
    assert "/members/" not in html(press(client, page, by=HTMX))


@pytest.mark.parametrize("by", [{}, HTMX])
def test_what_a_vanished_block_has_said_stands_above_the_page(visit, shop, ends, by):
    hidden = {**controls(), "value": {**controls()["value"], "visibility": ACTIVE}}
    client, page = visit(shop, "active"), make_home(shop, hidden, text("Hello"))
    answer = press(client, page, by=by)
    shown = html(answer if by else client.get(answer.headers["Location"]))
    assert re.search(r'class="messages">\s*<div class="said.*Paused as asked', shown, re.S)


@pytest.mark.parametrize("by", [{}, HTMX])
def test_whoever_the_page_is_closed_to_now_is_led_away_and_told(visit, shop, ends, by):
    home = make_home(shop, text("Hello"))
    page = make_page(home, "members", controls(), rule=ACTIVE)
    client = visit(shop, "active")
    here = {**HTMX, "HX-Current-URL": "http://shop.localhost/members/"} if by else {}
    answer = press(client, page, by=here)
    url = answer.headers["HX-Redirect" if by else "Location"]
    assert url.split("#")[0] == "/"
    assert "Paused as asked." in html(client.get("/"))


def test_result_that_leads_elsewhere_leads_the_browser_there(visit, shop, page, answering):
    answering(ActionResult("info", "Pay there.", url="/finish/1/"))
    answer = press(visit(shop, "active"), page, by=HTMX)
    assert (answer.headers["HX-Redirect"], "Location" in answer.headers) == ("/finish/1/", False)


def test_script_at_a_page_of_the_block_is_led_back_to_the_block(visit, shop, page, paused):
    here = {**HTMX, "HX-Current-URL": "http://shop.localhost/plan/sub_active/"}
    answer = press(visit(shop, "active"), page, by=here)
    assert answer.headers["HX-Redirect"] == f"/#said-{page.body[0].id}"


@pytest.mark.parametrize("by", [{}, HTMX])
def test_page_of_the_block_that_says_it_itself_stays(visit, shop, paused, by):
    page = make_home(shop, controls(show_controls="page"))
    client, path = visit(shop, "active"), "/subscription/sub_active/"
    came = {"HX-Current-URL" if by else "Referer": f"http://shop.localhost{path}"}
    answer = press(client, page, by={**by, **came})
    assert by or answer.headers["Location"].split("#")[0] == path
    shown = html(answer if by else client.get(path))
    assert "Paused as asked." in shown
    assert '<div class="messages">' not in shown


def test_what_is_about_no_piece_of_the_block_stands_above_such_a_page(visit, shop, answering):
    page = make_home(shop, controls(show_controls="page"))
    answering(ActionResult("warning", "It was changed."))
    here = {**HTMX, "HX-Current-URL": "http://shop.localhost/subscription/sub_active/"}
    shown = html(press(visit(shop, "active"), page, by=here))
    assert re.search(r'class="messages">\s*<div class="said.*It was changed', shown, re.S)


def test_address_keeps_its_question_but_for_the_panel_that_was_used(visit, shop, page, paused):
    here = {**HTMX, "HX-Current-URL": "http://shop.localhost/?open=pause&kind=paid"}
    answer = press(visit(shop, "active"), page, by=here)
    assert answer.status_code == 200
    assert answer.context["request"].GET.dict() == {"kind": "paid"}


@pytest.mark.parametrize("by", [{}, HTMX])
def test_faults_are_shown_at_once_with_what_was_typed(visit, shop, page, answering, by):
    faults, entered = {"until": "No day."}, {"until": "tomorrow"}
    answering(ActionResult("error", "Check the day.", faults=faults, entered=entered))
    answer = press(visit(shop, "active"), page, by=by)
    said = answer.context["said"][str(page.body[0].id)]
    assert (answer.status_code, "Check the day." in html(answer)) == (422, True)
    assert (said.faults, said.entered) == (faults, entered)
    assert f'id="{said.anchor}" tabindex="-1" autofocus' in html(answer)


def test_link_of_a_page_with_faults_leads_to_the_page_itself(visit, shop, page):
    address = f"/do/{page.pk}/{page.body[0].id}/pause/"
    came = {"Referer": f"http://shop.localhost{address}"}
    answer = visit(shop, "active").get(f"{address}?open=pause", headers=came)
    assert answer.headers["Location"] == "/?open=pause"


def test_same_form_sent_again_is_told_what_came_of_it(visit, shop, page, paused):
    client, form = visit(shop, "active"), {"operation_id": "8c6a41f2-6a1e-4f43-9d5b-0f6c2a55b8a1"}
    shown = [html(press(client, page, by=HTMX, data=form)) for _ in "ab"]
    assert all("Paused as asked." in one for one in shown)
    assert Operation.objects.count() == 1


def test_form_sent_again_with_another_choice_is_not_taken_for_the_first(visit, shop, page, paused):
    client, form = visit(shop, "active"), {"operation_id": "8c6a41f2-6a1e-4f43-9d5b-0f6c2a55b8a1"}
    press(client, page, by=HTMX, data={**form, "until": "2027-01-01"})
    shown = html(press(client, page, by=HTMX, data={**form, "until": "2027-02-02"}))
    assert "This form was sent before, with another choice." in shown
    assert "Paused as asked." not in shown


def test_form_that_came_to_nothing_can_be_mended_and_sent_again(visit, shop, page, paused):
    client, form = visit(shop, "active"), {"operation_id": "8c6a41f2-6a1e-4f43-9d5b-0f6c2a55b8a1"}
    press(client, page, by=HTMX, data={**form, "until": "no day"})
    shown = html(press(client, page, by=HTMX, data={**form, "until": "2027-02-02"}))
    assert "Paused as asked." in shown


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_a_post_changes_something(visit, shop, page, paused, method):
    ask = getattr(visit(shop, "active"), method)
    assert ask(f"/do/{page.pk}/{page.body[0].id}/pause/", headers=HTMX).status_code == 405
    assert not Operation.objects.exists()


def test_what_is_too_large_is_refused_unread(visit, shop, page, paused):
    data = {"comment": "x" * 3_000_000}
    assert press(visit(shop, "active"), page, data=data, by=HTMX).status_code == 400
    assert not Operation.objects.exists()


@pytest.mark.parametrize("key", ["", "paused"])
def test_forged_header_shows_a_stranger_nothing_of_the_page(visit, shop, key, paused):
    home = make_home(shop, text("Hello"), rule=ANY_CUSTOMER)
    page = make_page(home, "members", controls(), text("Members' own"), rule=ACTIVE)
    answer = press(visit(shop, key), page, by=HTMX)
    assert answer.status_code == (404 if key else 401)
    assert ("frame" in html(answer), "Members" in html(answer)) == (False, False)


@pytest.mark.parametrize("at", ["http://[", "//[", "http://shop.localhost]/"])
@pytest.mark.usefixtures("paused")
def test_an_address_that_is_none_is_as_good_as_none(visit, shop, page, at):
    client, here = visit(shop, "active"), {"HX-Current-URL": at, "Referer": at}
    assert press(client, page, by=here).status_code == 302
    assert press(client, page, by={**HTMX, **here}).status_code == 200
    assert Operation.objects.count() == 2


def test_who_was_signed_out_before_a_form_with_faults_comes_back_to_its_page(visit, shop, page):
    address = f"/do/{page.pk}/{page.body[0].id}/pause/"
    answer = press(visit(shop), page, by={"Referer": f"http://shop.localhost{address}"})
    assert answer.headers["Location"] == "/sign-in/"
