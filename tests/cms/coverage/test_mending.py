from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, EVERYONE
from cms.coverage.findings import Action
from cms.coverage.linting import lint
from cms.coverage.mending import CannotMend, found_again, mend
from cms.models import PortalPage
from portals import clock
from tests.cms.coverage.conftest import change, rule
from tests.cms.staff import member, merchant
from tests.pages import again, block, text

ALWAYS = rule({"condition": "everyone"}, ACTIVE["all"][0], key="any")


def mendable(shop):
    found = [one for one in lint(again(shop), clock.now()) if one.mend.action]
    return found[0]


def test_a_block_gets_the_rule_that_says_what_is_meant(shop, below):
    inner = text("Hello", ALWAYS)
    page = below("perks", block("columns", ACTIVE, ratio="even", left=[inner], right=[]))
    mend(mendable(shop), merchant())
    [columns] = PortalPage.objects.get(pk=page.pk).body
    assert columns.value["left"][0].value["visibility"] == EVERYONE
    assert columns.value["visibility"] == ACTIVE


def test_a_page_for_everyone_says_so(shop, below):
    page = below("perks", rule=ALWAYS)
    mend(mendable(shop), merchant())
    assert PortalPage.objects.get(pk=page.pk).visibility == EVERYONE


def test_a_page_that_leads_in_a_circle_leads_home(shop, below):
    page, other = below("perks", rule=ACTIVE), below("more", rule=ACTIVE)
    change(page, when_denied="page", denied_page_id=other.pk)
    change(other, when_denied="page", denied_page_id=page.pk)
    found = mendable(shop)
    assert found.mend.action is Action.HOME_INSTEAD
    mend(found, merchant())
    assert PortalPage.objects.get(pk=found.page_id).when_denied == "home"
    assert "redirect_loop" not in [one.code for one in lint(again(shop), clock.now())]


def test_it_is_in_the_pages_history(shop, below):
    page = below("perks", rule=ALWAYS)
    chief = merchant()
    mend(mendable(shop), chief)
    assert PortalPage.objects.get(pk=page.pk).latest_revision.user == chief


def test_a_page_with_a_draft_is_mended_by_hand(shop, below):
    page = below("perks", rule=ALWAYS)
    page.title = "Half written"
    page.save_revision()
    with pytest.raises(CannotMend, match="not published"):
        mend(mendable(shop), merchant())
    assert PortalPage.objects.get(pk=page.pk).visibility == ALWAYS


@pytest.mark.parametrize("given", [(), ("access_rules.edit_rules",)])
def test_whoever_may_not_publish_or_edit_rules_changes_nothing(shop, below, given):
    page = below("perks", rule=ALWAYS)
    with pytest.raises(CannotMend, match="may not"):
        mend(mendable(shop), member(page, *given))
    assert PortalPage.objects.get(pk=page.pk).visibility == ALWAYS


def test_what_is_mended_already_is_not_mended_again(shop, below):
    page = below("perks", rule=ALWAYS)
    asked = {"code": "always", "page": str(page.pk), "block": ""}
    chief = merchant()
    mend(found_again(again(shop), clock.now(), **asked), chief)
    assert found_again(again(shop), clock.now(), **asked) is None
    with pytest.raises(CannotMend, match="mended already"):
        mend(None, chief)
