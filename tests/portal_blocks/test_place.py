from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict

from tests.portal_blocks.cast import ID, PLACE


@pytest.mark.parametrize(
    ("asked", "changes", "query"),
    [
        ("", {}, ""),
        ("page=2&other=x", {"page": "3"}, "?other=x&page=3"),
        ("page=2&page=4&other=x", {"page": ""}, "?other=x"),
        ("page=2", {"page": ""}, ""),
        ("", {"find": "a&b"}, "?find=a%26b"),
    ],
)
def test_a_page_is_asked_otherwise_and_another_list_stays_where_it_is(asked, changes, query):
    place = replace(PLACE, query=QueryDict(asked))
    assert place.asked_anew(changes) == f"/account/{query}#block-{ID}"
