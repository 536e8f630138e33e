"""What each kind looks like, a test of it, and a merchant's own words."""

from __future__ import annotations

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from billing.models import NoticeKind
from portals.models import NoticeSettings
from tests.cms.notices.staff import staff

KINDS = "/admin/emails/kinds/"


@pytest.fixture
def order(shop) -> str:
    """Where the order confirmation of the customer portal is shown."""
    return f"{KINDS}{shop.site_id}/order/"


def merchant():
    return staff("view_notice", "change_noticesettings")


def test_every_kind_is_listed_at_every_portal(portals):
    NoticeSettings.objects.create(site_id=portals[0].site_id, switched_off=["order"])
    shown = staff("view_notice").get(KINDS).content.decode()
    assert shown.count("/order/") == 2
    assert shown.count('class="notice-kinds__subject"') == 2 * len(NoticeKind)
    assert shown.count('<span class="w-status">Not sent</span>') == 1
    assert "/settings/portals/noticesettings/" not in shown


def test_preview_shows_subject_and_text(order):
    shown = staff("view_notice").get(order).content.decode()
    assert "Order CR-1003: €29.00 paid" in shown
    assert "staff@example.com gets this e-mail" in shown
    assert ("Send me a test" in shown, 'name="subject"' in shown) == (False, False)


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#f7f7f5"), ("dark", "#141618")])
def test_frame_is_light_or_dark(order, scheme, colour):
    shown = staff("view_notice").get(f"{order}frame/", {"scheme": scheme}).content.decode()
    assert f"background-color: {colour}" in shown


@pytest.mark.parametrize("query", ["?scheme=evil&width=wide", "", "?scheme=dark&width=desktop"])
def test_preview_can_be_asked_for_anything(order, query):
    shown = staff("view_notice").get(f"{order}{query}").content.decode()
    assert ("evil" in shown, "notice-frame--" in shown) == (False, True)


@pytest.mark.parametrize("path", ["1/gossip/", "999999/order/", "999999/order/frame/"])
def test_what_is_not_there_is_not_found(shop, path):
    assert staff("view_notice").get(f"{KINDS}{path}").status_code == 404


def test_test_goes_to_whoever_asks(order):
    answer = merchant().post(f"{order}test/", follow=True)
    assert "Sent to staff@example.com" in answer.content.decode()
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["staff@example.com"], "Test: Order CR-1003: €29.00 paid")
    ]


def test_test_that_is_not_taken_is_told(order, monkeypatch):
    def send(_self):
        raise SMTPServerDisconnected("nobody there")

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)
    answer = merchant().post(f"{order}test/", follow=True)
    assert "It could not be sent: nobody there" in answer.content.decode()


def test_own_words_are_kept_and_shown(order):
    client = merchant()
    words = {"subject": "{product}: thank you", "intro": "Hello from Anna."}
    shown = client.post(order, words, follow=True).content.decode()
    assert "House Espresso, 1 kg: thank you" in shown
    assert "Hello from Anna." in shown
    assert NoticeSettings.objects.get().own_words == {"order": words}


def test_names_that_cannot_be_filled_are_refused(order):
    shown = merchant().post(order, {"subject": "{amont}", "intro": ""}).content.decode()
    assert "This e-mail cannot name {amont}." in shown
    assert not NoticeSettings.objects.exists()


def test_line_breaks_make_no_headers(order):
    client = merchant()
    client.post(order, {"subject": "Hello\r\nBcc: evil@example.com", "intro": ""})
    client.post(f"{order}test/")
    assert all(one.message()["Bcc"] is None for one in mail.outbox)


@pytest.mark.parametrize("path", ["", "test/"])
def test_whoever_may_only_look_changes_and_sends_nothing(order, path):
    answer = staff("view_notice").post(f"{order}{path}", {"subject": "x", "intro": ""})
    assert (answer.status_code, mail.outbox) == (404, [])
    assert not NoticeSettings.objects.exists()


@pytest.mark.parametrize("path", ["", "test/"])
def test_staff_without_permission_are_refused(order, path):
    answer = staff("change_noticesettings").post(f"{order}{path}", {"subject": "x", "intro": ""})
    assert (answer["location"], mail.outbox) == ("/admin/", [])
    assert not NoticeSettings.objects.exists()
