"""A request to be erased, from the page to the editor and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import (
    Customer,
    CustomerAccount,
    CustomerSession,
    PrivacyRequest,
    SignInAttempt,
)
from accounts.privacy import open_copies
from billing.erasing import erase_customers
from billing.models import AuditEntry, Notice, Order
from cms.notices import sending
from cms.privacy import views
from cms.privacy.copies import make_copies
from tests.cms.staff import client_of, member, merchant


def erase_by_staff(client, decision: str, answer: str = ""):
    url = f"/admin/privacy-requests/{PrivacyRequest.objects.get(kind='erase').pk}/"
    return client.post(url, {"decision": decision, "answer": answer})


def test_staff_erase_and_the_customer_is_nobody(visit, shop, people, press):
    press(visit(shop, "cancelled"), "erase")
    erase_by_staff(client_of(merchant()), "erase")
    row = Customer.objects.get(pk=people["cancelled"].pk)
    assert (row.name, row.email, row.phone, row.account) == ("erased", "", "", None)
    assert not CustomerSession.objects.exists()
    assert not CustomerAccount.objects.get().is_active
    assert set(Order.objects.filter(customer=row).values_list("email", flat=True)) == {""}


def test_the_list_names_nobody_who_was_erased(visit, shop, press):
    press(visit(shop, "cancelled"), "erase")
    client = client_of(merchant())
    erase_by_staff(client, "erase")
    told = client.get("/admin/privacy-requests/").content.decode()
    assert "Account erased" in told
    assert "erased.invalid" not in told


def test_whoever_was_erased_sees_nothing(people):
    row = people["cancelled"]
    erase_customers([row], None, actor="staff:1", now=timezone.now())
    shown = client_of(merchant()).get(f"/admin/customers/{row.pk}/").content.decode()
    assert "What they see" not in shown


def test_a_refusal_is_read_on_the_page(visit, shop, press):
    client = visit(shop, "cancelled")
    press(client, "erase")
    erase_by_staff(client_of(merchant()), "decline", "A dispute is open.")
    assert b"A dispute is open." in client.get("/").content


def test_a_refusal_wants_a_reason(visit, shop, press):
    press(visit(shop, "cancelled"), "erase")
    assert erase_by_staff(client_of(merchant()), "decline").status_code == 200
    assert PrivacyRequest.objects.get().state == "asked"


def test_staff_without_the_permission_see_no_requests(page):
    client = client_of(member(page[0]))
    assert client.get("/admin/privacy-requests/").status_code == 302


def test_an_address_of_no_request_is_not_found(db):
    assert client_of(merchant()).get("/admin/privacy-requests/none/").status_code == 404


def test_with_the_data_goes_every_copy_of_it(visit, shop, press):
    client = visit(shop, "cancelled")
    press(client, "copy")
    make_copies(now=timezone.now())
    PrivacyRequest.objects.update(settled_at=timezone.now() - timedelta(hours=2))
    for action in ("copy", "erase"):
        press(client, action)
    erase_by_staff(client_of(merchant()), "erase")
    assert not PrivacyRequest.objects.exclude(copy=None).exists()
    assert not open_copies().exists()


def test_with_the_data_goes_where_they_tried_to_sign_in_from(visit, shop, press):
    press(visit(shop, "cancelled"), "erase")
    wrong = {"email": "cancelled@example.com", "order_number": "wrong"}
    visit(shop).post("/sign-in/", wrong)
    visit(shop, "active")
    erase_by_staff(client_of(merchant()), "erase")
    assert set(SignInAttempt.objects.values_list("email", flat=True)) == {"active@example.com"}


def test_what_was_taken_back_at_the_last_moment_is_not_erased(
    visit, shop, people, press, monkeypatch
):
    look = views._waits
    press(visit(shop, "cancelled"), "erase")

    def and_then_taken_back(request):
        waits = look(request)
        PrivacyRequest.objects.update(state="withdrawn")
        return waits

    monkeypatch.setattr(views, "_waits", and_then_taken_back)
    erase_by_staff(client_of(merchant()), "erase")
    assert PrivacyRequest.objects.get().state == "withdrawn"
    assert Customer.objects.get(pk=people["cancelled"].pk).email == "cancelled@example.com"


def test_what_still_runs_is_named_and_the_request_stays_open(visit, shop, people, press):
    press(visit(shop, "cancelled"), "erase")
    PrivacyRequest.objects.get().customers.set([people["active"].pk])
    answer = erase_by_staff(client_of(merchant()), "erase")
    assert "first: whoever is charged cannot be erased." in answer.content.decode()
    assert PrivacyRequest.objects.get().state == "asked"


@pytest.mark.parametrize("rest", ["act/", "notes/", "tags/"])
def test_nothing_is_written_about_whoever_was_erased(people, rest):
    row = people["cancelled"]
    erase_customers([row], None, actor="staff:1", now=timezone.now())
    client = client_of(merchant())
    shown = client.get(f"/admin/customers/{row.pk}/").content.decode()
    assert f"/admin/customers/{row.pk}/{rest}" not in shown
    ask = client.get if rest == "act/" else client.post
    assert (
        ask(f"/admin/customers/{row.pk}/{rest}", {"note": "Was Eve", "tags": "eve"}).status_code
        == 404
    )


def test_a_refusal_is_told_by_email_with_its_reason(visit, shop, press):
    press(visit(shop, "cancelled"), "erase")
    erase_by_staff(client_of(merchant()), "decline", "A dispute is open.")
    sending.send(Notice.objects.get(kind="data_declined").pk, now=timezone.now())
    [sent] = mail.outbox
    assert (sent.to, "A dispute is open." in sent.body) == (["cancelled@example.com"], True)


@pytest.fixture
def unmailed(visit, shop, press):
    """A copy that is ready, and whose e-mail cannot be sent."""
    press(visit(shop, "active"), "copy")
    make_copies(now=timezone.now())
    Notice.objects.filter(kind="data_copy").update(state="skipped", because="shared")
    return f"/admin/privacy-requests/{PrivacyRequest.objects.get().pk}/"


def test_a_copy_that_no_email_could_offer_waits_for_staff_to_hand_it_over(unmailed, people):
    client = client_of(merchant())
    assert "request about data waits for you" in client.get("/admin/").content.decode()
    assert "Several customers have this address" in client.get(unmailed).content.decode()
    answer = client.post(f"{unmailed}copy/")
    assert (answer["Content-Type"], answer.content[:2]) == ("application/zip", b"PK")
    assert "request about data waits" not in client.get("/admin/").content.decode()
    [entry] = AuditEntry.objects.filter(customer=people["active"], action="hand_over_copy")
    assert entry.actor.startswith("staff:")


def test_a_copy_that_was_mailed_waits_for_nobody(unmailed):
    Notice.objects.filter(kind="data_copy").update(state="sent", because="")
    assert "about data waits" not in client_of(merchant()).get("/admin/").content.decode()


def test_looking_hands_nothing_over(unmailed):
    assert client_of(merchant()).get(f"{unmailed}copy/").status_code == 405
    assert not AuditEntry.objects.filter(action="hand_over_copy").exists()


def test_whoever_may_only_look_hands_nothing_over(unmailed, page):
    client = client_of(member(page[0], "accounts.view_privacyrequest"))
    assert client.post(f"{unmailed}copy/")["location"] == "/admin/"


def test_a_copy_that_is_gone_is_not_handed_over(unmailed):
    PrivacyRequest.objects.update(settled_at=timezone.now() - timedelta(days=8))
    client = client_of(merchant())
    assert "Hand the copy over" not in client.get(unmailed).content.decode()
    answer = client.post(f"{unmailed}copy/", follow=True)
    assert "This copy is gone." in answer.content.decode()
