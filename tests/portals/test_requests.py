from __future__ import annotations

import pytest
from django.test import RequestFactory

from portals.requests import came_from


def host(referer: str) -> str:
    return came_from(RequestFactory().get("/", headers={"referer": referer})).netloc


@pytest.mark.parametrize("referer", ["", "http://[", "//[", "http://a]/", "http://\uff0f.example/"])
def test_an_address_that_is_none_is_nowhere(referer):
    assert host(referer) == ""


def test_an_address_names_its_host():
    assert host("https://shop.example:8443/a?b") == "shop.example:8443"
