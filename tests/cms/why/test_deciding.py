"""What somebody sees of a page, and because of what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from wagtail.models import Page

from access_rules.presets import ACTIVE, EVERYONE
from cms.gate import Gets, may_see
from cms.models import PortalPage
from cms.pages.tree import tree_of
from cms.previewing.people import viewer_at
from cms.why.deciding import BlockDecision, page_decision, page_decisions
from cms.why.steps import Step, rule_decision
from cms.why.words import outcome_of
from portal_blocks.personas import PERSONAS, persona_subject
from portal_blocks.samples import sample_viewer
from portal_blocks.streams import visible_blocks
from tests.pages import again, make_home, make_page, text


@pytest.fixture
def look(portal, people, now):
    """Somebody of the cast at the portal."""
    return lambda key, at=None: viewer_at(portal, people[key], at or now)[0]


def _shown(blocks: tuple[BlockDecision, ...]) -> Iterator[str]:
    for one in blocks:
        if one.allowed:
            yield one.block_id
        yield from _shown(one.inside)


def leaves(step: Step | None) -> list[Step]:
    assert step is not None
    return [leaf for part in step.parts for leaf in leaves(part)] if step.parts else [step]


@pytest.mark.parametrize("key", ["active", "past-due", "cancelled", "any"])
def test_it_answers_as_the_gate_and_the_blocks_do(portal, pages, look, key):
    viewer, tree = look(key), tree_of(portal)
    for page in pages.values():
        decision = page_decision(page, viewer)
        assert decision.allowed == may_see(tree.by_id(page.pk), viewer)
        if decision.allowed:
            seen = {str(one.id) for one in visible_blocks(page.body, viewer)}
            assert set(_shown(decision.blocks)) == seen


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_decided_as_it_is_alone(portal, pages, persona):
    viewer = sample_viewer(persona, portal)
    together = {one.page_id: outcome_of(one) for one in page_decisions(viewer)}
    alone = {page.pk: outcome_of(page_decision(page, viewer)) for page in pages.values()}
    assert together == alone


def test_the_rules_around_a_page_stand_from_the_first_one_down(pages, look):
    decision = page_decision(pages["perks"], look("active"))
    assert [one.title for one in decision.around] == [pages["home"].title, "Perks"]
    assert decision.settled_by.title == "Perks"


def test_the_first_rule_that_refuses_settles_it(pages, look):
    pages["home"].visibility = dict(ACTIVE)
    pages["home"].save_revision().publish()
    decision = page_decision(pages["back"], look("cancelled"))
    assert not decision.allowed
    assert decision.settled_by.title == pages["home"].title


def test_the_fact_that_settled_it_is_told_with_since_when(pages, look, now):
    decision = page_decision(pages["perks"], look("cancelled"))
    settled = [leaf for leaf in leaves(decision.around[-1].decision.steps) if leaf.settled]
    assert [leaf.met for leaf in settled] == [False]
    assert "the subscription was cancelled, since" in settled[0].fact
    assert decision.reason == settled[0].fact


def test_what_is_not_known_is_neither_yes_nor_no(portal):
    rule = {"version": 1, "none": [{"condition": "standing", "value": "active"}]}
    decision = rule_decision(rule, persona_subject("signed_out", portal, portal_now()))
    assert not decision.allowed
    assert [leaf.met for leaf in leaves(decision.steps)] == [None]


def portal_now():
    from django.utils import timezone

    return timezone.now()


def test_a_block_in_a_hidden_one_is_hidden_though_its_own_rule_allows_it(pages, look):
    [_text, columns] = page_decision(pages["home"], look("active")).blocks
    assert not columns.allowed
    [inner] = columns.inside
    assert inner.decision.allowed
    assert not inner.allowed


def test_blocks_of_a_hidden_page_are_hidden(pages, look):
    decision = page_decision(pages["perks"], look("cancelled"))
    [block] = decision.blocks
    assert block.decision.allowed
    assert not block.allowed


def test_what_they_get_in_its_place_is_told(pages, look, portal):
    assert page_decision(pages["perks"], look("cancelled")).denied.gets == Gets.NOT_FOUND
    signed_out = page_decision(pages["perks"], sample_viewer("signed_out", portal))
    assert outcome_of(signed_out).gets == "They are asked to sign in."


def test_a_broken_rule_is_a_fault_and_met_by_nobody(pages, look):
    broken = {"version": 1, "all": [{"condition": "nonsense"}]}
    PortalPage.objects.filter(pk=pages["perks"].pk).update(visibility=broken)
    pages["perks"].refresh_from_db()
    own = page_decision(pages["perks"], look("active")).around[-1].decision
    assert (own.allowed, own.fault, own.steps) == (False, True, None)
    assert "fault" in own.reason


def test_a_page_that_is_not_published_is_reached_by_nobody(pages, look):
    parent = Page.objects.get(pk=pages["home"].pk)
    draft = make_page(parent, "draft", text("Soon"), rule=EVERYONE)
    draft.unpublish()
    draft.refresh_from_db()
    decision = page_decision(draft, look("active"))
    assert not decision.is_reached
    assert outcome_of(decision).sentence == "They will see this page once it is published."


def test_at_another_time_the_same_facts_are_decided_on(pages, look, now):
    assert page_decision(pages["perks"], look("past-due")).allowed
    assert not page_decision(pages["perks"], look("past-due", now + timedelta(days=30))).allowed


def test_whoever_is_not_admitted_is_told_by_the_door(club, people, now):
    page = make_home(club, text("Inside"))
    viewer, _door = viewer_at(again(club), people["any"], now)
    outcome = outcome_of(page_decision(page, viewer))
    assert not outcome.sees
    assert outcome.reason == "Not a member of Green Club."
    assert "why this portal does not let them in" in outcome.gets


def test_no_query_is_made_for_a_block(portal, pages, look, django_assert_num_queries):
    viewer, parent = look("active"), Page.objects.get(pk=pages["home"].pk)
    page = make_page(parent, "long", *(text(f"Words {n}", ACTIVE) for n in range(40)))
    page_decisions(viewer)
    with django_assert_num_queries(0):
        assert len(page_decision(page, viewer).blocks) == 40
        page_decisions(viewer)
