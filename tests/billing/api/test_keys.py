from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from billing.api.errors import NotSigned, TooManyRequests
from billing.api.keys import REQUESTS, create_key, recognise, revoke_key
from billing.api.signing import sign
from billing.models import OrdersKey
from portals.models import Shop

BODY = b"{}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def made(shop):
    return create_key(shop, "webshop", label="Web shop")


def test_a_key_is_recognised_by_its_signature(made, now):
    key, secret = made
    assert recognise(key.name, sign(BODY, secret, now=now), BODY, now=now).shop == key.shop


def test_the_secret_is_encrypted_at_rest(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM billing_orderskey")
        [kept] = cursor.fetchone()
    assert made[1] not in kept
    assert OrdersKey.objects.get().secret == made[1]


def test_a_revoked_key_opens_nothing(made, now):
    key, secret = made
    assert revoke_key(key.name, now=now)
    with pytest.raises(NotSigned):
        recognise(key.name, sign(BODY, secret, now=now), BODY, now=now)


def test_a_key_is_revoked_once(made, now):
    revoke_key(made[0].name, now=now)
    assert not revoke_key(made[0].name, now=now + timedelta(days=1))
    assert OrdersKey.objects.get().revoked_at == now


@pytest.mark.parametrize("name", ["", "nobodys", "a" * 5000, "\x00", "é é"])
def test_an_unknown_key_opens_nothing(made, now, name):
    with pytest.raises(NotSigned):
        recognise(name, sign(BODY, made[1], now=now), BODY, now=now)


def test_an_unknown_key_is_compared_all_the_same(made, now, monkeypatch):
    asked = []

    def believing(*given, **_now):
        asked.append(given)
        return True

    monkeypatch.setattr("billing.api.keys.is_signed", believing)
    with pytest.raises(NotSigned):
        recognise("nobodys", "t=1,v1=0", BODY, now=now)
    assert len(asked) == 1


def test_the_secret_of_another_key_opens_nothing(made, now):
    other, _secret = create_key(Shop.objects.create(name="Elsewhere"), "till", label="Till")
    with pytest.raises(NotSigned):
        recognise(other.name, sign(BODY, made[1], now=now), BODY, now=now)


def test_a_key_is_slowed_down_and_told_until_when(made):
    now = timezone.now().replace(second=10, microsecond=0)
    key, header = made[0], sign(BODY, made[1], now=now)
    for _ in range(REQUESTS.tries):
        recognise(key.name, header, BODY, now=now)
    with pytest.raises(TooManyRequests) as refused:
        recognise(key.name, header, BODY, now=now)
    assert refused.value.retry_after == 50


def test_a_strangers_tries_do_not_slow_the_owner_down(made, now):
    key, secret = made
    for _ in range(REQUESTS.tries + 1):
        with pytest.raises(NotSigned):
            recognise(key.name, "t=1,v1=0", BODY, now=now)
    assert recognise(key.name, sign(BODY, secret, now=now), BODY, now=now)


def test_the_last_use_is_noted_once_a_minute(made, now):
    key, secret = made
    for seconds in (0, 30, 61):
        at = now + timedelta(seconds=seconds)
        recognise(key.name, sign(BODY, secret, now=at), BODY, now=at)
    assert OrdersKey.objects.get().used_at == now + timedelta(seconds=61)
