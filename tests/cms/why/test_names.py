"""The names in many rules, asked for together."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access_rules.models import NamedRule
from billing.models import Product
from cms.previewing.people import viewer_at
from cms.why.deciding import page_decision
from cms.why.steps import Step
from tests.pages import again, make_home, text


@pytest.fixture
def page(shop, people):
    """Ten blocks, each for whoever bought another product, and one for a named rule with one."""
    rows = [
        Product(shop_id=shop.shop_id, source="stripe", external_id=f"p{n}", name=f"Thing {n}")
        for n in range(11)
    ]
    ids = [one.pk for one in Product.objects.bulk_create(rows)]
    bought = {"condition": "bought_product", "products": ids[10:]}
    rule = {"version": 1, "all": [bought]}
    named = NamedRule.objects.create(shop_id=shop.shop_id, name="Gold", rule=rule)
    rules = [[{"condition": "bought_product", "products": [pk]}] for pk in ids[:10]]
    rules.append([{"condition": "named_rule", "rule": str(named.pk)}])
    blocks = [text(f"Words {n}", {"version": 1, "all": one}) for n, one in enumerate(rules)]
    return make_home(shop, *blocks)


def sentences(step: Step) -> str:
    return " ".join([step.sentence, step.fact, *map(sentences, step.parts)])


def test_all_names_cost_a_query_a_kind(page, shop, people, now):
    viewer, _door = viewer_at(again(shop), people["active"], now)
    page_decision(page, viewer)
    with CaptureQueriesContext(connection) as queries:
        decision = page_decision(page, viewer)
    told = [sentences(block.decision.steps) for block in decision.blocks]
    assert all(f"Thing {n}" in words for n, words in enumerate(told))
    assert len(queries) <= 2


def test_a_preview_names_what_is_hidden_by_as_few(page, shop):
    page.make_preview_request(preview_mode="active")
    with CaptureQueriesContext(connection) as queries:
        shown = page.make_preview_request(preview_mode="active").content.decode()
    assert shown.count("Hidden from this viewer") == 11
    assert len([one for one in queries if "billing_product" in one["sql"]]) == 1
