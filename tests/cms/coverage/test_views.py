"""The two reports: who may open them, what they show, and the one click that mends."""

from __future__ import annotations

import csv

import pytest

from access_rules.presets import ACTIVE, EVERYONE
from cms.models import PortalPage
from tests.cms.coverage.conftest import rule
from tests.cms.rules.conftest import selects
from tests.cms.staff import client_of, member, merchant
from tests.pages import text

TABLE, CHECK, MEND = "/admin/coverage/", "/admin/access-check/", "/admin/access-check/mend/"
ALWAYS = rule({"condition": "everyone"}, ACTIVE["all"][0], key="any")
SEES, EDITS = "accounts.view_customer", "access_rules.edit_rules"


@pytest.fixture
def editor(db):
    return client_of(merchant())


def shown(client, path, **asked) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("path", [TABLE, CHECK])
def test_whoever_has_a_portal_may_open_it_and_no_other(home, club, path):
    client = client_of(member(home))
    assert "home-1" not in shown(client, path)
    assert client.get(path, {"portal": club.site_id}).status_code == 302
    assert path in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", [TABLE, CHECK])
def test_whoever_has_none_may_not(portals, path):
    from accounts.models import StaffUser

    user = StaffUser.objects.create_user("none@example.com", first_name="None")
    assert client_of(user).get(path).status_code == 302


def test_cells_lead_to_the_reason_for_whoever_may_see_customers(home, shop):
    assert "/admin/why/" not in shown(client_of(member(home)), TABLE)


def test_the_table_shows_every_page_and_state(editor, below, shop):
    below("perks", text("Hello"), rule=ACTIVE)
    told = shown(editor, TABLE, portal=shop.site_id)
    assert all(one in told for one in ("Perks", "Payment failed", "asked to sign in", "1 of 1"))
    assert "who=past_due&amp;page=" in told


def test_the_file_says_the_same_and_runs_nothing(editor, below, shop):
    page = below("perks", rule=ACTIVE)
    PortalPage.objects.filter(pk=page.pk).update(title="=1+1")
    page.refresh_from_db()
    page.save()
    answer = editor.get(TABLE, {"portal": shop.site_id, "export": "csv"})
    head, *rows = csv.reader(answer.content.decode().splitlines())
    assert head[:3] == ["Page", "Address", "Active customer"]
    assert [row[0] for row in rows][1] == "'=1+1"
    assert rows[1][2:4] == ["sees it", "not found"]


def test_findings_are_told_with_their_mend_and_where_to_go(editor, below, shop):
    page = below("perks", rule=ALWAYS)
    told = shown(editor, CHECK, portal=shop.site_id)
    assert "Everyone meets this rule, so it hides nothing." in told
    assert f"/admin/pages/{page.pk}/edit/" in told
    assert "Choose “Everyone” and publish" in told


def test_a_portal_without_findings_says_so(editor, home, shop):
    assert "Nothing is wrong with who sees what" in shown(editor, CHECK, portal=shop.site_id)


def test_one_click_mends(editor, below, shop):
    page = below("perks", rule=ALWAYS)
    asked = {"portal": shop.site_id, "code": "always", "page": page.pk, "block": ""}
    told = editor.post(MEND, asked, follow=True).content.decode()
    assert "Mended, and published." in told
    assert PortalPage.objects.get(pk=page.pk).visibility == EVERYONE


def test_a_click_that_comes_too_late_says_so(editor, below, shop):
    asked = {"portal": shop.site_id, "code": "always", "page": "x", "block": ""}
    assert "mended already" in editor.post(MEND, asked, follow=True).content.decode()


def test_looking_mends_nothing(editor, home):
    assert editor.get(MEND).status_code == 405


def test_staff_of_another_portal_mend_nothing_here(below, club, shop):
    from tests.pages import make_home

    page = below("perks", rule=ALWAYS)
    client = client_of(member(make_home(club), EDITS))
    asked = {"portal": shop.site_id, "code": "always", "page": page.pk, "block": ""}
    assert client.post(MEND, asked).status_code == 302
    assert PortalPage.objects.get(pk=page.pk).visibility == ALWAYS


@pytest.mark.parametrize("path", [TABLE, CHECK])
def test_it_is_told_by_few_queries(editor, below, shop, path):
    below("perks", text("Hello"), rule=ACTIVE)
    shown(editor, path, portal=shop.site_id)
    assert selects(lambda: shown(editor, path, portal=shop.site_id)) <= 16
