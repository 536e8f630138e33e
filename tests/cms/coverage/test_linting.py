from __future__ import annotations

from wagtail.models import Page

from access_rules.presets import ACTIVE, INACTIVE
from billing.gateway.client import api
from billing.mirror.dispatch import HANDLERS
from billing.models import Product
from cms.coverage.checks import CHECKS
from cms.coverage.linting import lint, lint_page
from cms.models import PortalPage
from portals import clock
from tests.cms.coverage.conftest import codes, rule
from tests.cms.rules.conftest import selects
from tests.pages import again, controls, text

BROKEN = rule({"condition": "standing", "value": "gone"})


def found_in(portal):
    return lint(again(portal), clock.now())


def test_a_portal_that_is_well_made_has_no_findings(shop, people, below):
    below("perks", text("Hello", ACTIVE))
    below("subscriptions", controls())
    below("back", rule=INACTIVE)
    assert found_in(shop) == []


def test_errors_come_first_then_pages_in_their_order(shop, below):
    below("perks", text("Hello", rule(ACTIVE["all"][0], INACTIVE["all"][0])))
    below("more", text("Hello", BROKEN))
    assert codes(found_in(shop)) == ["broken_rule", "contradiction"]


def test_a_draft_is_looked_at_as_if_it_were_published(below):
    page = below("perks", text("Hello"))
    below("other", text("Hello", BROKEN))
    page.body = [text("Hello", BROKEN)]
    found = lint_page(page, clock.now())
    assert [(one.code, one.page_id) for one in found] == [("broken_rule", page.pk)]


def test_a_new_page_is_looked_at_before_it_is_live(home):
    page = PortalPage(title="New", slug="new", visibility=BROKEN, live=False)
    Page.objects.get(pk=home.pk).add_child(instance=page)
    assert codes(lint_page(page, clock.now())) == ["broken_rule"]


def test_the_first_page_of_a_portal_is_looked_at_before_it_is_live(home):
    home.unpublish()
    home.visibility = BROKEN
    assert "broken_rule" in codes(lint_page(home, clock.now()))


def test_a_page_of_no_portal_has_no_findings(portals):
    root = Page.get_first_root_node()
    page = PortalPage(title="Lost", slug="lost", visibility=BROKEN, live=False)
    root.add_child(instance=page)
    assert lint_page(page, clock.now()) == []


def test_the_queries_do_not_grow_with_the_pages(shop, people, below):
    asked = rule(
        {"condition": "tag", "tags": ["a"]}, {"condition": "bought_product", "products": [1]}
    )
    below("perks", text("One", asked))
    few = selects(lambda: found_in(shop))
    for at in range(6):
        below(f"page-{at}", text("One", asked), text("Two", ACTIVE), rule=asked)
    assert selects(lambda: found_in(shop)) <= few + 1  # pages of nobody are counted, all at once
    assert few <= 12


def test_a_product_removed_at_stripe_is_found_where_a_rule_names_it(stripe, shop, below, now):
    made = api().products.create({"name": "Grinder"}).id
    fields = {"source": "stripe", "external_id": made, "name": "Grinder"}
    product = Product.objects.create(shop_id=shop.shop_id, **fields)
    page = below("perks", rule=rule({"condition": "bought_product", "products": [product.pk]}))
    api().products.delete(made)
    HANDLERS["product.deleted"](made, now=now)
    found = [one for one in found_in(shop) if one.code == "product_not_sold"]
    assert [(one.page_id, one.place) for one in found] == [(page.pk, "rule.all[0].products")]


def test_a_check_that_fails_keeps_nobody_from_publishing(below, monkeypatch, caplog):
    def fails(_ground):
        raise ZeroDivisionError

    page = below("perks", text("Hello", BROKEN))
    monkeypatch.setattr("cms.coverage.linting.CHECKS", (fails, *CHECKS))
    assert codes(lint_page(page, clock.now())) == ["broken_rule"]
    assert "A check of who sees what failed: fails" in caplog.text
