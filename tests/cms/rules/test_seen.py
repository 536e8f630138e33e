from __future__ import annotations

import pytest
from wagtail.models import Page

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from cms.rules.seen import PAGE, Seen, rules_above, seen_live, seen_on, with_posted
from tests.pages import again, block, make_home, make_page, text


@pytest.fixture
def inner(shop):
    """A page below the home, with a block inside of another."""
    home = make_home(shop, rule=ANY_CUSTOMER)
    one, box = text("a", ACTIVE), block("columns", INACTIVE, left=[], right=[], ratio="even")
    box["value"]["left"] = [one]
    return make_page(Page.objects.get(pk=home.pk), "inner", box, text("b"), rule=ACTIVE)


def ids(page) -> tuple[str, str, str]:
    box, last = page.body
    return str(box.id), str(box.value["left"][0].id), str(last.id)


def test_a_block_is_seen_by_leave_of_all_that_is_around_it(shop, inner):
    box, nested, last = ids(inner)
    seen = seen_on(inner, rules_above(inner, again(shop)))
    assert seen.rules(PAGE) == (ANY_CUSTOMER, ACTIVE)
    assert seen.rules(nested) == (ANY_CUSTOMER, ACTIVE, INACTIVE, ACTIVE)
    assert seen.rules(last) == (ANY_CUSTOMER, ACTIVE, EVERYONE)
    assert seen.labels[box] == "Columns"
    assert seen.rules("another") is None


def test_nobody_gets_to_a_page_below_one_that_is_not_live(shop, inner):
    inner.get_parent().specific.unpublish()
    assert rules_above(inner, again(shop)) is None
    assert seen_live(inner, None).rules(PAGE) is None


def test_nobody_gets_to_a_page_that_is_not_live(shop, inner):
    above = rules_above(inner, again(shop))
    assert seen_live(inner, above).rules(PAGE) == (ANY_CUSTOMER, ACTIVE)
    inner.unpublish()
    assert seen_live(inner, above) == Seen()


def test_rules_in_a_form_take_the_place_of_those_in_the_draft(shop, inner):
    box, nested, last = ids(inner)
    seen = seen_on(inner, rules_above(inner, again(shop)))
    form = {"page_rule": EVERYONE, "blocks": {box: ACTIVE, nested: EVERYONE, "new": INACTIVE}}
    posted = with_posted(seen, inner, form)
    assert posted.rules(PAGE) == (ANY_CUSTOMER, EVERYONE)
    assert posted.rules(nested) == (ANY_CUSTOMER, EVERYONE, ACTIVE, EVERYONE)
    assert posted.rules("new") == (ANY_CUSTOMER, EVERYONE, INACTIVE)
    assert posted.rules(last) is None


def test_a_form_may_say_which_block_stands_in_which(shop, inner):
    box, nested, _last = ids(inner)
    seen = seen_on(inner, [])
    moved = with_posted(seen, inner, {"blocks": {box: ACTIVE, nested: INACTIVE}, "within": {}})
    assert moved.blocks[nested] == (INACTIVE,)
    circle = {"blocks": {box: ACTIVE}, "within": {box: box}}
    assert set(map(str, with_posted(seen, inner, circle).blocks[box])) == {str(ACTIVE)}


@pytest.mark.parametrize("posted", [{}, {"page_rule": "x"}, {"blocks": []}, {"blocks": None}])
def test_what_is_no_form_changes_nothing(inner, posted):
    seen = seen_on(inner, [])
    assert with_posted(seen, inner, posted) == seen


def test_what_is_no_rule_is_met_by_nobody(inner):
    seen = with_posted(seen_on(inner, []), inner, {"blocks": {"a": None, "b": "x"}})
    assert list(seen.blocks["a"]) == [{}]
    assert [str(one) for one in seen.blocks["b"]] == ["x"]
