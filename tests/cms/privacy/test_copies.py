from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import PrivacyRequest
from accounts.privacy import forget_copies
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
