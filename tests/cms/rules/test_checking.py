"""What a page's form refuses of rules, and what it keeps for whoever may not change them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from cms.models import PortalPage
from cms.rules.checking import joined
from tests.cms.rules.conftest import bought, rule
from tests.cms.rules.forms import form_of
from tests.pages import block, make_home, make_page, text


@pytest.fixture
def writer(staff, shop):
    """Somebody who may change pages and no rules."""
    return lambda: staff(portals=(shop,)).user


def columns(*blocks, rule=EVERYONE):
    return block("columns", rule, left=list(blocks), right=[], ratio="even")


def own_rules(form) -> list[Any]:
    """The rules of the blocks that would be saved, those inside others after these."""
    assert form.is_valid(), form.errors.as_json()
    found = []
    for one in form.cleaned_data["body"]:
        found.append(one.value["visibility"])
        found += [inner.value["visibility"] for inner in one.value.get("left", [])]
    return found


def test_rules_of_the_shops_own_things_are_saved(chief, shop, grinder):
    asked = rule(bought(grinder))
    home = make_home(shop, columns(text("In", ACTIVE)))
    form = form_of(home, chief.user, rule=asked)
    assert form.is_valid(), form.errors.as_json()
    assert form.cleaned_data["visibility"] == asked
    assert own_rules(form) == [EVERYONE, ACTIVE]


def test_another_shops_product_is_refused_in_the_pages_rule(chief, shop, rod):
    form = form_of(make_home(shop), chief.user, rule=rule(bought(rod)))
    assert not form.is_valid()
    [fault] = form.errors.as_data()["visibility"]
    assert fault.params["path"] == "rule.all[0].products"


def test_another_shops_product_is_refused_at_its_block(chief, shop, rod):
    theirs = text("Theirs", rule(bought(rod)))
    form = form_of(make_home(shop), chief.user, body=[text("Ours"), columns(text("x"), theirs)])
    assert not form.is_valid()
    [stream] = form.errors.as_data()["body"]
    inner = stream.block_errors[1].block_errors["left"].block_errors[1]
    assert inner.block_errors["visibility"].params["path"] == "rule.all[0].products"


def test_a_teasers_blocks_are_checked_too(chief, shop, rod):
    form = form_of(make_home(shop), chief.user, teaser=[text("Theirs", rule(bought(rod)))])
    assert not form.is_valid()
    assert "teaser" in form.errors


def test_a_new_page_is_of_its_parents_portal(chief, shop, rod):
    parent = Page.objects.get(pk=make_home(shop).pk)
    page = PortalPage(title="New", slug="new", visibility=dict(ANY_CUSTOMER))
    page.get_parent = lambda: parent
    form = form_of(page, chief.user, rule=rule(bought(rod)))
    assert not form.is_valid()
    assert "visibility" in form.errors


def test_many_blocks_cost_one_query_for_what_they_name(chief, shop, grinder):
    home = make_home(shop, *(text(str(n), rule(bought(grinder))) for n in range(10)))
    blocks, counts = list(home.body.raw_data), []
    for sent in ([], [], blocks):  # the first time, the portals are read too
        form = form_of(home, chief.user, body=sent)
        with CaptureQueriesContext(connection) as queries:
            assert form.is_valid(), form.errors.as_json()
        counts.append(len(queries))
    assert counts[2] == counts[1] + 1


def test_whoever_may_not_edit_rules_changes_no_pages_rule(writer, shop):
    form = form_of(make_home(shop, rule=ACTIVE), writer(), rule=EVERYONE)
    assert form.is_valid(), form.errors.as_json()
    assert form.cleaned_data["visibility"] == ACTIVE


def test_nobody_in_particular_changes_no_rule(shop):
    assert form_of(make_home(shop, rule=ACTIVE), None, rule=EVERYONE).fields["visibility"].disabled


def test_whoever_may_not_edit_rules_changes_no_blocks_rule(writer, shop):
    home = make_home(shop, text("a", ACTIVE), columns(text("b", INACTIVE), rule=ACTIVE))
    sent = copy.deepcopy(list(home.body.raw_data))
    sent[0]["value"]["visibility"] = sent[1]["value"]["visibility"] = EVERYONE
    sent[1]["value"]["left"][0]["value"]["visibility"] = EVERYONE
    assert own_rules(form_of(home, writer(), body=sent)) == [ACTIVE, ACTIVE, INACTIVE]


def test_a_block_taken_out_of_another_keeps_that_ones_rule(writer, shop):
    inner = text("b", rule({"condition": "any_customer"}, key="none"))
    home = make_home(shop, columns(inner, rule=ACTIVE))
    expected = joined([ACTIVE, inner["value"]["visibility"]])
    assert own_rules(form_of(home, writer(), body=[inner])) == [expected]
    moved = columns(inner, rule=EVERYONE)
    assert own_rules(form_of(home, writer(), body=[moved]))[1] == expected


def test_a_duplicate_keeps_its_rule_and_a_new_block_has_none(writer, shop):
    home = make_home(shop, text("a", ACTIVE))
    sent = [text("copy", ACTIVE), text("new", INACTIVE)]
    assert own_rules(form_of(home, writer(), body=sent)) == [ACTIVE, EVERYONE]


def test_everything_else_can_be_changed_without_the_permission(writer, shop):
    home = make_home(shop, text("a", ACTIVE))
    sent = copy.deepcopy(list(home.body.raw_data))
    sent[0]["value"]["text"] = "<p>changed</p>"
    form = form_of(home, writer(), body=sent)
    assert own_rules(form) == [ACTIVE]
    assert "changed" in str(form.cleaned_data["body"][0].value["text"])


def test_it_holds_in_the_editor_itself(staff, shop):
    make_home(shop)
    page = make_page(Page.objects.get(slug=f"home-{shop.site_id}"), "inner", text("a"), rule=ACTIVE)
    client = staff(portals=(shop,))
    data = {**form_of(page, None, rule=EVERYONE).data, "title": "Changed", "action-publish": "x"}
    client.post(f"/admin/pages/{page.pk}/edit/", data)
    page = PortalPage.objects.get(pk=page.pk)
    assert (page.title, page.visibility) == ("Changed", ACTIVE)


@pytest.mark.parametrize(
    ("rules", "one"),
    [
        ([ACTIVE], ACTIVE),
        ([EVERYONE, ACTIVE], ACTIVE),
        ([EVERYONE, EVERYONE], EVERYONE),
        (
            [ACTIVE, INACTIVE],
            {"version": 1, "all": [{"all": ACTIVE["all"]}, {"all": INACTIVE["all"]}]},
        ),
    ],
)
def test_rules_are_joined_into_one(rules, one):
    assert joined(rules) == one
