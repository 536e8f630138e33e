from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from cms.coverage.checks.meaning import meanings
from cms.coverage.findings import Action
from tests.cms.coverage.conftest import codes, rule
from tests.pages import block, text

active, inactive = ACTIVE["all"][0], INACTIVE["all"][0]
BOTH, EITHER = rule(active, inactive), rule(active, inactive, key="any")
ALWAYS = rule({"condition": "everyone"}, active, key="any")


def told(find) -> list[tuple[str, str]]:
    return [(one.code, one.block) for one in find(meanings)]


def test_a_rule_that_contradicts_itself_is_found_on_page_and_block(find, below):
    inner = text("Hello", BOTH)
    below("perks", text("Other"), rule=BOTH)
    below("more", inner)
    assert told(find) == [("contradiction", ""), ("contradiction", inner["id"])]


def test_a_page_is_never_seen_below_one_that_excludes_it(find, below, home):
    from tests.cms.coverage.conftest import change

    below("perks", rule=INACTIVE)
    change(home, visibility=dict(ACTIVE))
    assert codes(find(meanings)) == ["never_within"]


def test_a_block_is_never_seen_within_another_that_excludes_it(find, below):
    inner = text("Hello", INACTIVE)
    below("perks", block("columns", ACTIVE, ratio="even", left=[inner], right=[]))
    assert told(find) == [("never_within", inner["id"])]


def test_within_what_nobody_sees_nothing_more_is_said(find, below):
    below("perks", text("Hello", INACTIVE), text("Bye", EITHER), rule=BOTH)
    assert codes(find(meanings)) == ["contradiction"]


@pytest.mark.parametrize(
    ("stored", "code", "action"),
    [
        (ALWAYS, "always", Action.FOR_EVERYONE),
        (EITHER, "adds_nothing", Action.FOR_EVERYONE),
    ],
)
def test_a_composed_rule_that_hides_nothing_can_be_mended(find, below, stored, code, action):
    below("perks", text("Hello", stored))
    [found] = find(meanings)
    assert (found.code, found.mend.action) == (code, action)


def test_a_page_that_could_be_moved_is_not_opened_by_a_click(find, below):
    below("perks", rule=EITHER)
    [found] = find(meanings)
    assert (found.code, found.mend.action) == ("adds_nothing", None)


@pytest.mark.parametrize("stored", [EVERYONE, ANY_CUSTOMER, ACTIVE])
def test_ready_made_rules_say_what_they_mean(find, below, stored):
    below("perks", text("Hello", stored), rule=ANY_CUSTOMER)
    assert find(meanings) == []
