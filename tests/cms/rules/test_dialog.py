"""Before and after publishing: who gains and who loses."""

from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from cms.rules.changes import Changes
from cms.rules.dialog import sentence
from tests.cms.rules.conftest import selects
from tests.cms.rules.forms import form_of
from tests.pages import make_home, text


@pytest.fixture
def home(shop, people):
    """A page for all customers, whose draft is for Active ones, with a block for Inactive ones."""
    page = make_home(shop, rule=ANY_CUSTOMER)
    page.visibility = dict(ACTIVE)
    page.body = [text("Come back", INACTIVE)]  # type: ignore[assignment]
    page.save_revision()
    return page


def told(client, page, where: str = ""):
    return client.get(f"/admin/rules/changes/{page.pk}/?{where}").json()


def test_the_draft_is_compared_with_the_live_page(chief, home):
    found = told(chief, home)
    assert (found["gain"], found["lose"]) == (0, 3)
    [page] = found["places"]
    assert (page["block"], page["gain"], page["lose"]) == ("", 0, 3)
    assert [one["name"] for one in page["losers"]] == ["Any", "Paused", "Cancelled"]


def test_what_stands_in_the_form_is_compared_before_it_is_saved(chief, home):
    form = {"page_rule": INACTIVE, "blocks": {"a": INACTIVE}}
    found = chief.post_json(f"/admin/rules/changes/{home.pk}/", form).json()
    assert (found["gain"], found["lose"]) == (3, 4)
    assert [(one["block"], one["is_new"]) for one in found["places"]] == [("", False), ("a", True)]


def test_names_are_for_those_who_may_see_customers(staff, shop, home):
    [page] = told(staff(portals=(shop,)), home)["places"]
    assert (page["lose"], page["losers"]) == (3, [])


def test_a_page_without_a_portal_has_no_answer(chief, home):
    assert chief.get("/admin/rules/changes/1/").status_code == 404
    assert chief.get("/admin/rules/changes/99/").status_code == 404


def test_the_queries_do_not_grow_with_the_blocks(chief, home):
    home.body = [text(str(n), INACTIVE if n % 2 else ACTIVE) for n in range(40)]
    home.save_revision()
    told(chief, home)
    # Session, staff and their settings; 8 of Wagtail's for the draft; live page and above; change.
    assert selects(lambda: told(chief, home)) <= 3 + 8 + 5 + 3


def test_what_takes_too_long_is_said(chief, home, monkeypatch):
    monkeypatch.setattr("cms.rules.dialog.SECONDS", -1)
    monkeypatch.setattr("cms.rules.bounded.STEPS", 1)
    assert "quickly enough" in told(chief, home)["note"]


def test_publishing_says_who_gained_and_who_lost(chief, home):
    data = {**form_of(home, chief.user).data, "action-publish": "x"}
    shown = chief.post(f"/admin/pages/{home.pk}/edit/", data, follow=True).content.decode()
    assert "By this change 0 customers gain sight of something, 3 lose." in shown


def test_publishing_without_a_change_says_nothing_of_it(chief, shop, people):
    page = make_home(shop)
    data = {**form_of(page, chief.user).data, "title": "Other", "action-publish": "x"}
    shown = chief.post(f"/admin/pages/{page.pk}/edit/", data, follow=True).content.decode()
    assert "has been published" in shown
    assert "By this change" not in shown


def test_figures_are_told_in_words():
    assert (
        sentence(Changes((), 41, 214))
        == "By this change 41 customers gain sight of something, 214 lose."
    )
    assert (
        sentence(Changes((), 1, 1))
        == "By this change 1 customer gains sight of something, 1 loses."
    )
