"""A copy is for whoever asked for it: signed in as them, and reading the mailbox it was told to."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Customer, CustomerAccount, CustomerSession, PrivacyRequest
from billing.facts import rebuild_facts
from billing.models import Notice, Order
from cms.notices import sending
from cms.privacy.copies import make_copies


def mailed() -> str:
    """Send what waits, and return the way to the copy that the last e-mail names."""
    for notice in Notice.objects.filter(kind="data_copy", state="waiting"):
        sending.send(notice.pk, now=timezone.now())
    return re.findall(r"http://shop\.localhost:8000(/my-data/\S+)", mail.outbox[-1].body)[0]


@pytest.fixture
def asked(visit, shop, press):
    """Somebody whose copy is ready, and their browser."""
    owner = visit(shop, "active")
    for _again in range(2):
        press(owner, "copy")
    make_copies(now=timezone.now())
    return owner


def page_of_copy() -> str:
    return f"/my-data/{PrivacyRequest.objects.get().pk}/"


def file_at(url: str) -> str:
    path, mark, query = url.partition("?")
    return f"{path}file/{mark}{query}"


def test_the_link_in_the_email_leads_to_the_copy(asked):
    url = mailed()
    page = asked.get(url)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    assert f'href="{file_at(url)}"' in page.content.decode()
    answer = asked.get(file_at(url))
    assert (answer["Content-Type"], answer.content[:2]) == ("application/zip", b"PK")


def test_it_survives_the_sign_in(asked, visit, shop):
    url = mailed()
    answer = visit(shop).get(url)
    assert answer.status_code == 302
    assert answer["location"].startswith("/sign-in/?next=%2Fmy-data%2F")
    assert "key%3D" in answer["location"]


@pytest.mark.parametrize("way", [str, file_at], ids=["page", "file"])
@pytest.mark.parametrize("key", ["", "?key=", "?key=made-up", "?key=%00"])
def test_an_order_number_without_the_email_gets_nothing(asked, way, key):
    answer = asked.get(way(f"{page_of_copy()}{key}"))
    assert answer.status_code == 403
    assert "We sent you an e-mail when it was ready." in answer.content.decode()


@pytest.mark.parametrize("way", [str, file_at], ids=["page", "file"])
def test_the_email_without_being_them_gets_nothing(asked, visit, shop, way):
    url = way(mailed())
    assert visit(shop, "paused").get(url).status_code == 404
    assert visit(shop).get(url).status_code == 302


def test_whoever_proved_their_whole_account_needs_no_email(asked):
    CustomerSession.objects.update(customer=None)
    assert asked.get(file_at(page_of_copy()))["Content-Type"] == "application/zip"
    assert f'href="{page_of_copy()}"' in asked.get("/").content.decode()


def test_the_key_is_in_the_email_alone(asked):
    key = mailed().partition("key=")[2]
    assert len(key) > 40
    assert key not in str(list(Notice.objects.values_list("facts", flat=True)))
    page = asked.get("/").content.decode()
    assert (key in page, "The link in our e-mail to active@example.com" in page) == (False, True)


def test_whom_we_cannot_write_to_is_told_to_ask_us(asked):
    twin = Customer.objects.get(email="active@example.com")
    Customer.objects.create(
        shop=twin.shop, source="stripe", external_id="cus_twin", email=twin.email
    )
    sending.send(Notice.objects.get(kind="data_copy").pk, now=timezone.now())
    assert mail.outbox == []
    assert "we cannot e-mail you" in asked.get("/").content.decode()


@pytest.fixture
def impostor(visit, shop, people):
    """Signed in with an order of their own, made as a guest under somebody else's address."""
    about = {"shop": people["active"].shop, "email": people["active"].email}
    guest = Customer.objects.create(**about, source="stripe_guest", external_id="cs_guest")
    Order.objects.create(
        **about,
        customer=guest,
        source="stripe",
        external_id="in_guest",
        number="9001",
        placed_at=timezone.now(),
        currency="GBP",
        subtotal=100,
        total=100,
    )
    rebuild_facts([guest.pk], now=timezone.now())
    client = visit(shop)
    typed = {"email": people["active"].email, "order_number": "9001"}
    assert client.post("/sign-in/", typed).status_code == 302
    return client


def test_who_typed_somebody_elses_address_when_ordering_gets_nothing_of_theirs(asked, impostor):
    url = mailed()
    assert impostor.get(url).status_code == 404
    assert impostor.get(file_at(url)).status_code == 404
    assert page_of_copy() not in impostor.get("/").content.decode()


def test_who_typed_somebody_elses_address_does_not_learn_their_name(press, impostor):
    CustomerAccount.objects.update(name="Active Adams")
    assert "Active Adams" not in impostor.get("/").content.decode()
