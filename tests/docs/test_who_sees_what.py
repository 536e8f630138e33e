from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from access_rules.presets import PRESETS
from access_rules.standing import counting_states
from portals.policy import GracePolicy

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "explanation" / "who-sees-what.md").read_text("utf-8")


def test_the_rules_in_the_text_are_the_ready_made_ones():
    for file in (TEXT, (DOCS / "how-to" / "build-a-page.md").read_text("utf-8")):
        for preset in PRESETS.values():
            assert re.search(rf"^\| {preset.label} \|", file, re.MULTILINE)


def test_states_that_count_unless_changed_are_those_in_the_text(now):
    counting = counting_states(GracePolicy(), now)
    assert counting == {
        "trialing": None,
        "active": None,
        "past_due": now - timedelta(days=7),
        "ending": None,
    }
    assert "7 unless changed" in TEXT


@pytest.mark.parametrize("state", ["paused", "cancelled", "expired", "incomplete", "unknown"])
def test_states_that_do_not_count_unless_changed(state, now):
    assert state not in counting_states(GracePolicy(), now)
