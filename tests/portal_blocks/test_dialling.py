from __future__ import annotations

import pytest

from portal_blocks.dialling import dial_url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("+44 (0)20 7946-0018", "tel:+442079460018"),
        ("+44 (117) 496-0123", "tel:+441174960123"),
        ("020 7946 0018", "tel:02079460018"),
        ("0117 496 + 12", "tel:011749612"),
        ("٠٢٠ ٧٩٤٦", "tel:0207946"),
        ("ask for Sam", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_without_what_is_there_for_the_eye(written, url):
    assert dial_url(written) == url
