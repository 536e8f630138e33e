from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict

from billing.actions.errors import Foreign, OutOfDate, WrongOperation
from billing.actions.plans import NoPreview
from billing.models import Operation, Outcome
from portal_blocks.base import ActionCall, ActionRefused
from portal_blocks.subscription_controls import presses
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from tests.portal_blocks.cast import NOW, viewer

COMMANDS = {
    "again": "buy_again",
    "cancel": "cancel_subscription",
    "code": "apply_coupon",
    "move": "move_charge",
    "pause": "pause_subscription",
    "plan": "change_plan",
    "restart": "restart_subscription",
    "return": "change_return",
    "skip": "skip_next",
    "undo": "undo_move",
}
FORM = {"to": "2026-12-24", "item": "si_1", "price": "price_1", "quantity": "2", "code": "SPRING"}


@pytest.fixture
def asked(monkeypatch):
    """What was asked of the commands; each answers with `answer[0]`, or raises it."""
    calls, answer = [], [Operation(outcome=Outcome.DONE, message="Done as asked.")]

    def perform(one, asking, **details):
        calls.append((one.external_id, asking, details))
        if isinstance(answer[0], Exception):
            raise answer[0]
        return answer[0]

    for name in COMMANDS.values():
        monkeypatch.setattr(presses, name, perform)
    monkeypatch.setattr(presses, "is_allowed", lambda *_: True)
    return calls, answer


@pytest.fixture
def press(people):
    """Press a button as the active customer."""

    def pressed(name, *, value=None, **form):
        data = QueryDict(mutable=True)
        sent = {"subscription": "sub_active", "operation_id": str(uuid.uuid4()), **FORM, **form}
        data.update(sent)
        who = replace(viewer(), customer_ids=(people["active"].pk,))
        call = ActionCall(viewer=who, value=value or {}, data=data, now=NOW)
        return SubscriptionControlsBlock.actions[name].perform(call)

    return pressed


def test_every_action_of_the_block_is_tried_here():
    assert set(COMMANDS) == set(SubscriptionControlsBlock.actions)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_press_asks_for_one_thing_in_the_customers_name(press, asked, name):
    operation_id = uuid.uuid4()
    assert press(name, operation_id=str(operation_id)).text == "Done as asked."
    [(target, asking, _details)] = asked[0]
    assert (target, asking.operation_id, asking.now) == ("sub_active", operation_id, NOW)
    assert asking.actor == "customer"


@pytest.mark.parametrize("name", COMMANDS)
def test_stranger_is_refused(press, asked, name):
    with pytest.raises(ActionRefused):
        press(name, subscription="sub_paused")
    assert asked[0] == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("fault", [Foreign, WrongOperation])
def test_what_no_page_of_ours_asks_for_is_refused(press, asked, name, fault):
    asked[1][0] = fault("The form was altered.", "altered")
    with pytest.raises(ActionRefused):
        press(name)


@pytest.mark.parametrize("name", COMMANDS)
def test_form_without_an_id_is_refused(press, asked, name):
    with pytest.raises(ActionRefused):
        press(name, operation_id="x")


@pytest.mark.parametrize(
    ("outcome", "tone"),
    [("done", "success"), ("refused", "error"), ("unknown", "warning"), ("pending", "warning")],
)
def test_what_came_of_it_is_told_in_its_tone(press, asked, outcome, tone):
    asked[1][0] = Operation(outcome=outcome, message="As it went.")
    result = press("pause")
    assert (result.tone, result.text, result.url) == (tone, "As it went.", "")


def test_what_is_not_known_yet_is_told_as_being_checked(press, asked):
    asked[1][0] = Operation(outcome=Outcome.PENDING)
    assert press("pause").text == "We are checking this with our payment partner."


def test_what_the_bank_asks_about_leads_to_where_it_is_finished(press, asked):
    asked[1][0] = Operation(outcome=Outcome.WAITING, message="Your bank asks.")
    assert press("plan").url == f"/finish/{asked[1][0].pk}/"


@pytest.mark.parametrize(("fault", "tone"), [(OutOfDate, "warning"), (NoPreview, "error")])
def test_what_has_changed_is_shown_anew_where_it_was_shown(press, asked, fault, tone):
    asked[1][0] = fault("It costs more now.", "code")
    result = press("plan", shown_at="/account/plan/sub_active/?price=p")
    assert (result.tone, result.url) == (tone, "/account/plan/sub_active/?price=p")


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil", "x", ""])
def test_nobody_is_led_to_another_site(press, asked, address):
    asked[1][0] = OutOfDate("It costs more now.", "code")
    assert press("plan", shown_at=address).url == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [("too_expensive", "too_expensive"), ("", ""), ("because", ""), ("TOO_EXPENSIVE", "")],
)
def test_a_reason_we_did_not_offer_is_left_out(press, asked, given, kept):
    press("cancel", reason=given)
    assert asked[0][0][2]["reason"] == kept


@pytest.mark.parametrize(
    ("given", "kept"), [(" Too bitter. ", "Too bitter."), ("a" * 2000, "a" * 1000), ("  ", "")]
)
def test_a_comment_is_kept_without_blanks_and_end(press, asked, given, kept):
    press("cancel", comment=given)
    assert asked[0][0][2]["comment"] == kept


@pytest.mark.parametrize(("when", "at_once"), [("now", True), ("period_end", False), (None, False)])
def test_the_merchant_says_when_a_cancelled_one_ends(press, asked, when, at_once):
    press("cancel", value={"cancel_when": when})
    assert asked[0][0][2]["now"] is at_once


@pytest.mark.parametrize("name", ["pause", "return"])
@pytest.mark.parametrize(("given", "day"), [("2026-12-24", date(2026, 12, 24)), ("", None)])
def test_a_day_may_be_chosen(press, asked, name, given, day):
    press(name, until=given)
    assert asked[0][0][2]["until"] == day


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("pause", {"until": "24.12.2026"}),
        ("return", {"until": "2026-02-30"}),
        ("move", {"to": ""}),
        ("move", {"to": "soon"}),
    ],
)
def test_what_is_no_day_is_said_and_nothing_is_asked(press, asked, name, form):
    assert press(name, **form).tone == "error"
    assert asked[0] == []


@pytest.mark.parametrize(("credit", "asked_for"), [(True, True), (False, False)])
def test_the_merchant_says_whether_unused_time_is_credited(press, asked, credit, asked_for):
    press("pause", value={"credit_unused": credit})
    assert asked[0][0][2]["credit"] is asked_for


@pytest.mark.parametrize(
    "form", [{"item": ""}, {"price": ""}, {"quantity": "-1"}, {"quantity": "9999"}]
)
def test_a_plan_that_is_none_is_refused(press, asked, form):
    with pytest.raises(ActionRefused):
        press("plan", **form)


def test_a_plan_that_the_merchant_does_not_offer_is_refused(press, asked, monkeypatch):
    monkeypatch.setattr(presses, "is_allowed", lambda *_: False)
    with pytest.raises(ActionRefused):
        press("plan")
    assert asked[0] == []
