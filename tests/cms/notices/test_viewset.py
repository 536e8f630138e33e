"""E-mails in the editor: who sees them, what is told of them, and sending one again."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import StaffUser
from billing.erasing import erase_customers
from billing.models import Notice, NoticeKind
from tests.cms.notices.staff import staff

LIST = "/admin/emails/"


@pytest.fixture
def failed(noted) -> str:
    """Where an e-mail is shown that failed."""
    notice = noted("order")
    Notice.objects.filter(pk=notice.pk).update(state="failed", because="SMTPDataError: full")
    return f"{LIST}{notice.pk}/"


def test_list_tells_what_became_of_each(failed, noted):
    noted("paused", key="active")
    Notice.objects.filter(kind="paused").update(state="skipped", because="late")
    shown = staff("view_notice").get(LIST).content.decode()
    assert "any@example.com" in shown
    assert "SMTPDataError: full" in shown
    assert "more than a day old" in shown


def test_list_is_filtered_and_searched(failed, noted):
    noted("paused", key="active")
    client = staff("view_notice")
    by_state = client.get(LIST, {"state": "failed"}).content.decode()
    by_name = client.get(f"{LIST}results/", {"q": "active@example.com"}).content.decode()
    assert ("any@example.com" in by_state, "active@example.com" in by_state) == (True, False)
    assert ("any@example.com" in by_name, "active@example.com" in by_name) == (False, True)


def test_more_of_them_need_no_more_queries(failed, people, now):
    client = staff("view_notice")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number, customer in enumerate(people.values()):
        Notice.objects.create(customer=customer, kind="paused", about=str(number), made_at=now)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_one_is_shown_as_its_customer_sees_it(failed):
    client = staff("view_notice")
    shown = client.get(failed).content.decode()
    frame = client.get(f"{failed}frame/").content.decode()
    assert f'src="{failed}frame/" sandbox' in shown
    assert "Thank you for your order" in frame


def test_failed_one_is_sent_again(failed):
    answer = staff("view_notice", "change_notice").post(f"{failed}try-again/", follow=True)
    assert "is being sent again" in answer.content.decode()
    assert Notice.objects.values_list("state", "attempts").get() == ("waiting", 0)


def test_sent_one_is_not_sent_again(failed):
    Notice.objects.update(state="sent")
    client = staff("view_notice", "change_notice")
    answer = client.post(f"{failed}try-again/", follow=True)
    assert "has not failed" in answer.content.decode()
    assert Notice.objects.get().state == "sent"


def test_looking_changes_nothing(failed):
    assert staff("view_notice", "change_notice").get(f"{failed}try-again/").status_code == 405


def test_whoever_may_only_look_cannot_send_again(failed):
    client = staff("view_notice")
    assert "try-again" not in client.get(failed).content.decode()
    assert client.post(f"{failed}try-again/")["location"] == "/admin/"
    assert Notice.objects.get().state == "failed"


DOORS = ["", "results/", "kinds/", "kinds/{site}/order/", "kinds/{site}/order/frame/"]
DOORS += ["{pk}/", "{pk}/frame/"]


@pytest.mark.parametrize("page", DOORS)
def test_staff_without_permission_are_refused(failed, shop, page):
    page = page.format(pk=Notice.objects.get().pk, site=shop.site_id)
    assert staff().get(f"{LIST}{page}")["location"] == "/admin/"


@pytest.mark.parametrize("page", DOORS)
def test_stranger_is_refused(failed, shop, page):
    page = page.format(pk=Notice.objects.get().pk, site=shop.site_id)
    answer = Client(headers={"host": "admin.localhost"}).get(f"{LIST}{page}")
    assert answer["location"].startswith("/admin/login/")


@pytest.mark.parametrize(("permission", "is_shown"), [("view_notice", True), ("", False)])
def test_menu_leads_there_for_whoever_may(db, permission, is_shown):
    assert (LIST in staff(permission).get("/admin/").content.decode()) is is_shown


def test_portal_does_not_serve_it(portals):
    assert Client(headers={"host": portals[0].host}).get(LIST).status_code == 404


def test_settings_have_a_box_for_each_kind(shop):
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(StaffUser.objects.create_superuser("boss@example.com", "a-long-password"))
    page = f"/admin/settings/portals/noticesettings/{shop.site_id}/"
    shown = client.get(page).content.decode()
    assert shown.count('type="checkbox" name="switched_off"') == len(NoticeKind)
    assert re.search('value="order" id="id_switched_off_[0-9]+" checked', shown)


def test_what_was_said_to_somebody_erased_is_gone_and_the_page_says_so(failed):
    notice = Notice.objects.get()
    erase_customers([notice.customer], None, actor="staff:1", now=timezone.now())
    answer = staff("view_notice").get(f"{failed}frame/")
    assert answer.content.decode() == "What it said was erased with the customer's data."
