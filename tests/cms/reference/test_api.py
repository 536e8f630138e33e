from __future__ import annotations

import re

import pytest

from cms.reference.api import api_page

PAGE = api_page()


@pytest.mark.parametrize(
    "row",
    [
        "## POST /api/orders/",
        "| 200 | [BatchAnswer](#batchanswer) |",
        "| `total` | whole number, not below 0 | needed |",
        "| `lines` | list of [Line](#line) |",
        "| `payment_state` | `pending` or",
    ],
)
def test_the_page_tells_of_addresses_and_fields(row):
    assert row in PAGE


def test_every_object_that_is_named_has_its_part():
    heads = {head.lower() for head in re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)}
    assert set(re.findall(r"\(#(\w+)\)", PAGE)) <= heads
