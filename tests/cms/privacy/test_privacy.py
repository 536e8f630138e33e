"""A copy of one's data and having it erased, from the page to the editor and back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Consent, Customer, CustomerAccount, CustomerSession, PrivacyRequest
from accounts.privacy import Asked, ask, forget_copies
from billing.erasing import StillRunning, erase_customers
from billing.facts import rebuild_facts
from billing.models import AuditEntry, Order
from cms.privacy.copies import KINDS, copy_of, make_copies
from tests.cms.staff import client_of, member, merchant
from tests.pages import block, make_home

QUESTION = {"key": "news", "words": "Send me news", "more": ""}


@pytest.fixture
def page(shop, people):
    given = block("privacy", heading="", questions=[], allow_copy=True, allow_erase=True)
    given["value"]["questions"] = [{"type": "item", "id": str(uuid4()), "value": QUESTION}]
    return make_home(shop, given), given["id"]


@pytest.fixture
def press(page):
    home, block_id = page

    def pressed(client, action: str, **data: str):
        return client.post(f"/do/{home.pk}/{block_id}/{action}/", data)

    return pressed


def copy_asked(customer: Customer, portal) -> PrivacyRequest:
    return ask(Asked(customer.account_id, (customer.pk,), portal.site_id), "copy", now=now())[0]


def now():
    return timezone.now()


def unpacked(archive: bytes) -> dict[str, list]:
    packed = zipfile.ZipFile(io.BytesIO(archive))
    names = [name for name in packed.namelist() if name.endswith(".json")]
    return {name: json.loads(packed.read(name)) for name in names}


def test_an_answer_is_kept_with_the_words_that_were_shown(visit, shop, people, press):
    press(visit(shop, "active"), "agree", question="news", answer="yes")
    found = Consent.objects.get()
    assert (found.customer, found.words, found.granted) == (people["active"], "Send me news", True)


def test_the_newest_answer_counts_and_the_older_stays(visit, shop, press):
    client = visit(shop, "active")
    for given in ("yes", "no"):
        press(client, "agree", question="news", answer=given)
    assert b"You said no" in client.get("/").content
    assert Consent.objects.count() == 2


def test_a_question_that_is_not_asked_here_is_refused(visit, shop, press):
    assert press(visit(shop, "active"), "agree", question="gone", answer="yes").status_code == 404
    assert not Consent.objects.exists()


def test_a_copy_is_asked_for_once_made_and_fetched_by_its_owner_alone(visit, shop, press):
    owner, other = visit(shop, "active"), visit(shop, "paused")
    for _again in range(2):
        press(owner, "copy")
    make_copies(now=now())
    url = f"/my-data/{PrivacyRequest.objects.get().pk}/"
    assert owner.get(url)["Content-Type"] == "application/zip"
    assert other.get(url).status_code == 404
    assert visit(shop).get(url).status_code == 302


def test_a_copy_is_gone_after_a_week(visit, shop, people, press):
    owner = visit(shop, "active")
    press(owner, "copy")
    make_copies(now=now() - timedelta(days=8))
    url = f"/my-data/{PrivacyRequest.objects.get().pk}/"
    assert owner.get(url).status_code == 404
    assert forget_copies(now=now()) == 1
    assert PrivacyRequest.objects.get().copy is None


def test_the_copy_holds_what_is_theirs_and_nobody_elses(people):
    found = unpacked(copy_of([people["active"].pk], now=now()))
    assert [one["email"] for one in found["customers.json"]] == ["active@example.com"]
    assert {one["customer_id"] for one in found["orders.json"]} == {people["active"].pk}
    assert "subscriptions.json" in found


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_can_be_read_and_tells_no_secret(people, name):
    text = json.dumps(list(KINDS[name]([people["active"].pk])), default=str)
    assert "auth_hash" not in text
    assert "session_key" not in text


def test_a_request_to_erase_waits_for_staff_and_can_be_taken_back(visit, shop, press):
    client = visit(shop, "cancelled")
    press(client, "erase")
    press(client, "erase")
    assert PrivacyRequest.objects.get().state == "asked"
    press(client, "keep")
    assert PrivacyRequest.objects.get().state == "withdrawn"


def erase_by_staff(client, decision: str, answer: str = ""):
    url = f"/admin/privacy-requests/{PrivacyRequest.objects.get().pk}/"
    return client.post(url, {"decision": decision, "answer": answer})


def test_staff_erase_and_the_customer_is_nobody(visit, shop, people, press):
    press(visit(shop, "cancelled"), "erase")
    erase_by_staff(client_of(merchant()), "erase")
    row = Customer.objects.get(pk=people["cancelled"].pk)
    assert (row.name, row.email, row.phone, row.account) == ("erased", "", "", None)
    assert not CustomerSession.objects.exists()
    assert not CustomerAccount.objects.get().is_active
    assert set(Order.objects.filter(customer=row).values_list("email", flat=True)) == {""}


def test_a_refusal_is_read_on_the_page(visit, shop, press):
    client = visit(shop, "cancelled")
    press(client, "erase")
    erase_by_staff(client_of(merchant()), "decline", "A dispute is open.")
    assert b"A dispute is open." in client.get("/").content


def test_a_refusal_wants_a_reason(visit, shop, press):
    press(visit(shop, "cancelled"), "erase")
    assert erase_by_staff(client_of(merchant()), "decline").status_code == 200
    assert PrivacyRequest.objects.get().state == "asked"


def test_whoever_is_charged_is_not_erased(people):
    with pytest.raises(StillRunning):
        erase_customers([people["active"]], None, actor="staff:1", now=now())
    assert Customer.objects.get(pk=people["active"].pk).email == "active@example.com"


def test_erasing_twice_is_erasing_once(people):
    for _again in range(2):
        erase_customers([people["cancelled"]], None, actor="staff:1", now=now())
    assert AuditEntry.objects.filter(action="erase_customer").count() == 1


def test_an_erased_customer_keeps_their_facts_without_what_tells_who_they_are(people):
    erase_customers([people["cancelled"]], None, actor="staff:1", now=now())
    rebuild_facts([people["cancelled"].pk], now=now())
    facts = Customer.objects.get(pk=people["cancelled"].pk).facts
    assert (facts.country, facts.tags, facts.orders_count > 0) == ("", frozenset(), True)


def test_staff_without_the_permission_see_no_requests(page):
    client = client_of(member(page[0]))
    assert client.get("/admin/privacy-requests/").status_code == 302


def test_names_and_addresses_leave_the_trail_which_stays(people):
    row = people["cancelled"]
    told = {"action": "update_details", "customer": row, "actor": "customer", "at": now()}
    AuditEntry.objects.create(**told, kind="done", before={"name": "Eve"}, after={"name": "Ada"})
    erase_customers([row], None, actor="staff:1", now=now())
    entry = AuditEntry.objects.get(action="update_details")
    assert (entry.before, entry.after, entry.kind) == ({}, {}, "done")
