from __future__ import annotations

import pytest

from portal_blocks.video.places import place_of_film


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://www.youtube.com/watch?v=1", "YouTube"),
        ("https://YOUTU.be/1", "YouTube"),
        ("https://vimeo.com/1", "Vimeo"),
        ("http://vimeo.com/1", ""),
        ("https://vimeo.com.example.com/1", ""),
        ("https://vimeo.com@example.com/1", ""),
        ("javascript:alert(1)//vimeo.com", ""),
        ("", ""),
    ],
)
def test_a_film_is_at_a_place_that_is_known(address, place):
    assert place_of_film(address) == place
