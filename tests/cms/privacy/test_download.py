from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Customer, CustomerAccount, PrivacyRequest
from billing.facts import rebuild_facts
from billing.models import Order
from cms.privacy.copies import make_copies


def test_a_copy_is_asked_for_once_made_and_fetched_by_its_owner_alone(visit, shop, press):
    owner, other = visit(shop, "active"), visit(shop, "paused")
    for _again in range(2):
        press(owner, "copy")
    make_copies(now=timezone.now())
    url = f"/my-data/{PrivacyRequest.objects.get().pk}/"
    assert owner.get(url)["Content-Type"] == "application/zip"
    assert other.get(url).status_code == 404
    assert visit(shop).get(url).status_code == 302


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


def test_who_typed_somebody_elses_address_when_ordering_gets_nothing_of_theirs(
    visit, shop, press, impostor
):
    press(visit(shop, "active"), "copy")
    make_copies(now=timezone.now())
    url = f"/my-data/{PrivacyRequest.objects.get().pk}/"
    assert impostor.get(url).status_code == 404
    assert url not in impostor.get("/").content.decode()


def test_who_typed_somebody_elses_address_does_not_learn_their_name(press, impostor):
    CustomerAccount.objects.update(name="Active Adams")
    assert "Active Adams" not in impostor.get("/").content.decode()
