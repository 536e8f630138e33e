"""The report and its proofs, for staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from billing.leaving import Press, Shown, end_leaving, note_pressed, note_shown
from billing.models import Leaving, LeavingStep, Subscription
from cms.customers.story import story_of
from portals.models import PortalSettings
from tests.cms.staff import client_of, member, merchant
from tests.pages import again, make_home


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
    Subscription.objects.filter(pk=row.pk).update(state="ending")
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


def test_days_are_told_as_people_write_them(tried, report):
    at = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
    Leaving.objects.update(began_at=at)
    [row] = report(days=365).context["rows"]
    assert (row.began_on, row.began) == ("3 Nov 2026, 23:30", "2026-11-03 23:30")


def test_cancellation_that_was_taken_back_elsewhere_says_so(tried, report):
    Subscription.objects.filter(external_id="sub_active").update(state="active")
    answer = report()
    assert (answer.context["figures"].cancelled, answer.context["figures"].kept) == (0, 1)
    assert "Cancelled, and taken back" in answer.content.decode()


def test_file_holds_them_one_by_one_and_no_formula(tried, report):
    file = b"".join(report(export="csv").streaming_content).decode()
    head, row = file.splitlines()
    assert head.startswith("Began,Customer,Subscription,Reason")
    assert "'=Too much,Two bags,Cancelled" in row
    assert f"http://admin.localhost/admin/leaving/{tried.pk}/" in row


def test_sheet_can_be_downloaded(tried, report):
    answer = report(export="xlsx")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_proof_leads_to_the_page_as_it_was(tried, home):
    told = client_of(merchant()).get(f"/admin/leaving/{tried.pk}/").content.decode()
    assert f"/admin/pages/{home.pk}/revisions/{home.live_revision_id}/view/" in told
    assert "Why do you cancel?" in told
    assert "Pressed the button that cancels" in told


def test_proof_tells_the_time_of_the_portal_to_the_second(tried, shop):
    PortalSettings.objects.filter(site=shop.site_id).update(time_zone="Asia/Tokyo")
    again(shop)
    LeavingStep.objects.update(at=datetime(2026, 11, 3, 23, 30, 5, tzinfo=UTC))
    told = client_of(merchant()).get(f"/admin/leaving/{tried.pk}/").content.decode()
    assert ("4 Nov 2026, 08:30:05" in told, "Asia/Tokyo" in told) == (True, True)


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
