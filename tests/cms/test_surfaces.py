"""What serves no pages: search, sitemaps, e-mails, exports. Were one to, it has to ask the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import Page

from access_rules.presets import ACTIVE, EVERYONE
from billing import documents
from billing.models import NoticeKind, OrderRef
from billing.notices.writers import Writer
from cms.models import PortalDocument, PortalImage, PortalPage
from cms.notices.mail import drawn
from cms.notices.samples import sample_facts
from cms.urls import portal
from portal_blocks.samples import sample_viewer
from portals.models import NoticeSettings
from tests.pages import block, make_home
from tests.portal_blocks.cast import buy

SERVED = {
    "healthz",
    "readyz",
    "webhooks/",
    "api/",
    "",
    "do/<int:page_id>/<uuid:block_id>/<slug:action>/",
    "do/look/<uuid:operation_id>/",
    "language/",
    "card-form/",
    "go/<slug:word>/",
    "my-data/<uuid:request_id>/",
    "my-data/<uuid:request_id>/file/",
    "finish/<uuid:operation_id>/",
    "documents/<int:document_id>/<str:document_filename>",
    "documents/",
    "pictures/<int:image_id>/<str:name>",
    r"^media/(?P<path>(?:images|original_images)/[^/]+)$",
    r"^((?:[\w\-]+/)*)$",
}


def test_a_portal_serves_no_door_that_is_not_known_here():
    assert {str(pattern.pattern) for pattern in portal.urlpatterns} == SERVED


@pytest.mark.parametrize("app", ["wagtail.contrib.sitemaps", "wagtail.api.v2", "rest_framework"])
def test_what_lists_pages_without_asking_is_not_installed(app):
    assert not apps.is_installed(app)


def test_a_portal_has_no_preview_and_no_editor():
    names = set(get_resolver("cms.urls.portal").reverse_dict)
    assert not {"wagtailadmin_pages:view_draft", "wagtailadmin_home"} & names


def test_search_knows_nothing_of_blocks_teasers_or_rules():
    own = {field.field_name for field in PortalPage.search_fields}
    assert own == {field.field_name for field in Page.search_fields}
    for model in (PortalDocument, PortalImage):
        assert "visibility" not in {field.field_name for field in model.search_fields}


@pytest.mark.django_db
def test_a_page_is_in_no_sitemap():
    assert PortalPage(title="Perks").get_sitemap_urls() == []


def test_an_email_is_written_without_a_page_a_block_or_a_rule(monkeypatch):
    """No database here, which pages are read from; and nothing of a page could be drawn."""
    for gate in ("portal_blocks.base.PortalBlock.render", "cms.pages.tree.tree_of"):
        monkeypatch.setattr(gate, None)
    here = replace(sample_viewer("signed_out").portal, host="shop.localhost")
    now = timezone.now()
    for kind in NoticeKind:
        facts, writer = sample_facts(kind, now=now), Writer(here, NoticeSettings())
        mail = drawn(kind, facts, writer, to="ada@example.com", name="notice-1", now=now)
        assert "ada@example.com" in mail.body


@pytest.fixture
def order(people, monkeypatch):
    """An order with an invoice, of somebody whose subscription has ended."""
    order = buy(people["cancelled"], "Tea")
    ref = {"source": "stripe", "kind": "invoice", "ref": "in_1"}
    OrderRef.objects.create(shop=order.shop, order=order, **ref)
    ways = {kind: (of, lambda _ref: "https://x/") for kind, (of, _) in documents._OF.items()}
    monkeypatch.setattr(documents, "_OF", ways)
    return order


@pytest.mark.parametrize(("rule", "found"), [(EVERYONE, [200, 302]), (ACTIVE, [404, 404])])
def test_an_order_and_its_papers_stand_behind_their_blocks_rule(visit, shop, order, rule, found):
    make_home(shop, block("order_history", rule, heading="Orders", page_size=3), rule=EVERYONE)
    client = visit(shop, "cancelled")
    addresses = (f"/order/{order.pk}/", f"/document/{order.pk}-invoice/")
    assert [client.get(address).status_code for address in addresses] == found


@pytest.mark.parametrize("path", ["coverage", "reports/aging-pages", "reports/site-history"])
def test_exports_are_for_staff_alone(visit, shop, path):
    url = f"/admin/{path}/?export=csv"
    assert visit(shop, "active").get(url).status_code == 404
    answer = visit(shop).get(url, headers={"host": "admin.localhost"})
    assert answer.headers["Location"].startswith("/admin/login/")


def test_a_page_is_not_exported(visit, shop):
    make_home(shop, block("rich_text", ACTIVE, text="<p>Perks</p>"))
    answer = visit(shop, "cancelled").get("/?export=csv")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert b"Perks" not in answer.content
