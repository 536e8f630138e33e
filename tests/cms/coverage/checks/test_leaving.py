from __future__ import annotations

from datetime import UTC, datetime

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER
from cms.coverage.checks.leaving import leaving
from cms.models import PortalPage
from tests.cms.coverage.conftest import change, codes, rule, set_up
from tests.pages import block

HALF = rule({"condition": "percentage", "split": "a", "start": 0, "end": 50})


def reasons(*pages, default=None, visible=ANY_CUSTOMER, **more):
    rows = [
        {"type": "item", "value": {"words": f"Reason {at}", "means": "other", "next": pk}}
        for at, pk in enumerate(pages)
    ]
    return block("cancel_reasons", visible, heading="Why?", reasons=rows, next=default, **more)


def offer(following, visible=ANY_CUSTOMER, **more):
    return block("cancel_offer", visible, offer="pause", next=following, **more)


def confirm(visible=ANY_CUSTOMER, **more):
    return block("cancel_confirm", visible, heading="Cancel", **more)


def controls(page=None, **switches):
    return block("subscription_controls", heading="", cancel_page=page, **switches)


@pytest.fixture
def enter(home, below):
    """Publish a page with the subscriptions, which sends to this page to cancel."""
    return lambda page, **how: below("subs", controls(page.pk), **how)


def test_flow_that_everybody_can_finish_is_fine(below, enter, find):
    last = below("last", confirm())
    stay = below("stay", offer(last.pk), offer(last.pk, ACTIVE))
    enter(below("why", reasons(stay.pk, last.pk, default=last.pk)))
    assert find(leaving) == []


def test_offers_that_nobody_is_sure_to_see_are_no_dead_end(below, enter, find):
    last = below("last", confirm())
    enter(below("stay", offer(last.pk, HALF)))
    assert find(leaving) == []


def test_page_that_is_not_published_stops_it(below, enter, find):
    last = below("last", confirm())
    entry = enter(below("stay", offer(last.pk)))
    change(last, live=False)
    [found] = [one for one in find(leaving) if one.is_error]
    assert (found.code, found.page_id == entry.pk) == ("cancel_page_missing", False)


def test_every_reason_is_followed(below, enter, find):
    last, lost = below("last", confirm()), below("lost")
    enter(below("why", reasons(last.pk, lost.pk, default=last.pk)))
    [found] = find(leaving)
    assert (found.code, found.page_id) == ("cancel_dead_end", lost.pk)


def test_reason_without_a_next_page_stops_it(below, enter, find):
    last = below("last", confirm())
    enter(below("why", reasons(last.pk, None)))
    assert codes(find(leaving)) == ["cancel_no_next"]


@pytest.fixture
def straight(below):
    """Publish a page on which one cancels right there."""
    return below("subs", controls())


def test_step_that_nothing_sends_to_is_told_of_where_it_leads_nowhere(below, straight, find):
    below("why", reasons(None))
    [found] = find(leaving)
    assert (found.code, found.is_error) == ("cancel_loose_end", False)


def test_way_that_nothing_sends_to_is_told_of_where_it_ends_nowhere(below, straight, find):
    lost = below("lost")
    below("why", reasons(below("stay", offer(lost.pk)).pk, default=lost.pk))
    [found] = find(leaving)
    assert (found.code, found.page_id, found.is_error) == ("cancel_dead_end", lost.pk, False)


def test_reasons_that_the_address_to_cancel_leads_to_are_an_entry(below, find):
    below("why", reasons(below("lost").pk, default=below("last", confirm()).pk))
    [found] = find(leaving)
    assert (found.code, found.is_error) == ("cancel_dead_end", True)


def test_reasons_that_not_everybody_sees_are_followed_too(below, enter, find):
    last, lost = below("last", confirm()), below("lost")
    asked = reasons(lost.pk, default=last.pk, visible=ACTIVE)
    enter(below("why", asked, offer(last.pk)))
    assert [one.code for one in find(leaving) if one.is_error] == ["cancel_dead_end"]


def test_page_that_leads_on_past_its_own_last_step_must_not_lose_anybody(below, enter, find):
    lost = below("lost")
    enter(below("all", reasons(lost.pk, default=None), confirm()))
    assert codes(find(leaving)) == ["cancel_dead_end"]


def test_page_that_leads_to_itself_is_fine_with_the_last_step_on_it(below, enter, find):
    page = below("all")
    enter(change(page, body=[reasons(page.pk, default=page.pk), confirm()]))
    assert find(leaving) == []


def test_draft_above_a_flow_that_closes_it_is_stopped(below, home, find):
    above = below("account")
    page = PortalPage(title="Last", slug="last", visibility=ANY_CUSTOMER, body=[confirm()])
    above.add_child(instance=page)
    below("subs", controls(page.pk))
    above.visibility = ACTIVE
    [found] = find(leaving, above)
    assert (found.code, found.page_id) == ("cancel_hidden", above.pk)


@pytest.mark.parametrize("expiring", ["the page", "the page above"])
def test_page_that_goes_offline_by_itself_stops_it(below, find, expiring):
    above = below("account")
    page = PortalPage(title="Last", slug="last", visibility=ANY_CUSTOMER, body=[confirm()])
    above.add_child(instance=page)
    below("subs", controls(page.pk))
    gone = above if expiring == "the page above" else page
    change(gone, expire_at=datetime(2027, 1, 5, tzinfo=UTC))
    [found] = find(leaving)
    assert (found.code, found.is_error) == ("cancel_expires", True)
    assert "“Last” is part of cancelling, and goes offline on 5 Jan 2027." in found.message


