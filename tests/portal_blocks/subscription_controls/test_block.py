from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from django.http import QueryDict

from billing.actions.errors import ActionError
from billing.models import Operation, Outcome
from portal_blocks.base import ActionCall, ActionRefused
from portal_blocks.samples import sample_viewer
from portal_blocks.subscription_controls import block as module
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from tests.portal_blocks.cast import NOW, shown, subscription, viewer

VALUE = {
    "heading": "Your subscriptions",
    "allow_pause": True,
    "allow_restart": True,
    "allow_cancel": True,
}
COMMANDS = {name: f"{name}_subscription" for name in ("pause", "restart", "cancel")}


@pytest.fixture
def asked(monkeypatch):
    """What was asked of the commands; each answers with `answer[0]`, or raises it."""
    calls, answer = [], [Operation(outcome=Outcome.DONE, message="Done as asked.")]

    def perform(one, **details):
        calls.append((one.external_id, details))
        if isinstance(answer[0], Exception):
            raise answer[0]
        return answer[0]

    for name in COMMANDS.values():
        monkeypatch.setattr(module, name, perform)
    return calls, answer


@pytest.fixture
def press(people):
    """Press a button as the active customer."""

    def pressed(name, **form):
        data = QueryDict(mutable=True)
        data.update({"subscription": "sub_active", "operation_id": str(uuid.uuid4()), **form})
        who = replace(viewer(), customer_ids=(people["active"].pk,))
        call = ActionCall(viewer=who, value=VALUE, data=data, now=NOW)
        return SubscriptionControlsBlock.actions[name].perform(call)

    return pressed


def html(*subscriptions, **changes) -> str:
    return shown(SubscriptionControlsBlock(), {**VALUE, **changes}, viewer(*subscriptions))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_press_asks_for_one_thing_in_the_customers_name(press, asked, people, name):
    calls, _ = asked
    operation_id = uuid.uuid4()
    assert press(name, operation_id=str(operation_id)).text == "Done as asked."
    [(target, details)] = calls
    assert (target, details["operation_id"], details["now"]) == ("sub_active", operation_id, NOW)
    assert details["actor"] == f"customer:{people['active'].pk}"


@pytest.mark.parametrize("name", COMMANDS)
def test_stranger_is_refused(press, asked, name):
    with pytest.raises(ActionRefused):
        press(name, subscription="sub_paused")
    assert asked[0] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_an_action_the_command_does_not_know_is_refused(press, asked, name):
    asked[1][0] = ActionError("The form was altered.", "wrong_operation")
    with pytest.raises(ActionRefused):
        press(name)


@pytest.mark.parametrize(
    ("outcome", "tone"),
    [("done", "success"), ("refused", "error"), ("unknown", "warning"), ("pending", "warning")],
)
def test_what_came_of_it_is_told_in_its_tone(press, asked, outcome, tone):
    asked[1][0] = Operation(outcome=outcome, message="As it went.")
    result = press("pause")
    assert (result.tone, result.text) == (tone, "As it went.")


def test_what_is_not_known_yet_is_told_as_being_checked(press, asked):
    asked[1][0] = Operation(outcome=Outcome.PENDING)
    assert press("pause").text == "We are checking this with our payment partner."


@pytest.mark.parametrize(
    ("given", "kept"),
    [("too_expensive", "too_expensive"), ("", ""), ("because", ""), ("TOO_EXPENSIVE", "")],
)
def test_a_reason_we_did_not_offer_is_left_out(press, asked, given, kept):
    press("cancel", reason=given)
    assert asked[0][0][1]["reason"] == kept


@pytest.mark.parametrize(
    ("given", "kept"), [(" Too bitter. ", "Too bitter."), ("a" * 2000, "a" * 1000), ("  ", "")]
)
def test_a_comment_is_kept_without_blanks_and_end(press, asked, given, kept):
    press("cancel", comment=given)
    assert asked[0][0][1]["comment"] == kept


@pytest.mark.parametrize("name", COMMANDS)
def test_each_action_has_its_switch(name):
    action = SubscriptionControlsBlock.actions[name]
    assert action.is_on(VALUE)
    assert not action.is_on({**VALUE, f"allow_{name}": False})


def test_a_new_block_allows_everything():
    default = SubscriptionControlsBlock().get_default()
    assert [default[f"allow_{name}"] for name in COMMANDS] == [True] * 3


def test_a_form_names_what_it_is_about():
    words = html(subscription())
    ids = re.findall(r'name="operation_id" value="([^"]+)"', words)
    assert words.count('name="subscription" value="sub_1"') == len(set(ids)) == 2


def test_going_on_is_offered_before_giving_up():
    words = html(subscription("paused", pause_kind="hold"))
    assert 0 < words.index("/restart/") < words.index("/cancel/")


def test_a_switched_off_action_is_nowhere_on_the_page():
    words = html(subscription(), allow_cancel=False)
    assert "/pause/" in words
    assert "ancel" not in words


def test_a_customer_sees_all_subscriptions():
    tea, mug = subscription(), subscription(pk=2, items=[{"name": "Mug"}])
    words = html(tea, mug)
    assert [words.count(f'subscription-{pk}" aria-labelledby') for pk in (1, 2)] == [1, 1]


def test_several_things_in_one_subscription_are_listed():
    items = [{"name": "Tea", "quantity": 2}, {"name": "Mug", "quantity": 1}]
    words = html(subscription(items=items))
    assert re.findall(r"<li>(\d) . (\w+)</li>", words) == [("2", "Tea"), ("1", "Mug")]


def test_names_of_products_are_text():
    words = html(subscription(items=[{"name": "<script>alert(1)</script>"}]))
    assert "<script" not in words
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words


def test_somebody_without_subscriptions_is_told_what_will_be_here():
    words = html()
    assert "No subscriptions" in words
    assert "When you subscribe to something, you can manage it here." in words


def test_buttons_of_a_preview_do_nothing():
    words = shown(SubscriptionControlsBlock(), VALUE, sample_viewer("active"))
    buttons = re.findall(r'<button[^>]*type="submit"[^>]*>', words)
    assert len(buttons) == 2
    assert [button for button in buttons if " disabled" not in button] == []
