from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import Collection, Page

from access_rules.models import NamedRule
from cms.models import PortalDocument, PortalImage
from cms.rules.usage import rules_in, uses_of_rules
from tests.cms.rules.conftest import named, rule
from tests.pages import block, make_home, make_page, text


def uses(one: NamedRule) -> list[tuple[str, str]]:
    return [(str(use.kind), use.title) for use in uses_of_rules().get(one.pk, [])]


def test_nothing_uses_a_new_rule(gold, shop):
    make_home(shop, text("For all"))
    assert uses_of_rules() == {}


@pytest.mark.parametrize("where", ["page", "block", "inner"])
def test_pages_and_their_blocks_are_found(gold, shop, where):
    asked = rule({"any": [named(gold)]})
    inner = block("columns", left=[text("In", asked)], right=[], ratio="even")
    home = {
        "page": lambda: make_home(shop, rule=asked),
        "block": lambda: make_home(shop, text("For gold", asked)),
        "inner": lambda: make_home(shop, inner),
    }[where]()
    assert uses(gold) == [("Page", home.title)]
    assert uses_of_rules()[gold.pk][0].url == f"/admin/pages/{home.pk}/edit/"


def test_a_teaser_is_found(gold, shop):
    home = make_home(shop)
    home.teaser = [text("Look", rule(named(gold)))]  # type: ignore[assignment]
    home.save_revision().publish()
    assert uses(gold) == [("Page", home.title)]


def test_drafts_and_what_is_to_be_published_are_found(gold, shop, now):
    home = make_home(shop)
    page = make_page(Page.objects.get(pk=home.pk), "later")
    home.visibility = page.visibility = rule(named(gold))
    home.save_revision()
    page.go_live_at = now + timedelta(days=1)
    page.save_revision().publish()
    page.visibility = rule({"condition": "any_customer"})
    page.save_revision()
    assert uses(gold) == [("Draft of a page", home.title), ("Draft of a page", page.title)]


def test_other_rules_pictures_and_documents_are_found(gold, shop):
    asked = rule(named(gold))
    NamedRule.objects.create(shop_id=shop.shop_id, name="Platinum", rule=asked)
    Collection.add_root(name="Root")
    PortalDocument.objects.create(title="Guide", visibility=asked)
    PortalImage.objects.create(title="Hero", visibility=asked, width=1, height=1)
    assert uses(gold) == [("Named rule", "Platinum"), ("Document", "Guide"), ("Picture", "Hero")]


def test_all_rules_are_looked_up_at_once(gold, shop, django_assert_num_queries):
    for number in range(5):
        NamedRule.objects.create(shop_id=shop.shop_id, name=f"{number}", rule=rule(named(gold)))
    with django_assert_num_queries(5):
        uses_of_rules()


def test_what_is_no_rule_is_passed_over():
    key = uuid4()
    kept: list[Any] = [str(key), "x", None, 3, []]
    stored = [{"condition": "named_rule", "rule": one} for one in kept]
    assert list(rules_in([stored, "named_rule", None, {"rule": str(uuid4())}])) == [key]