def test_entry_may_go_offline_by_itself(below, find):
    entry = below("subs", controls(below("last", confirm()).pk))
    change(entry, expire_at=datetime(2027, 1, 5, tzinfo=UTC))
    assert find(leaving) == []


TERMS = {"renewals": 3, "notice": 7, "states": ["active"]}


def test_same_terms_at_both_ends_are_fine(below, find):
    below("subs", controls(below("last", confirm(cancel_terms=TERMS)).pk, cancel_terms=TERMS))
    assert find(leaving) == []


@pytest.mark.parametrize(
    "less", [{}, {**TERMS, "renewals": 2}, {**TERMS, "notice": 0}, {**TERMS, "states": []}]
)
def test_last_step_with_stricter_terms_than_its_entry_stops_it(below, find, less):
    below("subs", controls(below("last", confirm(cancel_terms=TERMS)).pk, cancel_terms=less))
    [found] = find(leaving)
    assert (found.code, found.is_error) == ("cancel_held_back", True)


@pytest.mark.parametrize("which", ["the last step", "the entry"])
def test_last_step_that_lets_go_earlier_is_told_whoever_of_both_is_published(below, find, which):
    last = below("last", confirm())
    entry = below("subs", controls(last.pk, cancel_terms=TERMS))
    draft = entry if which == "the entry" else last
    [found] = find(leaving, draft)
    assert (found.code, found.is_error, found.page_id) == ("cancel_terms_differ", False, draft.pk)


def test_step_beside_the_last_one_needs_no_next_page(below, find):
    below("all", reasons(None), confirm())
    assert find(leaving) == []


def test_circle_is_told_with_its_pages(below, enter, find):
    first = below("first")
    second = below("second", offer(first.pk))
    change(first, body=[offer(second.pk)])
    enter(PortalPage.objects.get(pk=first.pk))
    [found] = find(leaving)
    assert "First → Second → First" in found.message


@pytest.mark.parametrize("most", [2, 3])
def test_more_pages_than_the_portal_allows_stop_it(shop, below, enter, find, most):
    set_up(shop, most_cancel_steps=most)
    last = below("last", confirm())
    enter(below("why", reasons(below("stay", offer(last.pk)).pk, default=last.pk)))
    assert codes(find(leaving)) == (["cancel_too_long"] if most < 3 else [])


@pytest.mark.parametrize("closed", [ACTIVE, HALF], ids=["to past due later", "by chance"])
def test_last_page_that_somebody_may_not_see_stops_it(below, enter, find, closed):
    last = below("last", confirm(), rule=closed)
    enter(below("stay", offer(last.pk)))
    assert codes(find(leaving)) == ["cancel_hidden"]


def test_last_block_that_somebody_may_not_see_stops_it(below, enter, find):
    enter(below("last", confirm(HALF)))
    assert codes(find(leaving)) == ["cancel_dead_end"]


def test_rule_of_the_entry_may_be_that_of_the_flow(below, enter, find):
    last = below("last", confirm(), rule=ACTIVE)
    enter(last, rule=ACTIVE)
    assert "cancel_hidden" not in codes(find(leaving))


def test_who_has_a_running_one_may_be_what_the_flow_asks_for(below, enter, find):
    states = ["active", "trialing", "past_due", "paused", "ending"]
    running = rule({"condition": "subscription_state", "states": states})
    enter(below("last", confirm(), rule=running))
    assert find(leaving) == []


def test_draft_that_sends_to_a_broken_flow_is_stopped_itself(below, find):
    lost = below("lost")
    entry = below("subs")
    entry.body = [controls(lost.pk)]
    [found] = find(leaving, entry)
    assert (found.code, found.page_id, str(lost.pk) in found.mend.url) == (
        "cancel_dead_end",
        entry.pk,
        True,
    )


def test_way_back_to_a_page_that_is_gone_is_told(below, enter, find):
    gone = below("gone")
    enter(below("last", confirm(keep_page=gone.pk)))
    change(gone, live=False)
    assert codes(find(leaving)) == ["cancel_no_way_back"]


@pytest.mark.parametrize(("name", "told"), [("reason-1", []), ("dear", ["cancel_reason_unknown"])])
def test_offer_for_a_reason_that_is_asked_nowhere_is_told(below, enter, find, name, told):
    last = below("last", confirm())
    stay = below("stay", offer(last.pk, for_reasons=[name]))
    enter(below("why", reasons(stay.pk, stay.pk, default=last.pk)))
    assert codes(find(leaving)) == told


@pytest.mark.parametrize("allowed", [True, False])
def test_shop_with_subscriptions_and_no_way_to_cancel_is_told(people, below, find, allowed):
    below("subs", controls(allow_cancel=allowed))
    assert codes(find(leaving)) == ([] if allowed else ["nowhere_to_cancel"])


def test_terms_that_leave_out_a_state_are_no_way_to_cancel_in_it(people, below, find):
    below("subs", controls(cancel_terms={"states": ["active", "paused"]}))
    [found] = find(leaving)
    assert (found.code, "trial" in found.message.lower()) == ("nowhere_to_cancel", True)


def test_last_step_alone_is_a_way_to_cancel(people, below, find):
    below("subs", controls(allow_cancel=False))
    below("last", confirm())
    assert find(leaving) == []
