"""The preview panel: what it offers, and who may search for customers."""

from __future__ import annotations

import pytest

from accounts.models import Customer
from portals.models import Shop
from tests.cms.staff import client_of, member

SEARCH = "/admin/look-as/"
LOOKS = "access_rules.preview_as_customer"


def labels(answer) -> list[str]:
    return [one["label"] for one in answer.json()["items"]]


@pytest.mark.parametrize("query", ["past-due@", "Past Due", "1004"])
def test_customers_are_found_by_address_name_and_order(editor, page, people, query):
    answer = editor.get(SEARCH, {"page": page.pk, "q": query})
    assert labels(answer) == ["Past Due"]
    assert answer.json()["items"][0]["value"] == f"customer-{people['past-due'].pk}"


@pytest.mark.parametrize("query", ["", "a", "%", "nobody at all", "x" * 5000])
def test_too_little_or_nobody_finds_nobody(editor, page, people, query):
    assert labels(editor.get(SEARCH, {"page": page.pk, "q": query})) == []


def test_customers_of_another_shop_and_deleted_ones_are_not_found(editor, page, people, now):
    other = Shop.objects.create(name="Elsewhere")
    Customer.objects.filter(pk=people["active"].pk).update(shop=other)
    Customer.objects.filter(pk=people["paused"].pk).update(deleted_at=now)
    assert labels(editor.get(SEARCH, {"page": page.pk, "q": "active@"})) == []
    assert labels(editor.get(SEARCH, {"page": page.pk, "q": "paused@"})) == []


def test_whoever_may_not_look_as_a_customer_may_not_search(page, people):
    client = client_of(member(page, "accounts.view_customer"))
    assert client.get(SEARCH, {"page": page.pk, "q": "active@"}).status_code == 403
    assert "look-as-q" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_a_page_that_is_not_theirs_finds_nobody(page, people, club):
    from wagtail.models import Page

    client = client_of(member(Page.objects.get(pk=club.root_page_id), LOOKS))
    assert client.get(SEARCH, {"page": page.pk, "q": "active@"}).status_code == 404


def test_a_stranger_is_sent_to_sign_in(page, client):
    assert (
        client.get(SEARCH, {"page": page.pk}, headers={"host": "admin.localhost"}).status_code
        == 302
    )


def test_the_panel_offers_invented_people_a_search_and_a_time(editor, page):
    shown = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for part in ('value="past_due"', 'id="look-as-q"', 'id="look-as-at"', "cms/look_as.js"):
        assert part in shown
    assert f"{SEARCH}?page={page.pk}" in shown
