"""One e-mail is sent once, or it is written down why not."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPConnectError, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail

from accounts.models import Customer, CustomerAccount
from billing.models import Notice, Return, SharedAddress, Subscription
from billing.notices import outbox
from cms.notices import sending
from portals.models import NoticeSettings


@pytest.fixture
def mail_server(monkeypatch):
    """What the mail server says: `mail_server.append(fault)` for each time it is asked."""
    faults: list[Exception] = []
    real = mail.EmailMultiAlternatives.send

    def send(self, *args, **options):
        if faults:
            raise faults.pop(0)
        return real(self, *args, **options)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)
    return faults


def became(notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.state, notice.because


def test_it_is_sent_once_however_often_it_is_asked_for(noted, now):
    notice = noted()
    for _ in range(3):
        sending.send(notice.pk, now=now)
    assert [one.to for one in mail.outbox] == [["any@example.com"]]
    assert (notice.pk, became(notice)) == (notice.pk, ("sent", ""))
    assert Notice.objects.get().portal_host == "shop.localhost"


def test_pause_tells_the_day_that_was_planned_after_it(noted, now):
    notice = noted("paused", "paused", subscription="sub_paused", resumes_at=None)
    subscription = Subscription.objects.get(external_id="sub_paused")
    Return.objects.create(subscription=subscription, at=now + timedelta(days=40))
    sending.send(notice.pk, now=now)
    day = now + timedelta(days=40)
    assert f"goes on by itself on {day:%A} {day.day} {day:%B}" in mail.outbox[0].body


def test_what_is_switched_off_is_not_sent(noted, shop, now):
    NoticeSettings.objects.create(site_id=shop.site_id, switched_off=["order"])
    notice = noted()
    sending.send(notice.pk, now=now)
    assert (became(notice), mail.outbox) == (("skipped", "switched_off"), [])


def test_what_was_asked_at_a_portal_is_answered_from_there_unless_it_does_not_write(
    noted, club, now
):
    sending.send(noted("data_declined", site=club.site_id).pk, now=now)
    NoticeSettings.objects.create(site_id=club.site_id, is_on=False)
    sending.send(noted("data_declined", "active", site=club.site_id).pk, now=now)
    hosts = Notice.objects.order_by("pk").values_list("portal_host", flat=True)
    assert list(hosts) == ["club.localhost", "shop.localhost"]


def test_a_copy_that_is_gone_is_not_told_of(noted, now):
    notice = noted("data_copy")
    sending.send(notice.pk, now=now)
    assert (became(notice), mail.outbox) == (("skipped", "settled"), [])


def test_without_a_portal_that_writes_nothing_is_sent(noted, portals, now):
    for portal in portals:
        NoticeSettings.objects.create(site_id=portal.site_id, is_on=False)
    notice = noted()
    sending.send(notice.pk, now=now)
    assert (became(notice), mail.outbox) == (("skipped", "no_portal"), [])


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"deleted_at": "2026-01-01T00:00:00Z"}, "deleted"),
        ({"erased_at": "2026-01-01T00:00:00Z", "email": ""}, "erased"),
        ({"email": ""}, "no_address"),
        ({"email": "nobody"}, "no_address"),
        ({"email": "a@b.de\nBcc: c@d.de"}, "no_address"),
    ],
)
def test_nobody_to_write_to(noted, now, fields, because):
    notice = noted()
    Customer.objects.filter(pk=notice.customer_id).update(**fields)
    sending.send(notice.pk, now=now)
    assert (became(notice), mail.outbox) == (("skipped", because), [])


def test_news_of_yesterday_is_not_sent(noted, now):
    notice = noted()
    sending.send(notice.pk, now=now + timedelta(hours=25))
    assert (became(notice), mail.outbox) == (("skipped", "late"), [])


@pytest.fixture
def twin(people):
    """Another customer with the address of `any`."""
    any_ = people["any"]
    return Customer.objects.create(
        shop=any_.shop, source="stripe", external_id="cus_twin", email=any_.email
    )


def test_shared_address_waits_for_a_decision(noted, twin, now):
    notice = noted()
    sending.send(notice.pk, now=now)
    assert (became(notice), mail.outbox) == (("skipped", "shared"), [])


@pytest.mark.parametrize(("is_mine", "state"), [(True, "sent"), (False, "skipped")])
def test_shared_address_is_whose_staff_said(noted, twin, now, is_mine, state):
    notice = noted()
    owner = notice.customer if is_mine else twin
    SharedAddress.objects.create(
        shop=twin.shop, email=twin.email, customer=owner, opened_at=now, decided_at=now
    )
    sending.send(notice.pk, now=now)
    assert became(notice)[0] == state


def test_customers_of_one_account_are_one_person(noted, twin, now):
    account = CustomerAccount.objects.create(shop=twin.shop, email=twin.email)
    Customer.objects.filter(email=twin.email).update(account=account)
    notice = noted()
    sending.send(notice.pk, now=now)
    assert became(notice)[0] == "sent"


@pytest.mark.parametrize(
    "fault",
    [
        SMTPServerDisconnected("gone"),
        SMTPConnectError(421, "busy"),
        SMTPDataError(451, "later"),
        SMTPRecipientsRefused({"any@example.com": (450, b"grey")}),
        ConnectionRefusedError("nobody there"),
        TimeoutError("slow"),
    ],
)
def test_it_is_tried_again_when_the_mail_server_is_unwell(noted, mail_server, now, fault):
    notice = noted()
    mail_server.append(fault)
    sending.send(notice.pk, now=now)
    waits = became(notice)
    sending.send(notice.pk, now=now + outbox.FIRST_DELAY)
    assert (waits[0], type(fault).__name__ in waits[1]) == ("waiting", True)
    assert (became(notice), len(mail.outbox)) == (("sent", ""), 1)


def test_it_is_given_up_after_five_tries(noted, mail_server, now):
    notice, moment = noted(), now
    mail_server.extend(TimeoutError("slow") for _ in range(9))
    for _ in range(9):
        sending.send(notice.pk, now=moment)
        moment += timedelta(hours=2)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, len(mail_server)) == ("failed", 5, 4)


@pytest.mark.parametrize(
    "fault",
    [
        SMTPRecipientsRefused({"any@example.com": (550, b"no such mailbox")}),
        SMTPDataError(554, "not from you"),
    ],
)
def test_final_answer_is_believed(noted, mail_server, now, fault):
    notice = noted()
    mail_server.append(fault)
    sending.send(notice.pk, now=now)
    assert became(notice)[0] == "failed"


def test_facts_that_nobody_can_read_stop_nothing_else(noted, now, caplog):
    caplog.set_level("CRITICAL")
    notice = noted(amount=None)
    sending.send(notice.pk, now=now)
    assert (became(notice)[0], "TypeError" in notice.because, mail.outbox) == ("failed", True, [])


def test_sender_that_dies_after_the_answer_repeats_one_mail_at_most(noted, monkeypatch, now):
    """Killed between the mail server's answer and ours: sent once more, by the same name."""
    notice = noted()
    monkeypatch.setattr(outbox, "sent", lambda *_args, **_options: None)
    sending.send(notice.pk, now=now)
    monkeypatch.undo()
    sending.send(notice.pk, now=now + timedelta(minutes=1))  # still held by the dead
    for minutes in (5, 6, 99):
        sending.send(notice.pk, now=now + timedelta(minutes=minutes))
    names = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert (len(names), len(set(names)), became(notice)[0]) == (2, 1, "sent")
