from __future__ import annotations

from uuid import uuid4

import pytest

from cms.coverage.checks.broken import broken_rules
from cms.models import PortalPage
from tests.cms.coverage.conftest import codes, rule
from tests.pages import block, text

BROKEN = rule({"condition": "standing", "value": "gone"})


@pytest.mark.parametrize(
    ("stored", "place"),
    [
        ({}, "rule"),
        (BROKEN, "rule.all[0].value"),
        (rule({"condition": "named_rule", "rule": str(uuid4())}), "rule.all[0]"),
    ],
)
def test_a_page_rule_with_a_fault_is_an_error_with_its_place(find, home, stored, place):
    PortalPage.objects.filter(pk=home.pk).update(visibility=stored)
    [found] = find(broken_rules)
    assert (found.code, found.is_error, found.place) == ("broken_rule", True, place)
    assert found.page_id == home.pk
    assert found.mend.url.endswith(f"/pages/{home.pk}/edit/")


def test_a_block_within_another_is_named(find, below):
    inner = text("Hello", BROKEN)
    below("perks", block("columns", ratio="even", left=[inner], right=[]))
    [found] = find(broken_rules)
    assert (found.block, found.block_label) == (inner["id"], "Text")


def test_the_teaser_is_looked_at_too(find, below):
    below("perks", teaser=[text("Hello", BROKEN)], when_denied="teaser")
    assert codes(find(broken_rules)) == ["broken_rule"]


def test_sound_rules_are_no_finding(find, below):
    below("perks", text("Hello"))
    assert find(broken_rules) == []
