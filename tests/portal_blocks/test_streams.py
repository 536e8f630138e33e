from __future__ import annotations

from dataclasses import replace

import pytest

from access_rules.presets import ACTIVE, INACTIVE
from access_rules.subject import signed_out
from portal_blocks.registry import PortalStream
from portal_blocks.streams import assets, find_block, find_view, visible_blocks
from tests.pages import block, controls, text
from tests.portal_blocks.cast import NOW, viewer

HISTORY = {"heading": "Your orders", "page_size": 20}


def stream(*blocks):
    return PortalStream().to_python(list(blocks))


def columns(*left, rule=None):
    given = {"left": list(left), "right": [], "ratio": "even"}
    return block("columns", **given) if rule is None else block("columns", rule, **given)


def kinds(found):
    return [child.block_type for child in found]


def test_blocks_inside_others_come_after_what_is_around_them():
    body = stream(controls(), columns(text("a"), block("heading")), text("b"))
    found = kinds(visible_blocks(body, viewer()))
    assert found == ["subscription_controls", "columns", "rich_text", "heading", "rich_text"]


def test_hidden_blocks_are_left_out():
    body = stream(text("a", ACTIVE), text("b", INACTIVE), columns(text("c", INACTIVE)))
    assert kinds(visible_blocks(body, viewer())) == ["rich_text", "columns"]


def test_what_is_inside_a_hidden_block_is_hidden_whatever_its_own_rule_says():
    assert list(visible_blocks(stream(columns(text("a"), rule=INACTIVE)), viewer())) == []


def test_nobody_signed_out_sees_what_customers_see():
    visitor = replace(viewer(), subject=signed_out(NOW))
    body = stream(text("a", ACTIVE), text("b"), text("c", INACTIVE))
    assert kinds(visible_blocks(body, visitor)) == ["rich_text"]


def test_a_block_is_found_by_its_id_also_inside_another():
    inner = controls()
    found = find_block(stream(text("a"), columns(inner)), inner["id"], viewer())
    assert (found.id, found.block_type) == (inner["id"], "subscription_controls")


@pytest.mark.parametrize("around", [lambda one: one, columns])
def test_a_hidden_block_is_not_found(around):
    hidden = text("a", INACTIVE)
    assert find_block(stream(around(hidden)), hidden["id"], viewer()) is None


def test_a_block_inside_a_hidden_one_is_not_found():
    inner = controls()
    assert find_block(stream(columns(inner, rule=INACTIVE)), inner["id"], viewer()) is None


@pytest.mark.parametrize("block_id", ["", "None", "nonsense"])
def test_an_id_of_no_block_finds_none(block_id):
    assert find_block(stream(text("a")), block_id, viewer()) is None


def test_a_view_is_that_of_the_first_block_that_has_it():
    first, second = block("order_history", **HISTORY), block("order_history", **HISTORY)
    child, view = find_view(stream(text("a"), columns(first), second), "order", viewer())
    assert (child.id, view.template) == (first["id"], "portal_blocks/order_detail.html")


def test_a_hidden_block_leaves_its_view_to_the_next():
    hidden, shown = block("order_history", INACTIVE, **HISTORY), block("order_history", **HISTORY)
    child, _ = find_view(stream(hidden, shown), "order", viewer())
    assert child.id == shown["id"]


@pytest.mark.parametrize("name", ["orders", "load", "", "subscriptions"])
def test_a_view_that_no_block_has_is_not_found(name):
    body = stream(block("order_history", **HISTORY), controls())
    assert find_view(body, name, viewer()) is None


def test_a_page_loads_each_style_once_also_of_blocks_inside_others():
    body = stream(text("a"), columns(controls(), text("b")), text("c"), controls())
    assert assets(body, viewer(), "css") == [
        "portal_blocks/rich_text.css",
        "portal_blocks/columns.css",
        "portal_blocks/agreement.css",
        "portal_blocks/addresses.css",
        "portal_blocks/subscription_controls.css",
    ]


def test_a_page_loads_the_scripts_of_blocks_that_have_one():
    body = stream(text("a"), controls(), block("order_history", **HISTORY))
    assert assets(body, viewer(), "js") == [
        "portal_blocks/agreement.js",
        "portal_blocks/addresses.js",
        "portal_blocks/subscription_controls.js",
    ]


@pytest.mark.parametrize("kind", ["css", "js"])
def test_what_a_page_loads_tells_nothing_of_hidden_blocks(kind):
    hidden = {**controls(), "value": {**controls()["value"], "visibility": INACTIVE}}
    body = stream(hidden, columns(controls(), rule=INACTIVE))
    assert assets(body, viewer(), kind) == []


def test_blocks_bring_the_style_and_script_of_the_parts_they_share():
    body = stream(block("card_on_file", heading="Cards"), block("card_on_file", heading="Again"))
    assert assets(body, viewer(), "js") == ["portal_blocks/paying.js"]
    styles = ["portal_blocks/paying.css", "portal_blocks/card_on_file.css"]
    assert assets(body, viewer(), "css") == styles
