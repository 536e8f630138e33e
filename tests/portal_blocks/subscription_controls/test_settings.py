"""The block's settings, as they are stored and as they are shown. No database is needed."""

from __future__ import annotations

import pytest

from portal_blocks.subscription_controls.block import SubscriptionControlsBlock

OLD = {
    "heading": "Your subscription",
    "allow_pause": True,
    "credit_unused": False,
    "allow_cancel": True,
    "cancel_when": "now",
    "allow_plan": True,
    "most": 3,
}
NEW = ("frequency", "quantity", "address", "gift", "card")


def children(group):
    """The names of the settings in a group, and in those inside it."""
    for child in (*group.children, *group.settings):
        yield from [child] if isinstance(child, str) else children(child)


def test_every_setting_stands_in_one_part_of_the_form():
    block = SubscriptionControlsBlock()
    assert sorted(children(block.meta.form_layout)) == sorted(block.child_blocks)


def test_parts_are_closed_at_first():
    layout = SubscriptionControlsBlock().meta.form_layout
    parts = [child for child in layout.children if not isinstance(child, str)]
    assert {part.classname for part in parts} == {"collapsed"}


def test_what_was_stored_before_keeps_its_settings():
    value = SubscriptionControlsBlock().to_python(OLD)
    assert {name: value[name] for name in OLD} == OLD


@pytest.mark.parametrize("name", NEW)
def test_what_is_new_is_off_in_what_was_stored_before(name):
    assert not SubscriptionControlsBlock().to_python(OLD)[f"allow_{name}"]


def test_what_was_stored_before_can_be_saved_again():
    block = SubscriptionControlsBlock()
    value = block.to_python(OLD)
    fields = set(block.child_blocks) - {"visibility", "plan_prices"}  # those ask the database
    cleaned = {name: block.child_blocks[name].clean(value[name]) for name in fields}
    assert {name: cleaned[name] for name in OLD} == OLD
