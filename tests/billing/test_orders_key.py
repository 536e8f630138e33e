from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command

from billing.api.keys import create_key, recognise
from billing.api.signing import sign
from billing.models import OrdersKey
from portals.models import Shop
from tests.people import SHOP_HOST, create_portals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def portals():
    create_portals()


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("orders_key", *arguments, "--portal", SHOP_HOST, stdout=out)
    return out.getvalue()


def test_a_key_is_made_and_its_secret_works(now):
    told = run("create", "--source", "webshop", "--label", "Web shop", "--no-shipments")
    name, secret = re.findall(r": (\S+)$", told, re.MULTILINE)[:2]
    key = recognise(name, sign(b"{}", secret, now=now), b"{}", now=now)
    assert (key.label, key.may_send_orders, key.may_send_shipments) == ("Web shop", True, False)


def test_the_list_tells_no_secret():
    run("create", "--source", "webshop")
    key = OrdersKey.objects.get()
    assert f"{key.name}  webshop  webshop  never used" in run("list")
    assert key.secret not in run("list")


def test_a_key_is_revoked():
    run("create", "--source", "webshop")
    assert "withdrawn" in run("revoke", OrdersKey.objects.get().name)
    assert "withdrawn" in run("list")


def test_a_key_of_another_shop_is_left_alone():
    other, _secret = create_key(Shop.objects.create(name="Elsewhere"), "till", label="Till")
    with pytest.raises(CommandError, match="no such key"):
        run("revoke", other.name)
    assert OrdersKey.objects.get().revoked_at is None


@pytest.mark.parametrize("source", ["stripe", "Web Shop", ""])
def test_a_source_that_cannot_be_is_refused(source):
    with pytest.raises(CommandError, match="--source"):
        run("create", "--source", source)
    assert not OrdersKey.objects.exists()
