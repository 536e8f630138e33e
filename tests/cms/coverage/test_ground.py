from __future__ import annotations

from access_rules.presets import ACTIVE, EVERYONE
from cms.coverage.ground import Ground
from portals import clock
from tests.pages import again, block, text


def test_rules_know_what_is_around_them(below, shop):
    below("perks", block("columns", ACTIVE, ratio="even", left=[text("In")], right=[]), rule=ACTIVE)
    ground = Ground(again(shop), clock.now())
    [inner] = [one for one in ground.rules if one.block and one.block.around]
    assert inner.rule == EVERYONE
    assert inner.around == [ground.pages[0].node.rule, ACTIVE, ACTIVE]


def test_a_teaser_is_not_within_its_page(below, shop):
    below("perks", rule=ACTIVE, when_denied="teaser", teaser=[text("For members")])
    [teaser] = [one for one in Ground(again(shop), clock.now()).rules if one.in_teaser]
    assert teaser.around == []


def test_pages_below_one_that_is_not_live_are_left_out(below, shop, home):
    from tests.pages import make_page

    page = below("perks")
    make_page(page, "inner")
    page.unpublish()
    assert [one.pk for one in Ground(again(shop), clock.now()).pages] == [home.pk]


def test_members_are_the_invented_people_whom_the_portal_lets_in(shop, club, home):
    def keys(portal):
        return {one.key for one in Ground(again(portal), clock.now()).members}

    assert keys(shop) - keys(club) == {"any_customer"}
    assert "signed_out" not in keys(shop)
