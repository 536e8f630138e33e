"""The report and its proofs, for staff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.leaving import Press, Shown, end_leaving, note_pressed, note_shown
from billing.models import Leaving, Subscription
from cms.customers.story import story_of
from tests.cms.staff import client_of, member, merchant
from tests.pages import make_home


@pytest.fixture
def home(shop):
    return make_home(shop)


@pytest.fixture
def tried(people, shop, home, now):
    """Somebody who gave a reason and cancelled, yesterday."""
    at, row = now - timedelta(days=1), Subscription.objects.get(external_id="sub_active")
    shown = Shown(home.pk, home.live_revision_id, "b1", "Why do you cancel?")
    note_shown(row, shop.host, [shown], now=at)
    why = Press("reason", "b1", "unused", "=Too much", reason="much", comment="Two bags")
    note_pressed(row, shop.host, why, now=at)
    leaving = note_pressed(row, shop.host, Press("cancel", "b1"), now=at)
    end_leaving(leaving, Leaving.End.CANCELLED, now=at)
    return leaving


@pytest.fixture
def report(shop):
    """The report, as the merchant sees it."""
    client = client_of(merchant())
    return lambda **query: client.get("/admin/leaving/", {"portal": shop.site_id, **query})


def test_report_says_how_many_came_to_what_and_why(tried, report):
    told = " ".join(report().content.decode().split())
    assert "<dt>Wanted to cancel</dt><dd>1</dd>" in told
    assert "<dt>Cancelled</dt><dd>1</dd>" in told
    assert "<span>=Too much</span>" in told


@pytest.mark.parametrize(("days", "count"), [("30", 0), ("90", 1), ("7000", 0), ("x", 0)])
def test_report_is_of_the_days_that_are_asked_for(tried, report, days, count):
    Leaving.objects.update(began_at=tried.began_at - timedelta(days=60))
    assert report(days=days).context["figures"].begun == count


def test_file_holds_them_one_by_one_and_no_formula(tried, report):
    file = b"".join(report(export="csv").streaming_content).decode()
    head, row = file.splitlines()
    assert head.startswith("Began,Customer,Subscription,Reason")
    assert "'=Too much,Two bags,Cancelled" in row


def test_sheet_can_be_downloaded(tried, report):
    answer = report(export="xlsx")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_proof_leads_to_the_page_as_it_was(tried, home):
    told = client_of(merchant()).get(f"/admin/leaving/{tried.pk}/").content.decode()
    assert f"/admin/pages/{home.pk}/revisions/{home.live_revision_id}/view/" in told
    assert "Why do you cancel?" in told
    assert "Pressed the button that cancels" in told


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_who_may_not_see_customers_is_refused(tried, home, path):
    client = client_of(member(home))
    answer = client.get(f"/admin/leaving/{path.format(pk=tried.pk)}")
    assert (answer.status_code, "Two bags" in answer.content.decode()) == (302, False)


def test_proof_of_another_portal_is_not_there(tried, club, home):
    client = client_of(member(home, "accounts.view_customer"))
    Leaving.objects.update(host=club.host)
    assert client.get(f"/admin/leaving/{tried.pk}/").status_code == 404


def test_story_of_the_customer_tells_of_it(tried, people):
    [chapter] = [one for one in story_of(people["active"]).chapters if one.icon == "comment"]
    assert chapter.title.endswith("Cancelled")
    assert [line.text for line in chapter.lines][1] == "Gave a reason: =Too much"
