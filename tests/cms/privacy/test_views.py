"""A request to be erased, from the page to the editor and back."""

from __future__ import annotations

from accounts.models import Customer, CustomerAccount, CustomerSession, PrivacyRequest
from billing.models import Order
from tests.cms.staff import client_of, member, merchant


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


def test_staff_without_the_permission_see_no_requests(page):
    client = client_of(member(page[0]))
    assert client.get("/admin/privacy-requests/").status_code == 302


def test_an_address_of_no_request_is_not_found(db):
    assert client_of(merchant()).get("/admin/privacy-requests/none/").status_code == 404
