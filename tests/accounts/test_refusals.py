"""Whoever is refused by one portal is led to the others of the same shop."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("port", "address"), [(8000, "http://shop.localhost:8000"), (443, "https://shop.localhost")]
)
def test_a_refused_member_is_led_to_the_customer_portal_as_people_reach_it(
    visit, club, settings, port, address
):
    settings.HTTPS, settings.PORT = port == 443, port
    behind_a_proxy = {"SERVER_PORT": "9000"}
    typed = {"email": "any@example.com", "order_number": "1001"}
    page = visit(club).post("/sign-in/", typed, **behind_a_proxy).content.decode()
    assert f'href="{address}/"' in page


def test_a_refused_member_is_never_led_to_another_membership_portal(visit, club):
    typed = {"email": "any@example.com", "order_number": "1001"}
    page = visit(club).post("/sign-in/", typed).content.decode()
    assert "//shop.localhost" in page
    assert "//club.localhost" not in page
