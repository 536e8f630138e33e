from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import CustomerSession
from accounts.session_list import Here, end_other_sessions, end_session, open_sessions
from tests.conftest import credentials

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"


def sign_in(portal, key: str = "active", agent: str = "") -> Client:
    client = Client(headers={"host": portal.host, "user-agent": agent})
    assert client.post("/sign-in/", credentials(key)).status_code == 302
    return client


def here(*, limited: bool = True) -> Here:
    row = CustomerSession.objects.earliest("signed_in_at")
    only = row.customer_id if limited else None
    return Here(row.sid, row.account_id, only, row.signed_in_at)


def newest() -> CustomerSession:
    return CustomerSession.objects.latest("signed_in_at")


def test_the_list_has_this_session_first_and_then_the_newest(shop, club, people):
    for portal in (shop, club, shop):
        sign_in(portal)
    found = open_sessions(here(), now=timezone.now())
    assert [one.is_here for one in found] == [True, False, False]
    assert found[1].since > found[2].since


def test_nobody_elses_session_is_in_the_list(shop, people):
    for key in ("active", "paused"):
        sign_in(shop, key)
    assert len(open_sessions(here(), now=timezone.now())) == 1


def test_what_has_run_out_is_not_in_the_list(shop, people):
    sign_in(shop)
    assert open_sessions(here(), now=timezone.now() + timedelta(days=2)) == []


def test_an_ended_session_asks_to_sign_in_at_its_next_request(shop, people):
    sign_in(shop)
    other = sign_in(shop)
    assert end_session(here(), newest().sid)
    assert other.get("/").headers["Location"].startswith("/sign-in/")


def test_nobody_elses_session_can_be_ended(shop, people):
    sign_in(shop)
    sign_in(shop, "paused")
    assert not end_session(here(), newest().sid)
    assert CustomerSession.objects.count() == 2


def test_ending_all_others_leaves_this_one(shop, people):
    first = sign_in(shop)
    sign_in(shop)
    sign_in(shop)
    assert end_other_sessions(here(), now=timezone.now()) == 2
    assert first.get("/sign-in/").status_code == 302  # still signed in


def test_who_proved_one_customer_cannot_end_a_session_of_the_whole_account(shop, people):
    sign_in(shop)
    sign_in(shop)
    CustomerSession.objects.filter(pk=newest().pk).update(customer=None)
    assert end_other_sessions(here(), now=timezone.now()) == 0
    assert end_other_sessions(here(limited=False), now=timezone.now()) == 1


def test_what_has_run_out_is_ended_but_not_counted(shop, people):
    for _again in range(3):
        sign_in(shop)
    over = timezone.now() - timedelta(seconds=1)
    CustomerSession.objects.filter(pk=newest().pk).update(expire_date=over)
    assert end_other_sessions(here(), now=timezone.now()) == 1
    assert CustomerSession.objects.count() == 1
