"""The inbox in the editor: who sees it, what it tells, and that only a POST tries again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import StaffUser
from billing.models import StripeEvent

LIST = "/admin/stripe-events/"
FAILED, DONE = "/admin/stripe-events/evt_5Fbad/", "/admin/stripe-events/evt_5Fgood/"

pytestmark = pytest.mark.django_db


def staff(*permissions: str) -> Client:
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    wanted = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    return client


def keep(external_id: str, state: str, **fields: object) -> StripeEvent:
    return StripeEvent.objects.create(
        id=external_id,
        type="customer.updated",
        livemode=False,
        object_kind="customer",
        object_id=f"cus_{external_id}",
        created_at=datetime(2026, 1, 31, tzinfo=UTC),
        state=state,
        **fields,
    )


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    asked: list[str] = []
    monkeypatch.setattr("billing.webhooks.inbox.ask_worker", lambda _task, name: asked.append(name))
    return asked


@pytest.fixture(autouse=True)
def events(asked) -> None:
    keep("evt_bad", "dead", attempts=8, error="ShopUnknown: 2 shops are here")
    keep("evt_good", "processed")


def test_list_tells_what_became_of_each_event():
    shown = staff("view_stripeevent").get(LIST).content.decode()
    assert "cus_evt_bad" in shown
    assert "ShopUnknown: 2 shops are here" in shown
    assert "Given up" in shown


def test_list_is_filtered_by_state():
    shown = staff("view_stripeevent").get(LIST, {"state": "dead"}).content.decode()
    assert ("cus_evt_bad" in shown, "cus_evt_good" in shown) == (True, False)


def test_list_is_searched_by_object():
    shown = staff("view_stripeevent").get(f"{LIST}results/", {"q": "cus_evt_good"})
    assert "cus_evt_bad" not in shown.content.decode()
    assert "cus_evt_good" in shown.content.decode()


def test_more_events_need_no_more_queries():
    client = staff("view_stripeevent", "change_stripeevent")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(40):
        keep(f"evt_{number}", "dead")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_event_shows_its_whole_error():
    StripeEvent.objects.update(error="word " * 200 + "end")
    shown = staff("view_stripeevent").get(FAILED).content.decode()
    assert "word end" in shown
    assert "None" not in shown[shown.index("<dl>") : shown.index("</dl>")]


def test_error_is_shown_as_text():
    StripeEvent.objects.update(error="<script>alert(1)</script>")
    client = staff("change_stripeevent")
    for page in (LIST, FAILED, f"{FAILED}try-again/"):
        shown = client.get(page).content.decode()
        assert "<script>alert(1)" not in shown, page
        assert "&lt;script&gt;alert(1)" in shown, page


def test_asking_changes_nothing(asked):
    shown = staff("change_stripeevent").get(f"{FAILED}try-again/").content.decode()
    assert "“customer.updated” about cus_evt_bad failed." in shown
    assert "ShopUnknown: 2 shops are here" in shown
    assert StripeEvent.objects.get(pk="evt_bad").state == "dead"
    assert asked == []


def test_trying_again_begins_anew_and_asks_the_worker(asked):
    answer = staff("change_stripeevent").post(f"{FAILED}try-again/", follow=True)
    assert "is being tried again" in answer.content.decode()
    event = StripeEvent.objects.get(pk="evt_bad")
    assert (event.state, event.attempts, event.next_try_at) == ("pending", 0, None)
    assert asked == ["evt_bad"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_event_that_has_not_failed_is_not_tried_again(asked, method):
    answer = getattr(staff("change_stripeevent"), method)(f"{DONE}try-again/", follow=True)
    assert "has not failed" in answer.content.decode()
    assert StripeEvent.objects.get(pk="evt_good").state == "processed"
    assert asked == []


def test_try_again_is_offered_where_something_failed():
    client = staff("change_stripeevent")
    assert f"{FAILED}try-again/" in client.get(FAILED).content.decode()
    assert f"{DONE}try-again/" not in client.get(DONE).content.decode()


def test_whoever_may_only_look_is_refused_to_try_again(asked):
    client = staff("view_stripeevent")
    assert "try-again" not in client.get(LIST).content.decode()
    assert client.post(f"{FAILED}try-again/")["location"] == "/admin/"
    assert (StripeEvent.objects.get(pk="evt_bad").state, asked) == ("dead", [])


@pytest.mark.parametrize("page", [LIST, f"{LIST}results/", FAILED, f"{FAILED}try-again/"])
def test_staff_without_permission_are_refused(page):
    assert staff().get(page)["location"] == "/admin/"


@pytest.mark.parametrize(("permission", "is_shown"), [("view_stripeevent", True), ("", False)])
def test_menu_leads_there_for_whoever_may(permission, is_shown):
    shown = staff(permission).get("/admin/").content.decode()
    assert (LIST in shown) is is_shown


@pytest.mark.parametrize("page", [LIST, FAILED, f"{FAILED}try-again/"])
def test_stranger_is_refused(page):
    answer = Client(headers={"host": "admin.localhost"}).get(page)
    assert answer["location"].startswith("/admin/login/")


def test_portal_does_not_serve_it(portals):
    assert Client(headers={"host": portals[0].host}).get(LIST).status_code == 404


def test_groups_can_be_given_the_permissions():
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(StaffUser.objects.create_superuser("boss@example.com", "a-long-password"))
    wanted = Permission.objects.get(codename="change_stripeevent")
    assert f'value="{wanted.pk}"' in client.get("/admin/groups/new/").content.decode()
