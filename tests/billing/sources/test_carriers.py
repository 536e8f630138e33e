from __future__ import annotations

import pytest

from billing.sources.carriers import tracking_url


@pytest.mark.parametrize("carrier", ["Royal Mail", "royal_mail", "ROYAL-MAIL"])
def test_a_carrier_is_known_however_it_is_written(carrier):
    page = "https://www.royalmail.com/track-your-item#/tracking-results/AB1"
    assert tracking_url(carrier, "AB1") == page


def test_a_number_cannot_lead_elsewhere():
    page = "https://www.ups.com/track?tracknum=1Z%26x%3D%2F..%23%3C"
    assert tracking_url("UPS", "1Z &x=/..#<") == page


@pytest.mark.parametrize(("carrier", "number"), [("Uncle Bob", "1"), ("", "1"), ("UPS", " ")])
def test_what_is_not_known_is_not_made_up(carrier, number):
    assert tracking_url(carrier, number) == ""
