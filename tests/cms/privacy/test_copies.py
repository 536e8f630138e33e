from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Customer, CustomerSession, PrivacyRequest
from accounts.privacy import forget_copies
from cms.privacy import copies
from cms.privacy.copies import KINDS, copy_of, make_copies


def unpacked(archive: bytes) -> dict[str, list[Any]]:
    packed = zipfile.ZipFile(io.BytesIO(archive))
    names = [name for name in packed.namelist() if name.endswith(".json")]
    return {name: json.loads(packed.read(name)) for name in names}


def test_a_copy_is_gone_after_a_week(visit, shop, people, press):
    owner = visit(shop, "active")
    press(owner, "copy")
    make_copies(now=timezone.now() - timedelta(days=8))
    url = f"/my-data/{PrivacyRequest.objects.get().pk}/"
    assert owner.get(url).status_code == 404
    assert forget_copies(now=timezone.now()) == 1
    assert PrivacyRequest.objects.get().copy is None


def test_the_copy_holds_what_is_theirs_and_nobody_elses(people):
    found = unpacked(copy_of([people["active"].pk], now=timezone.now()))
    assert [one["email"] for one in found["customers.json"]] == ["active@example.com"]
    assert {one["customer_id"] for one in found["orders.json"]} == {people["active"].pk}
    assert "subscriptions.json" in found


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_can_be_read_and_tells_no_secret(people, name):
    text = json.dumps(list(KINDS[name]([people["active"].pk])), default=str)
    assert "auth_hash" not in text
    assert "session_key" not in text


IN_IT = {
    *("AuditEntry", "Card", "Consent", "CustomerFacts", "CustomerNote", "CustomerSession"),
    *("Leaving", "Membership", "Notice", "OfferAnswer", "Operation", "Order", "PrivacyRequest"),
    "Subscription",
}
LEFT_OUT_ON_PURPOSE = {"SharedAddress"}  # of several people: it says who else has the address


def test_whatever_belongs_to_a_customer_is_in_the_copy_or_left_out_on_purpose():
    """A new kind of row about customers has to be thought of here, and in `KINDS`."""
    every = Customer._meta.get_fields(include_hidden=True)
    models = {one.related_model.__name__ for one in every if one.auto_created and not one.concrete}
    assert models - {"PrivacyRequest_customers"} == IN_IT | LEFT_OUT_ON_PURPOSE
    assert len(KINDS) == len(IN_IT) + 5  # themselves; lines, parcels, refunds; steps of leaving


def test_where_others_of_the_same_account_signed_in_is_nobody_elses_business(visit, shop, people):
    for key in ("active", "paused"):
        visit(shop, key)
    account = Customer.objects.get(pk=people["active"].pk).account
    Customer.objects.filter(pk=people["paused"].pk).update(account=account)
    CustomerSession.objects.filter(customer=people["paused"]).update(
        account=account, user_agent="Somebody else's phone"
    )
    text = json.dumps(unpacked(copy_of([people["active"].pk], now=timezone.now())))
    assert "sign-ins.json" in text
    assert "Somebody else's phone" not in text


def test_a_copy_that_fails_does_not_keep_the_others_waiting(visit, shop, press, monkeypatch):
    press(visit(shop, "active"), "copy")
    press(visit(shop, "paused"), "copy")
    broken = PrivacyRequest.objects.earliest("asked_at")
    makes = copies.copy_of

    def fails_once(ids, *, now):
        if ids == [one.pk for one in broken.customers.all()]:
            raise OSError("no space left")
        return makes(ids, now=now)

    monkeypatch.setattr(copies, "copy_of", fails_once)
    assert make_copies(now=timezone.now()) == 1
    assert list(PrivacyRequest.objects.filter(state="asked")) == [broken]
