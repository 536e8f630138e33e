from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict

from billing.actions.errors import Foreign, OutOfDate, WrongOperation
from billing.actions.plans import ItemChange, NoPreview
from billing.models import Operation, Outcome
from portal_blocks.base import ActionCall, ActionRefused
from portal_blocks.subscription_controls import delivery_presses, presses
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from tests.portal_blocks.cast import NOW, subscription, viewer

COMMANDS = {
    "address": "change_address",
    "again": "buy_again",
    "cancel": "cancel_subscription",
    "code": "apply_coupon",
    "frequency": "change_plan",
    "gift": "change_note",
    "move": "move_charge",
    "pause": "pause_subscription",
    "plan": "change_plan",
    "quantity": "change_plan",
    "restart": "restart_subscription",
    "return": "change_return",
    "skip": "skip_next",
    "undo": "undo_move",
}
FORM = {"to": "2026-12-24", "code": "SPRING", "other": "1", "note": "Enjoy"}
ME = (7,)
MARKED = "Look at what is marked, please."
CHANGE = ItemChange("si_1", "price_1", 2)
CHANGING = ("plan", "quantity", "frequency")


@pytest.fixture
def asked(monkeypatch):
    """What was asked of the commands; each answers with `answer[0]`, or raises it."""
    calls, answer = (
        [],
        [Operation(outcome=Outcome.DONE, message="Done as asked.", target="sub_active")],
    )

    def perform(one, asking, **details):
        calls.append((one.external_id, asking, details))
        if isinstance(answer[0], Exception):
            raise answer[0]
        return answer[0]

    for name in COMMANDS.values():
        place = presses if hasattr(presses, name) else delivery_presses
        monkeypatch.setattr(place, name, perform)
    monkeypatch.setattr(presses, "changes_of", lambda *_, **__: [CHANGE])
    monkeypatch.setattr(presses, "is_allowed", lambda *_, **__: True)
    return calls, answer


@pytest.fixture
def press(monkeypatch):
    """Press a button as somebody with one subscription; `test_own_ids` asks the database."""
    mine = {(ME, "sub_active"): subscription(external_id="sub_active")}
    monkeypatch.setattr(presses, "subscription_of", lambda ids, key: mine.get((ids, key)))
    monkeypatch.setattr(delivery_presses, "operation_of", lambda _ids, _key: None)

    def pressed(name, *, value=None, **form):
        data = QueryDict(mutable=True)
        sent = {"subscription": "sub_active", "operation_id": str(uuid.uuid4()), **FORM, **form}
        data.update(sent)
        call = ActionCall(
            viewer=replace(viewer(), customer_ids=ME), value=value or {}, data=data, now=NOW
        )
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
    [("done", "success"), ("refused", "error"), ("waiting", "info")],
)
def test_what_came_of_it_is_told_in_its_tone(press, asked, outcome, tone):
    asked[1][0] = Operation(outcome=outcome, message="As it went.", target="sub_active")
    result = press("pause")
    assert (result.tone, result.text, result.target) == (tone, "As it went.", asked[1][0].target)
    assert result.operation is asked[1][0]


@pytest.mark.parametrize("outcome", ["pending", "unknown"])
def test_what_is_not_known_yet_is_told_as_being_checked(press, asked, outcome):
    asked[1][0] = Operation(outcome=outcome, message="As it went.", target="sub_active")
    result = press("pause")
    assert (result.tone, result.text.split(".")[0]) == (
        "info",
        "We are checking with our payment partner",
    )


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
    result = press(name, **form)
    assert (result.tone, result.text) == ("error", f"Nothing was changed yet. {MARKED}")
    assert asked[0] == []


@pytest.mark.parametrize(("credit", "asked_for"), [(True, True), (False, False)])
def test_the_merchant_says_whether_unused_time_is_credited(press, asked, credit, asked_for):
    press("pause", value={"credit_unused": credit})
    assert asked[0][0][2]["credit"] is asked_for


