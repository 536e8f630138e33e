"""Whose address counts when proxies stand in between."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from accounts.addresses import client_address, network_of

PROXY, CLIENT, MADE_UP = "10.0.0.1", "203.0.113.7", "198.51.100.9"


def address(settings, proxies: int, forwarded: str = "", remote: str = PROXY) -> str:
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


def test_without_trusted_proxies_the_header_is_not_believed(settings):
    assert address(settings, 0, f"{MADE_UP}", remote=CLIENT) == CLIENT


def test_one_proxy_is_believed_once(settings):
    assert address(settings, 1, f"{MADE_UP}, {CLIENT}") == CLIENT


def test_two_proxies_are_believed_twice(settings):
    assert address(settings, 2, f"{MADE_UP}, {CLIENT}, 10.0.0.2") == CLIENT


def test_fewer_hops_than_trusted_give_the_furthest(settings):
    assert address(settings, 3, CLIENT) == CLIENT


@pytest.mark.parametrize("nonsense", ["unknown", "<script>", "999.1.1.1"])
def test_nonsense_shares_one_count(settings, nonsense):
    assert address(settings, 1, nonsense) == "0.0.0.0"


def test_an_ipv6_customer_counts_by_network():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")


def test_an_ipv4_customer_counts_alone():
    assert network_of(CLIENT) == CLIENT
