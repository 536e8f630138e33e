"""The editor's own host: who gets in, what it previews, what it never shows."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from access_rules.presets import ACTIVE, INACTIVE
from accounts.models import StaffUser
from cms.models import PortalPage
from tests.pages import block, controls, make_home, text

EDITOR = {"host": "admin.localhost"}
LISTS = {
    "": "Portico",
    "customers/": "There are no customers to display.",
    "privacy-requests/": "There are no requests about data to display.",
    "shared-addresses/": "There are no shared addresses to display.",
    "emails/": "There are no e-mails to display.",
    "stripe-events/": "There are no",
    "named-rules/": "There are no",
    "order-keys/": "There are no",
    "stripe-accounts/": "There are no",
    "snippets/billing/product/": "There are no products to display.",
    "gallery/": "Every block in every state",
}
"""What the editor's pages say on the first day, when there is nothing yet."""


@pytest.fixture
def editor(db) -> Client:
    user = StaffUser.objects.create_superuser("merchant@example.com", "a-long-password")
    client = Client(headers=EDITOR)
    client.force_login(user)
    return client


@pytest.fixture
def page(shop) -> PortalPage:
    hidden = text("Words for the inactive", INACTIVE)
    history = block("order_history", heading="Orders", page_size=20)
    return make_home(shop, text("For all"), hidden, controls(), history)


@pytest.fixture
def empty(editor) -> Client:
    """The editor as the first migration leaves it: no portal, no customer."""
    Locale.objects.create(language_code="en")
    Page.add_root(title="Root", slug="root")
    return editor


def preview(page: PortalPage, mode: str) -> str:
    return str(page.make_preview_request(preview_mode=mode).content.decode())


def test_the_editor_opens_a_page(editor, page):
    shown = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Who can see it" in shown
    assert "Visible to all" not in shown


def test_a_preview_is_made_from_the_editors_host(editor, page):
    answer = editor.get(f"/admin/pages/{page.pk}/view_draft/?mode=active")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "shop.localhost" in shown
    assert "Sam Sample" in shown


def test_a_preview_shows_what_each_persona_sees(page):
    assert "Words for the inactive" in preview(page, "inactive")
    assert "Words for the inactive" not in preview(page, "active")


def test_a_preview_shows_that_something_is_hidden(page):
    assert "Hidden from this viewer" in preview(page, "active")


def test_a_preview_never_shows_a_real_customer(page, people):
    for mode in ("active", "inactive", "signed_out", f"customer:{people['active'].pk}", "x"):
        told = preview(page, mode)
        assert "active@example.com" not in told
        assert not re.search(r"\b(?<!CR-)1002\b", told)  # invented orders are numbered CR-…


def test_a_preview_asks_nothing_of_orders_or_subscriptions(page, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        preview(page, "active")
    assert not [query for query in queries if "billing_" in query["sql"]]


def test_each_block_can_be_previewed_in_the_chooser(editor):
    from portal_blocks.registry import BLOCKS

    for name in BLOCKS:
        answer = editor.get(f"/admin/block-preview/?id={_definition(name)}")
        assert answer.status_code == 200, name


def test_the_chooser_shows_a_block_in_the_themes_clothes_and_switched_off(editor):
    told = editor.get(f"/admin/block-preview/?id={_definition('columns')}").content.decode()
    assert "themes/plain/plain.css" in told
    assert "portal_blocks/columns.css" in told
    assert "portal_blocks/rich_text.css" in told  # of what stands in the columns
    assert '<fieldset class="preview-inert" disabled>' in told


def _definition(name: str) -> str:
    stream = PortalPage._meta.get_field("body").stream_block
    return str(stream.child_blocks[name].definition_prefix)


def test_customers_get_no_further_than_the_editors_door(visit, shop, page):
    key = visit(shop, "active").cookies["portico"].value
    client = Client(headers=EDITOR)
    for cookie in ("portico", "portico_staff"):
        client.cookies[cookie] = key
    assert client.get("/admin/").status_code == 302


def test_staff_are_nobody_on_a_portal(editor, visit, shop, page):
    key = editor.cookies["portico_staff"].value
    client = visit(shop)
    for cookie in ("portico", "portico_staff"):
        client.cookies[cookie] = key
    assert client.get("/").status_code == 302


def test_a_customers_number_opens_no_editor(page, people):
    typed = {"username": "active@example.com", "password": "1002"}
    answer = Client(headers=EDITOR).post("/admin/login/", typed)
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.client.session


def test_publishing_changes_who_sees_at_once(editor, visit, shop, page):
    client = visit(shop, "active")
    assert client.get("/").status_code == 200
    page.visibility = dict(INACTIVE)
    page.save_revision().publish()
    assert client.get("/").status_code == 404
    page.visibility = dict(ACTIVE)
    page.save_revision().publish()
    assert client.get("/").status_code == 200


def test_the_editor_refuses_a_rule_it_could_not_decide_on(page):
    from django.core.exceptions import ValidationError

    page.visibility = {"version": 1, "all": [{"condition": "nonsense"}]}
    with pytest.raises(ValidationError, match=r"all\[0\]"):
        page.full_clean()


@pytest.mark.parametrize("path", LISTS)
def test_every_page_of_the_editor_opens_before_there_is_anything(empty, path):
    answer = empty.get(f"/admin/{path}")
    assert answer.status_code == 200
    assert LISTS[path] in answer.content.decode()


def test_reports_of_a_portal_are_not_in_the_menu_before_there_is_one(empty):
    menu = empty.get("/admin/").content.decode()
    assert "/admin/gallery/" in menu
    for name in ("leaving", "coverage", "access-check"):
        assert f"/admin/{name}/" not in menu
