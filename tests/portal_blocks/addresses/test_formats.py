import pytest
from django.utils.translation import override

from portal_blocks.addresses.countries import countries, country_name, is_country
from portal_blocks.addresses.formats import format_of


@pytest.mark.parametrize(
    ("country", "language", "rows"),
    [
        ("GB", "en", [("name",), ("line1",), ("city",), ("postal_code",)]),
        ("DE", "en", [("name",), ("line1",), ("postal_code", "city")]),
        ("US", "en", [("name",), ("line1",), ("city", "state", "postal_code")]),
        ("JP", "ja", [("postal_code",), ("state",), ("line1",), ("name",)]),
        ("JP", "en", [("name",), ("line1", "state"), ("postal_code",)]),
        ("HK", "en", [("name",), ("line1",), ("city",), ("state",)]),
        ("", "en", [("name",), ("line1",), ("city",)]),
    ],
)
def test_rows_are_those_of_the_country_in_the_readers_order(country, language, rows):
    with override(language):
        assert list(format_of(country).rows) == rows


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", " m2  5bq", "M2 5BQ"),
        ("CA", "k1a0b1", "K1A 0B1"),
        ("NL", "1234ab", "1234 AB"),
        ("PL", "00950", "00-950"),
        ("JP", "\uff11\uff10\uff10\u2212\uff10\uff10\uff10\uff11", "100-0001"),
        ("DE", "D-10969", "10969"),
        ("US", "95014 1234", "95014-1234"),
        ("DE", "1096", ""),
        ("GB", "12345", ""),
        ("QA", "anything", "ANYTHING"),
    ],
)
def test_postal_code_is_kept_as_the_country_writes_it(country, typed, kept):
    assert format_of(country).postal_code(typed) == kept


@pytest.mark.parametrize(
    ("country", "typed", "code"),
    [
        ("US", "or", "OR"),
        ("US", "oregon", "OR"),
        ("JP", "Tokyo", "東京都"),
        ("JP", "13", "東京都"),
        ("HK", "九龍", "Kowloon"),
        ("US", "Kowloon", ""),
    ],
)
def test_region_is_known_by_each_of_its_names(country, typed, code):
    assert format_of(country).region(typed) == code


@pytest.mark.parametrize(("language", "name"), [("en", "Tokyo"), ("ja", "東京都")])
def test_regions_are_named_in_letters_that_the_reader_knows(language, name):
    with override(language):
        assert dict(format_of("JP").regions)["東京都"] == name


def test_every_country_has_a_form():
    assert all("line1" in format_of(code).parts for code, _ in countries())


def test_countries_are_in_the_readers_language_and_order():
    with override("de"):
        names = [name for _, name in countries()]
        assert country_name("DE") == "Deutschland"
    assert names.index("Norwegen") < names.index("Österreich") < names.index("Oman") + 9


def test_what_is_no_country_is_none():
    assert [is_country(code) for code in ("GB", "gb", "ZZ", "XX", "", "../GB")] == [
        True,
        *[False] * 5,
    ]