@pytest.mark.parametrize("name", CHANGING)
def test_a_change_that_is_none_is_refused(press, asked, monkeypatch, name):
    monkeypatch.setattr(presses, "changes_of", lambda *_, **__: [])
    with pytest.raises(ActionRefused):
        press(name)
    assert asked[0] == []


@pytest.mark.parametrize("name", CHANGING)
def test_what_the_merchant_does_not_offer_is_refused(press, asked, monkeypatch, name):
    monkeypatch.setattr(presses, "is_allowed", lambda *_, **__: False)
    with pytest.raises(ActionRefused):
        press(name)
    assert asked[0] == []


def test_afterwards_they_are_where_they_pressed(press, asked):
    assert press("pause", then="/account/subscription/sub_active/").url.endswith("/sub_active/")


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil", "x", ""])
def test_nobody_is_led_to_another_site_afterwards(press, asked, address):
    assert press("pause", then=address).url == ""


TERMS = {"renewals": 3, "notice": 0, "states": []}


@pytest.mark.parametrize("name", ["pause", "skip", "move", "cancel", "plan", "gift", "address"])
def test_what_the_terms_forbid_yet_is_refused_with_the_reason(press, asked, name):
    setting = "delivery_terms" if name in ("gift", "address") else f"{name}_terms"
    result = press(name, value={setting: TERMS})
    assert result.tone == "warning"
    assert "after" in result.text or "from" in result.text
    assert asked[0] == []


def test_a_note_that_is_too_long_comes_back_with_its_words(press, asked):
    result = press("gift", note="a" * 451)
    assert (result.faults.keys(), result.entered) == ({"note"}, {"note": "a" * 451})
    assert asked[0] == []


def test_a_note_has_no_signs_that_cannot_be_printed(press, asked):
    assert press("gift", note="Enjoy\x00 it").entered == {"note": "Enjoy it"}
    assert asked[0] == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [("  Enjoy \r\n it  ", "Enjoy \n it"), ("\N{BIRTHDAY CAKE}" * 450, "\N{BIRTHDAY CAKE}" * 450)],
)
def test_a_note_is_kept_as_it_was_written(press, asked, written, kept):
    press("gift", note=written)
    assert asked[0][0][2] == {"note": kept}


def test_an_address_with_faults_comes_back_with_all_that_was_typed(press, asked):
    result = press("address", other="", **{"to-country": "DE", "to-name": "Ada"})
    assert "to-line1" in result.faults
    assert (result.entered["to-name"], result.target) == ("Ada", "sub_active")
    assert asked[0] == []


def test_the_usual_address_needs_none(press, asked):
    press("address")
    assert asked[0][0][2] == {"address": {}}


@pytest.mark.parametrize("name", ["address", "gift"])
@pytest.mark.parametrize("named", ["", "x", str(uuid.uuid4())], ids=["none", "x", "unknown"])
def test_only_a_change_of_their_own_is_taken_back(press, asked, name, named):
    with pytest.raises(ActionRefused):
        press(name, undo=named)


@pytest.mark.parametrize(
    ("name", "field"), [("pause", "until"), ("return", "until"), ("move", "to")]
)
def test_a_day_that_none_may_choose_is_said_at_its_field(press, asked, name, field):
    said = {"outcome": "refused", "error_code": "day", "message": "Choose another one."}
    asked[1][0] = Operation(target="sub_active", **said)
    result = press(name, **{field: "2031-01-31"})
    assert result.faults == {field: "Choose another one."}
    assert (result.entered, result.operation) == ({field: "2031-01-31"}, None)


def test_what_is_no_day_comes_back_as_it_was_typed(press, asked):
    result = press("pause", until="24.12.2026")
    assert result.entered == {"until": "24.12.2026"}
    assert result.faults == {"until": "Write the day like this: 2027-01-31."}
