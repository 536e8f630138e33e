from __future__ import annotations

import re

import pytest

from portal_blocks.samples import sample_viewer
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from tests.portal_blocks.cast import Owned, shown, subscription, viewer

VALUE = {
    "heading": "Your subscriptions",
    "allow_pause": True,
    "allow_restart": True,
    "allow_cancel": True,
}
ON = ("pause", "restart", "skip", "cancel")
OFF = ("move", "coupon", "plan", "quantity", "frequency", "address", "gift", "card")


def html(*subscriptions, **changes) -> str:
    return shown(SubscriptionControlsBlock(), {**VALUE, **changes}, viewer(*subscriptions))


def test_what_can_be_undone_may_be_done_and_what_costs_is_asked_of_the_merchant():
    default = SubscriptionControlsBlock().get_default()
    assert [default[f"allow_{name}"] for name in ON] == [True] * len(ON)
    assert [default[f"allow_{name}"] for name in OFF] == [False] * len(OFF)


@pytest.mark.parametrize("name", sorted({*SubscriptionControlsBlock.actions} - {"undo"}))
def test_each_action_has_its_switch(name):
    action = SubscriptionControlsBlock.actions[name]
    assert action.switch in SubscriptionControlsBlock().child_blocks
    assert not action.is_on({**VALUE, action.switch: False})


def test_a_form_names_what_it_is_about():
    words = html(subscription())
    ids = re.findall(r'name="operation_id" value="([^"]+)"', words)
    assert words.count('name="subscription" value="sub_1"') == len(set(ids)) == 3


def test_going_on_is_offered_before_giving_up():
    words = html(subscription("paused", pause_kind="hold"))
    assert 0 < words.index("/restart/") < words.index("/cancel/")


def test_more_than_a_few_actions_are_behind_a_word_that_names_them():
    words = html(subscription(), allow_move=True, allow_coupon=True, allow_skip=True)
    what = re.search(r'class="more__what">([^<]*)<', words)[1]
    assert what == "Move the next charge · Use a code · Orders and changes"
    assert words.index("more__list") < words.index("/move/") < words.index("/cancel/")


def test_panels_close_each_other_but_not_what_is_around_them():
    words = html(subscription(), allow_move=True, allow_coupon=True, allow_skip=True)
    groups = re.findall(r'<details class="action[^"]*" name="([^"]*)"', words)
    assert len(set(groups)) == 2
    assert f"{groups[0]}-more" in groups


def test_a_day_to_choose_has_its_limits():
    words = html(subscription())
    assert 'type="date" name="until" min="2026-11-23" max="2027-11-22"' in words


def test_what_has_ended_can_be_begun_again_unless_it_runs_again(monkeypatch):
    monkeypatch.setattr(Owned, "sold", lambda _self, _shop, prices: frozenset(prices))
    over = subscription("cancelled", items=[{"name": "Tea", "price": "price_tea"}])
    anew = subscription(pk=2, items=[{"name": "Tea", "price": "price_tea"}])
    assert "/account/again/sub_1/" in html(over)
    assert "/again/" not in html(over, anew)


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
    assert re.findall(r"<li>(\d) . <bdi>(\w+)</bdi></li>", words) == [("2", "Tea"), ("1", "Mug")]


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
    assert len(buttons) == 3
    assert [button for button in buttons if " disabled" not in button] == []
