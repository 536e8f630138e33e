import pytest

from billing.regions import region_of


@pytest.mark.parametrize(
    ("country", "written", "region"),
    [
        ("US", "CA", "US-CA"),
        ("US", "US-CA", "US-CA"),
        ("US", " california ", "US-CA"),
        ("JP", "東京都", "JP-13"),
        ("JP", "Tokyo", "JP-13"),
        ("AE", "إمارة دبيّ", "AE-DU"),
        ("ES", "Barcelona", ""),
        ("GB", "SCT", "GB-SCT"),
        ("DE", "Bavaria", ""),
        ("US", "", ""),
        ("QZ", "CA", "QZ-CA"),
        ("", "CA", ""),
        ("../", "CA", ""),
    ],
)
def test_part_of_a_country_is_known_by_its_code_or_name(country, written, region):
    assert region_of(country, written) == region
