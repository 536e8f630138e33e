from __future__ import annotations

import pytest

from cms.coverage.checks.splits import splits
from tests.cms.coverage.conftest import codes, rule
from tests.pages import text


def share(start: int, end: int, split: str = "a") -> dict[str, object]:
    return rule({"condition": "percentage", "split": split, "start": start, "end": end})


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ([(0, 10)], []),
        ([(0, 50), (50, 100)], []),
        ([(0, 50), (0, 50), (50, 100)], []),
        ([(0, 40), (50, 100)], ["split_gap"]),
        ([(10, 50), (50, 100)], ["split_gap"]),
        ([(0, 50), (50, 90)], ["split_gap"]),
        ([(0, 60), (50, 100)], ["split_overlap"]),
        ([(0, 60), (50, 90)], ["split_gap", "split_overlap"]),
    ],
)
def test_shares_of_one_split_add_up(find, below, shares, found):
    below("perks", *(text("One", share(*one)) for one in shares))
    assert codes(find(splits)) == found


def test_shares_of_two_splits_have_nothing_to_do_with_each_other(find, below):
    below("perks", text("One", share(0, 10)), text("Two", share(5, 20, "b")))
    assert find(splits) == []
