"""The door of block actions: whose press counts, and what all others change (nothing)."""

from __future__ import annotations

import uuid

import pytest

from access_rules.presets import ACTIVE, EVERYONE, INACTIVE
from billing.models import Operation, Subscription
from tests.pages import block, controls, make_home, make_page, text


@pytest.fixture
def asked(monkeypatch):
    """What would have been asked of Stripe."""
    calls = []

    def perform(subscription, asking, **details):
        calls.append((subscription.external_id, asking.operation_id))
        what = {"action": "pause_subscription", "outcome": "done", "message": "Done as asked."}
        return Operation.objects.create(customer=subscription.customer, **what)

    monkeypatch.setattr("portal_blocks.subscription_controls.presses.pause_subscription", perform)
    return calls


@pytest.fixture
def page(shop):
    return make_home(shop, controls())


def press(client, page, name="pause", block_at=0, **data):
    form = {"subscription": "sub_active", "operation_id": str(uuid.uuid4()), **data}
    child = page.body[block_at] if isinstance(block_at, int) else block_at
    return client.post(f"/do/{page.pk}/{child.id}/{name}/", form)


def test_a_press_is_done_and_the_page_shown_again(visit, shop, page, asked):
    client = visit(shop, "active")
    answer = press(client, page)
    assert [subscription for subscription, _ in asked] == ["sub_active"]
    assert answer.headers["Location"] == f"/#said-{page.body[0].id}"
    assert "Done as asked." in client.get("/").content.decode()


def test_stranger_is_refused(visit, shop, page, asked):
    answer = press(visit(shop, "active"), page, subscription="sub_paused")
    assert answer.status_code == 404
    assert asked == []


@pytest.mark.parametrize("given", ["", "sub_nobody", "1; drop table", "sub_active\x00", "é" * 500])
def test_an_id_made_up_is_refused(visit, shop, page, asked, given):
    assert press(visit(shop, "any"), page, subscription=given).status_code == 404
    assert asked == []


@pytest.mark.parametrize("given", ["", "not-an-id", "1"])
def test_a_form_without_its_operation_is_refused(visit, shop, page, asked, given):
    assert press(visit(shop, "active"), page, operation_id=given).status_code == 404
    assert asked == []


def test_a_link_changes_nothing_and_says_so(visit, shop, page, asked):
    answer = visit(shop, "active").get(f"/do/{page.pk}/{page.body[0].id}/pause/")
    assert answer.status_code == 405
    assert "Nothing was changed" in answer.content.decode()
    assert asked == []


def test_an_expired_session_is_told_and_comes_back(visit, shop, page, asked):
    client = visit(shop)
    answer = press(client, page)
    assert answer.status_code == 302
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "You were signed out after a while. Nothing was changed." in shown
    assert asked == []


def test_a_form_without_its_token_is_refused(visit, shop, page, asked, people):
    client = visit(shop, "active")
    client.handler.enforce_csrf_checks = True
    answer = press(client, page)
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
    assert asked == []


def test_what_the_merchant_switched_off_is_absent_and_refused(visit, shop, asked):
    page = make_home(shop, controls(allow_pause=False))
    client = visit(shop, "active")
    assert "/pause/" not in client.get("/").content.decode()
    assert press(client, page).status_code == 404
    assert asked == []


def test_a_block_that_is_hidden_cannot_be_pressed(visit, shop, asked):
    page = make_home(shop, {**controls(), "value": {**controls()["value"], "visibility": INACTIVE}})
    assert press(visit(shop, "active"), page).status_code == 404
    assert asked == []


def test_a_block_inside_a_hidden_one_cannot_be_pressed(visit, shop, asked):
    columns = block("columns", INACTIVE, left=[controls()], right=[], ratio="even")
    page = make_home(shop, columns)
    inner = page.body[0].value["left"][0]
    assert press(visit(shop, "active"), page, block_at=inner).status_code == 404
    assert asked == []


def test_a_block_inside_columns_can_be_pressed(visit, shop, asked):
    columns = block("columns", EVERYONE, left=[controls()], right=[], ratio="even")
    page = make_home(shop, columns)
    client, inner = visit(shop, "active"), page.body[0].value["left"][0]
    assert f"/{inner.id}/pause/" in client.get("/").content.decode()
    assert press(client, page, block_at=inner).status_code == 302
    assert len(asked) == 1


def test_a_page_that_is_not_for_them_cannot_be_pressed(visit, shop, asked):
    page = make_page(make_home(shop, text("Hello")), "active", controls(), rule=ACTIVE)
    assert press(visit(shop, "paused"), page, subscription="sub_paused").status_code == 404
    assert asked == []


def test_a_page_of_another_portal_cannot_be_pressed(visit, shop, club, asked):
    make_home(shop, text("Hello"))
    foreign = make_home(club, controls())
    assert press(visit(shop, "active"), foreign).status_code == 404
    assert asked == []


@pytest.mark.parametrize("name", ["explode", "load", "render"])
def test_an_action_that_does_not_exist_is_refused(visit, shop, page, asked, name):
    assert press(visit(shop, "active"), page, name=name).status_code == 404


def test_stripe_down_while_pausing_is_said_and_nothing_is_half_done(visit, shop, page):
    client = visit(shop, "active")  # the settings of the tests name a Stripe that does not answer
    press(client, page)
    shown = client.get("/").content.decode()
    assert Operation.objects.get().outcome == "unknown"
    assert Subscription.objects.get(external_id="sub_active").state == "active"
    assert "checking" in shown
    assert "/pause/" not in shown
