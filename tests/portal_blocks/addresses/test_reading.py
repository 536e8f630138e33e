import pytest

from portal_blocks.addresses.fields import BILLING
from portal_blocks.addresses.reading import address_from

HOME = {
    "name": "Ada",
    "line1": "24 Example Street",
    "city": "Birmingham",
    "postal_code": "b31aa",
    "country": "GB",
}


def test_address_is_kept_as_it_is_written_there():
    given = address_from(HOME | {"phone": "0121 496 0018", "line2": "  "})
    assert not given.is_unfinished
    assert given.address == HOME | {"postal_code": "B3 1AA", "phone": "+441214960018"}


def test_fields_of_another_form_are_left_alone():
    given = address_from({f"to-{part}": text for part, text in HOME.items()}, prefix="to-")
    assert given.address["city"] == "Birmingham"
    assert address_from(HOME, prefix="to-").faults == {"to-country": "Choose a country."}


@pytest.mark.parametrize("text", ["محمد العتيبي", "Zoë 🌿 O'Neill", "山田 花子", "👩‍👩‍👧 family"])
def test_names_of_all_kinds_are_kept(text):
    assert address_from(HOME | {"name": text}).address["name"] == text


@pytest.mark.parametrize(
    ("changed", "part", "said"),
    [
        ({"name": " "}, "name", "“Full name” is missing."),
        ({"line1": ""}, "line1", "“Street address” is missing."),
        ({"postal_code": "12345"}, "postal_code", "An example for United Kingdom: EC1Y 8SY."),
        ({"line1": "x" * 501}, "line1", "500 characters at most"),
        ({"city": "Bir\x00mingham"}, "city", "cannot be kept"),
        ({"city": "Bir\ud800"}, "city", "cannot be kept"),
        ({"phone": "12"}, "phone", "does not look like a phone number"),
        ({"country": "US", "state": ""}, "state", "“State” is missing."),
        ({"country": "US", "state": "Kowloon"}, "state", "Choose one of the list."),
        ({"country": "QZ"}, "country", "Choose a country."),
        ({"country": ""}, "country", "Choose a country."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(changed, part, said):
    given = address_from(HOME | changed)
    assert said in given.faults[part]
    typed = {name: text.replace("\x00", "") for name, text in (HOME | changed).items()}
    assert given.shown_again("x").entered == typed


def test_switch_of_the_country_saves_nothing_and_loses_nothing():
    given = address_from(HOME | {"country": "US", "form_of": "GB", "as_country": "1"})
    assert (given.is_unfinished, given.address, given.faults) == (True, {}, {})
    assert given.shown_again().tone == "info"
    assert given.entered["line1"] == HOME["line1"]


def test_what_only_the_other_countrys_addresses_have_is_left_out():
    given = address_from(HOME | {"form_of": "US", "state": "OR", "kept-state": "OR"})
    assert "state" not in given.address


def test_what_the_country_does_not_ask_for_is_kept_where_it_was_shown():
    given = address_from(HOME | {"form_of": "GB", "state": "West Midlands"})
    assert given.address["state"] == "West Midlands"


def test_billing_address_has_neither_name_nor_phone():
    given = address_from(HOME | {"phone": "12"}, kind=BILLING)
    assert given.address.keys() == {"line1", "city", "postal_code", "country"}


def test_country_without_postal_codes_asks_for_none():
    given = address_from({"name": "A", "line1": "8 Road", "state": "九龍", "country": "HK"})
    assert given.address["state"] == "Kowloon"


def test_nothing_at_all_asks_for_the_country():
    assert address_from({}).faults == {"country": "Choose a country."}
