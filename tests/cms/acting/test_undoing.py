"""Undo: a button where a change is said to be done, and a press like any other."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import QueryDict

from billing.actions.pause import PAUSE
from billing.models import Operation
from cms.acting.undoing import is_out_of_date
from tests.cms.acting.conftest import HTMX, html, press
from tests.pages import controls, make_home

TOO_LATE = "This has changed since then, so nothing was undone."


def undo_in(shown):
    """The fields of the form with Undo, None where there is none."""
    form = re.search(r'<form class="said__act".*?</form>', shown, re.S)
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0])) if form else None


@pytest.fixture
def restarted(monkeypatch):
    """The subscriptions that were restarted, without a Stripe."""
    calls = []

    def perform(subscription, asking):
        calls.append(subscription.external_id)
        what = {"action": "restart_subscription", "outcome": "done", "message": "Running again."}
        return Operation.objects.create(customer=subscription.customer, **what)

    monkeypatch.setattr("portal_blocks.subscription_controls.presses.restart_subscription", perform)
    return calls


def test_undo_is_a_press_of_the_blocks_own(visit, shop, page, paused, restarted):
    client = visit(shop, "active")
    undo = undo_in(html(press(client, page, by=HTMX)))
    assert "Running again." in html(press(client, page, "restart", data=undo, by=HTMX))
    assert restarted == ["sub_active"]
    assert (
        undo["operation_id"] != undo["undoes"] == str(Operation.objects.get(action=PAUSE.name).pk)
    )


def test_there_is_no_undo_where_the_merchant_has_it_off(visit, shop, paused):
    page = make_home(shop, controls(allow_restart=False))
    assert undo_in(html(press(visit(shop, "active"), page, by=HTMX))) is None


def test_what_is_not_done_has_no_undo(visit, shop, page, paused):
    paused.values = {"outcome": "refused", "message": "No."}
    assert undo_in(html(press(visit(shop, "active"), page, by=HTMX))) is None


def test_undo_of_what_was_changed_again_is_refused_in_words(visit, shop, page, paused, restarted):
    client = visit(shop, "active")
    undo = undo_in(html(press(client, page, by=HTMX)))
    press(client, page)
    assert TOO_LATE in html(press(client, page, "restart", data=undo, by=HTMX))
    assert restarted == []


@pytest.mark.usefixtures("paused")
def test_undo_that_comes_too_late_is_refused_in_words(visit, shop, page, restarted, now):
    client = visit(shop, "active")
    undo = undo_in(html(press(client, page, by=HTMX)))
    Operation.objects.update(settled_at=now - timedelta(days=1))
    assert TOO_LATE in html(press(client, page, "restart", data=undo, by=HTMX))
    assert restarted == []


@pytest.mark.parametrize("undoes", ["", "1; drop", str(uuid4())], ids=["none", "words", "unknown"])
def test_undo_of_what_is_nobodys_is_refused(visit, shop, page, restarted, undoes):
    shown = press(visit(shop, "active"), page, "restart", data={"undoes": undoes}, by=HTMX)
    assert TOO_LATE in html(shown)
    assert restarted == []


def test_undo_of_somebody_elses_change_is_refused(visit, shop, page, paused, restarted):
    press(visit(shop, "active"), page)
    undo = {"undoes": str(Operation.objects.get().pk), "subscription": "sub_paused"}
    shown = press(visit(shop, "paused"), page, "restart", data=undo, by=HTMX)
    assert TOO_LATE in html(shown)
    assert restarted == []


def test_plain_press_undoes_nothing_and_is_never_out_of_date():
    assert not is_out_of_date(QueryDict("operation_id=1"), "restart", viewer=None)
