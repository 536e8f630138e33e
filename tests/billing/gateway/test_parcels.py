from types import SimpleNamespace as Found

import pytest

from billing.gateway.parcels import parcels_of


def _payment(number, carrier="DHL"):
    shipping = Found(carrier=carrier, tracking_number=number)
    return Found(id="pi_1", shipping=shipping, metadata=Found())


def _root(**kept):
    return Found(id="in_1", metadata=Found(**kept))


def test_parcel_of_a_payment_is_told():
    (parcel,) = parcels_of(_root(), _payment("123"))
    assert (parcel.external_id, parcel.carrier, parcel.tracking_number) == ("pi_1", "DHL", "123")


def test_parcel_written_down_as_metadata_is_told():
    url = "https://post.example/1"
    kept = {"tracking_number": "1", "tracking_carrier": "Post", "tracking_url": url}
    (parcel,) = parcels_of(_root(**kept))
    assert (parcel.external_id, parcel.carrier, parcel.tracking_url) == ("in_1", "Post", url)


def test_parcel_told_twice_is_one():
    assert len(parcels_of(_root(tracking_number="123"), _payment("123"))) == 1


def test_no_number_is_no_parcel():
    assert parcels_of(_root(), _payment(None)) == ()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "post.example/1"])
def test_address_that_is_no_page_is_left_out(url):
    (parcel,) = parcels_of(_root(tracking_number="1", tracking_url=url))
    assert parcel.tracking_url == ""
