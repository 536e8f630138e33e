"""What is over is thrown away; what runs stays."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import CustomerSession, SignInAttempt
from accounts.tasks import ATTEMPTS_KEPT, forget_what_is_over
from tests.pages import make_home, text


def test_ended_sessions_go_and_running_ones_stay(visit, shop, now):
    make_home(shop, text("Home"))
    over, running = visit(shop, "active"), visit(shop, "paused")
    ended = CustomerSession.objects.filter(session_key=over.cookies["portico"].value)
    ended.update(expire_date=now - timedelta(seconds=1))
    forget_what_is_over()
    assert not ended.exists()
    assert running.get("/").status_code == 200


def test_an_expired_session_is_signed_out_before_it_is_thrown_away(visit, shop, now):
    make_home(shop, text("Home"))
    client = visit(shop, "active")
    CustomerSession.objects.update(expire_date=now - timedelta(seconds=1))
    assert client.get("/").status_code == 302


def test_tries_to_sign_in_are_kept_for_half_a_year(visit, shop, now):
    for key in ("active", "paused"):
        visit(shop, key)
    old = SignInAttempt.objects.filter(email="active@example.com")
    old.update(at=now - ATTEMPTS_KEPT - timedelta(minutes=1))
    forget_what_is_over()
    assert SignInAttempt.objects.get().email == "paused@example.com"
