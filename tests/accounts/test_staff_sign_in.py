"""Guessing a staff password is slow, and does not lock the owner out."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import StaffUser
from accounts.staff_sign_in import PER_EMAIL_AND_NETWORK

RIGHT = {"username": "merchant@example.com", "password": "a-long-password"}
WRONG = {**RIGHT, "password": "guess"}
OWNER, STRANGER = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def merchant(db) -> StaffUser:
    return StaffUser.objects.create_superuser("merchant@example.com", "a-long-password")


def sign_in(typed: dict[str, str], address: str = OWNER):
    client = Client(headers={"host": "admin.localhost"}, REMOTE_ADDR=address)
    return client.post("/admin/login/", typed)


def test_the_right_password_opens_the_editor(merchant):
    assert sign_in(RIGHT).status_code == 302


def test_right_tries_are_not_counted(merchant):
    for _ in range(PER_EMAIL_AND_NETWORK.tries + 2):
        assert sign_in(RIGHT).status_code == 302


def test_after_five_wrong_tries_even_the_right_one_waits(merchant):
    for _ in range(PER_EMAIL_AND_NETWORK.tries):
        assert "match" in sign_in(WRONG).content.decode()
    answer = sign_in(RIGHT)
    assert answer.status_code == 200
    assert "Too many wrong tries. Please wait" in answer.content.decode()


def test_a_stranger_who_guesses_does_not_lock_the_owner_out(merchant):
    for _ in range(PER_EMAIL_AND_NETWORK.tries + 1):
        sign_in(WRONG, STRANGER)
    assert sign_in(RIGHT, OWNER).status_code == 302
