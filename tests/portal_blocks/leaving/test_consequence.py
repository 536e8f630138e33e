from __future__ import annotations

import pytest

from portal_blocks.leaving.consequence import consequences
from tests.portal_blocks.cast import NOW, subscription, viewer


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (subscription(), "You keep it until Thursday 3 December, which is paid for."),
        (subscription("trialing"), "It ends on Thursday 3 December. Nothing more is charged."),
        (subscription("past_due"), "It ends today. Nothing more is charged."),
        (subscription("paused", pause_kind="stop"), "It ends today. Nothing more is charged."),
        (subscription(moved_from=NOW), "It ends today. Nothing more is charged."),
        (subscription(current_period_end=None), "It will not renew, and nothing more is charged."),
    ],
)
def test_what_ends_when_is_said_before_it_is_done(one, words):
    assert consequences({}, viewer(), one)[0] == words


def test_where_it_ends_at_once_nothing_is_paid_back():
    [said] = consequences({"cancel_when": "now"}, viewer(), subscription())
    assert said == "It ends today. Nothing more is charged, and nothing is paid back."
