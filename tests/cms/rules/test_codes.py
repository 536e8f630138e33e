from __future__ import annotations

import pytest
from django.utils.translation import override

from billing.models import Price
from cms.rules.codes import CURRENCIES, LANGUAGES, PLACES
from tests.access_rules.builders import portal

HERE = portal()


def test_countries_are_found_by_name_and_code():
    assert dict(PLACES.find(HERE, "germ")) == {"DE": "Germany"}
    assert dict(PLACES.find(HERE, "europe"))["europe"] == "Europe"
    assert "GB" in dict(PLACES.find(HERE, "gb"))


def test_a_part_of_a_country_can_be_typed_in():
    assert [code for code, _name in PLACES.find(HERE, "us-ca")] == ["US-CA"]
    assert list(PLACES.find(HERE, "qq-zz")) == []


def test_languages_are_told_in_the_editors_own():
    assert ("de", "German") in list(LANGUAGES.find(HERE, "germ"))
    with override("de"):
        assert ("de", "Deutsch") in list(LANGUAGES.find(HERE, "deutsch"))


@pytest.mark.django_db
def test_the_shops_own_currencies_come_first(shop, grinder, now):
    Price.objects.create(
        shop_id=shop.shop_id,
        product=grinder,
        external_id="price_1",
        currency="usd",
        unit_amount=1,
        fetched_at=now,
    )
    codes = [code for code, _name in CURRENCIES.find(shop, "")]
    assert codes[0] == "USD"
    assert "EUR" in codes
    assert "DEM" not in codes
