import pytest

from portal_blocks.addresses.phones import phone_from, phone_shown


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("0121 496 0018", "GB", "+441214960018"),
        ("+44 (0)121 496-0018", "US", "+441214960018"),
        ("0044 121 496 0018", "DE", "+441214960018"),
        ("٠٥٠١٢٣٤٥٦٧", "SA", "+966501234567"),
        ("", "GB", ""),
        ("   ", "GB", ""),
    ],
)
def test_number_is_kept_with_its_country_code(typed, country, kept):
    assert phone_from(typed, country) == (kept, "")


@pytest.mark.parametrize(
    ("typed", "country", "fault"),
    [
        ("12", "GB", "An example: +44 121 234 5678."),
        ("0121 496 0018", "", "This does not look like a phone number."),
        ("call me", "GB", "This does not look like a phone number."),
        ("0121 496 0018 ext. 7", "GB", "Leave out the extension"),
        ("0121\x00496", "GB", "cannot be kept"),
        ("1" * 41, "GB", "too long"),
    ],
)
def test_what_is_no_number_says_why(typed, country, fault):
    number, said = phone_from(typed, country)
    assert number == ""
    assert fault in said


@pytest.mark.parametrize(
    ("kept", "country", "shown"),
    [
        ("+441214960018", "GB", "0121 496 0018"),
        ("+441214960018", "DE", "+44 121 496 0018"),
        ("ask reception", "GB", "ask reception"),
        ("", "GB", ""),
    ],
)
def test_number_is_shown_as_it_is_read_there(kept, country, shown):
    assert phone_shown(kept, country) == shown
