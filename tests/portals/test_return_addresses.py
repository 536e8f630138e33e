from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portals.models import PortalSettings
from portals.return_addresses import is_allowed, is_usable

ALLOWED = (
    "https://shop.example.com/account",
    "https://app.example.com:8443/",
    "http://localhost:3000/back",
)
GOOD = [
    "https://shop.example.com/account",
    "https://shop.example.com/account/",
    "https://shop.example.com/account/orders?id=7&x=%20y#done",
    "https://shop.example.com:443/account",
    "https://SHOP.example.com/account",
    "https://app.example.com:8443/anything/below",
    "https://app.example.com:8443",
    "http://localhost:3000/back/here",
]
HOSTILE = [
    "",
    "/account",
    "//shop.example.com/account",
    "///shop.example.com/account",
    "https:shop.example.com/account",
    "https:///shop.example.com/account",
    "https:\\\\shop.example.com\\account",
    "https://shop.example.com\\@evil.example/account",
    "https://shop.example.com@evil.example/account",
    "https://shop.example.com:443@evil.example/account",
    "https://user:pass@shop.example.com/account",
    "https://@shop.example.com/account",
    "https://evil.example/account",
    "https://evil.example/https://shop.example.com/account",
    "https://shop.example.com.evil.example/account",
    "https://evilshop.example.com/account",
    "https://example.com/account",
    "https://shop.example.com./account",
    "https://shop.example.com:8443/account",
    "https://shop.example.com:0443x/account",
    "https://shop.example.com:/account",
    "https://shop.example.com:99999/account",
    "https://app.example.com/",
    "http://shop.example.com/account",
    "ftp://shop.example.com/account",
    "javascript:alert(1)//shop.example.com/account",
    "data:text/html,https://shop.example.com/account",
    "https://shop.example.com/accounts",
    "https://shop.example.com/",
    "https://shop.example.com/account/../admin",
    "https://shop.example.com/account/..",
    "https://shop.example.com/account/./x",
    "https://shop.example.com/account/%2e%2e/admin",
    "https://shop.example.com/account%2f..%2fadmin",
    "https://shop.example.com/account//evil.example",
    "https://shop.example.com/account/..;/admin",
    "https://shop.example.com/ACCOUNT",
    "https://shop.example.com%2eevil.example/account",
    "https://shop.example.com%00.evil.example/account",
    "https://shop\uff0eexample.com/account",
    "https://sh\u043ep.example.com/account",
    "https://shop.example.com/account\u2028x",
    " https://shop.example.com/account",
    "https://shop.example.com/account ",
    "https://shop.example.com/account\r\nLocation: https://evil.example/",
    "https://shop.example.com/\taccount",
    "\x00https://shop.example.com/account",
    "https://[::1]/account",
    "https://[shop.example.com]/account",
    "http://localhost.evil.example:3000/back",
    "https://shop.example.com/account?" + "x" * 2000,
]


@pytest.mark.parametrize("url", GOOD)
def test_what_the_merchant_wrote_down_and_what_is_below_it_is_allowed(url):
    assert is_allowed(url, ALLOWED)


@pytest.mark.parametrize("url", HOSTILE)
def test_anything_else_is_not(url):
    assert not is_allowed(url, ALLOWED)


def test_where_nothing_is_written_down_nothing_is_allowed():
    assert not is_allowed("https://shop.example.com/account", ())


@pytest.mark.parametrize("url", ["*", "https://*.example.com/", "shop.example.com", "https://a b"])
def test_what_cannot_be_read_allows_nothing(url):
    assert not is_allowed("https://shop.example.com/", (url,))
    assert not is_usable(url)


@pytest.mark.parametrize("url", ["https://a.example/x?y=1", "https://a.example/x#y"])
def test_merchant_writes_down_no_more_than_is_compared(url):
    assert not is_usable(url)


def test_settings_with_an_address_that_cannot_be_returned_to_are_refused():
    row = PortalSettings(return_addresses="https://shop.example.com/\nhttp://shop.example.com/")
    with pytest.raises(ValidationError, match="Not an address"):
        row.clean()
