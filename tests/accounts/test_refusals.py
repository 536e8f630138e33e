"""Whoever is refused by one portal is led to the others of the same shop."""

from __future__ import annotations

from django.test import RequestFactory

from accounts.refusals import portal_url


def request_at(address: str):
    secure = address.startswith("https")
    host = address.split("//")[1]
    port = host.partition(":")[2] or ("443" if secure else "80")
    return RequestFactory().get("/", secure=secure, headers={"host": host}, SERVER_PORT=port)


def test_another_portal_is_reached_the_same_way(shop):
    assert portal_url(request_at("http://club.localhost:8000"), shop) == (
        "http://shop.localhost:8000/"
    )
    assert portal_url(request_at("https://club.localhost"), shop) == "https://shop.localhost/"


def test_a_refused_member_is_never_led_to_another_membership_portal(visit, club):
    page = (
        visit(club)
        .post("/sign-in/", {"email": "any@example.com", "order_number": "1001"})
        .content.decode()
    )
    assert 'href="http://shop.localhost/"' in page
    assert 'href="http://club.localhost/"' not in page
