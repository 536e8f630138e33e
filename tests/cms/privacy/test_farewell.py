"""Whoever is erased is told so, once; and nothing that could name them stays."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.apps import apps
from django.core import mail
from django.core.serializers import serialize
from django.utils import timezone

from accounts.models import Customer, CustomerNote, PrivacyRequest
from billing.models import Notice
from billing.notices import outbox
from cms.notices import sending
from portals.models import NoticeSettings
from tests.cms.staff import client_of, merchant

ADDRESS = "cancelled@example.com"


@pytest.fixture
def request_(visit, shop, press):
    press(visit(shop, "cancelled"), "erase")
    return PrivacyRequest.objects.get()


@pytest.fixture
def erase(request_):
    """Have staff erase them, and return the page that staff get."""
    client = client_of(merchant())

    def erased() -> str:
        url = f"/admin/privacy-requests/{request_.pk}/"
        answer = client.post(url, {"decision": "erase", "answer": ""}, follow=True)
        return answer.content.decode()

    return erased


@pytest.fixture
def mail_server(monkeypatch):
    """Has the mail server say no."""

    def says(fault: Exception) -> None:
        def send(_self):
            raise fault

        monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)

    return says


def left_anywhere() -> list[str]:
    """The tables that hold the address still."""
    models = (one for one in apps.get_models() if one._meta.managed and not one._meta.proxy)
    return [
        one._meta.label for one in models if ADDRESS in serialize("json", one._base_manager.all())
    ]


def test_they_are_told_what_is_erased_and_what_is_kept(erase):
    assert "they were told by e-mail" in erase()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Your data is erased")
    assert "Tax law wants us to keep your orders" in sent.body


def test_their_address_is_nowhere_afterwards(erase, people, request_):
    assert "accounts.Customer" in left_anywhere()
    erase()
    assert left_anywhere() == []
    notice = Notice.objects.get(kind="data_erased")
    assert (notice.state, notice.facts, notice.portal_host) == ("sent", {}, "shop.localhost")


@pytest.mark.parametrize(
    "fault",
    [
        SMTPRecipientsRefused({ADDRESS: (550, b"no such mailbox")}),
        SMTPDataError(451, ADDRESS.encode()),
        TimeoutError("slow"),
        RuntimeError(ADDRESS),
    ],
)
def test_where_it_does_not_go_out_staff_are_told_and_nothing_half_remains(
    erase, mail_server, caplog, fault
):
    mail_server(fault)
    shown = erase()
    assert "The e-mail that tells them so did not go out." in shown
    assert f"Write to {ADDRESS} yourself now." in shown
    assert left_anywhere() == []
    assert Notice.objects.get(kind="data_erased").because == "not_taken"
    assert ADDRESS not in caplog.text


def test_the_page_that_shows_the_address_is_kept_by_no_browser(request_, mail_server):
    mail_server(TimeoutError("slow"))
    url, client = f"/admin/privacy-requests/{request_.pk}/", client_of(merchant())
    answer = client.post(url, {"decision": "erase", "answer": ""})
    assert "no-store" in answer["Cache-Control"]
    assert ADDRESS not in client.get(url).content.decode()
    assert "The mail server did not take it." in client.get(url).content.decode()


def test_switched_off_it_is_not_sent_and_staff_write_themselves(erase, shop):
    NoticeSettings.objects.create(site_id=shop.site_id, switched_off=["data_erased"])
    shown = erase()
    assert (mail.outbox, f"Write to {ADDRESS} yourself now." in shown) == ([], True)


def test_an_address_that_several_have_gets_nothing(erase, people):
    row = people["cancelled"]
    Customer.objects.create(shop=row.shop, source="stripe", external_id="cus_twin", email=ADDRESS)
    assert "Several customers have this address" in erase()
    assert mail.outbox == []


def test_what_cannot_be_erased_is_not_told(erase, people, request_):
    request_.customers.set([people["active"].pk])
    assert "whoever is charged cannot be erased" in erase()
    assert (mail.outbox, Notice.objects.filter(kind="data_erased").count()) == ([], 0)


def test_whoever_dies_between_erasing_and_sending_leaves_word(erase, monkeypatch, request_):
    """Nobody can send it later: the sweep writes down why."""
    monkeypatch.setattr("cms.privacy.farewell.sent", lambda *_args, **_options: "")
    erase()
    notice = Notice.objects.get(kind="data_erased")
    assert notice.state == "sending"
    sending.send(notice.pk, now=timezone.now() + outbox.CLAIM)
    notice.refresh_from_db()
    assert (notice.state, notice.because) == ("skipped", "erased")


def test_one_that_did_not_go_out_cannot_be_sent_again(request_, mail_server):
    mail_server(TimeoutError("slow"))
    client = client_of(merchant())
    answer = {"decision": "erase", "answer": ""}
    client.post(f"/admin/privacy-requests/{request_.pk}/", answer)
    notice = Notice.objects.get(kind="data_erased")
    assert notice.state == "failed"
    assert "Send it again" not in client.get(f"/admin/emails/{notice.pk}/").content.decode()


def test_notes_of_staff_that_name_them_do_not_stay_either(erase, people, now):
    CustomerNote.objects.create(customer=people["cancelled"], text=f"Wrote to {ADDRESS}", at=now)
    erase()
    assert left_anywhere() == []
