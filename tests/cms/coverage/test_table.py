from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, EVERYONE, INACTIVE
from cms.coverage.ground import Ground
from cms.coverage.table import Table, coverage
from portal_blocks.personas import PERSONAS
from portals import clock
from tests.cms.coverage.conftest import set_up
from tests.cms.rules.conftest import selects
from tests.pages import again, block, make_home, text


def table_of(portal) -> Table:
    return coverage(Ground(again(portal), clock.now()))


@pytest.fixture
def cells(shop):
    """What each finds, in words, by the page's title: `cells()["Perks"]["paused"]`."""

    def read(portal=shop) -> dict[str, dict[str, str]]:
        table = table_of(portal)
        keys = [one.key for one in table.people]
        words = [[cell.words for cell in row.cells] for row in table.rows]
        titles = [row.page.title for row in table.rows]
        return {
            title: dict(zip(keys, told, strict=True))
            for title, told in zip(titles, words, strict=True)
        }

    return read


def test_a_column_stands_for_each_of_the_invented_people(cells, home):
    [row] = cells().values()
    assert list(row) == list(PERSONAS)


def test_blocks_are_counted_with_all_that_is_around_them(cells, below):
    inner = block("columns", ACTIVE, ratio="even", left=[text("In", EVERYONE)], right=[])
    below("perks", text("All"), inner, text("Back", INACTIVE))
    told = cells()["Perks"]
    assert told["active"] == "sees it, 3 of 4 blocks"
    assert told["cancelled"] == "sees it, 2 of 4 blocks"


def test_a_page_without_blocks_has_no_count(cells, below):
    below("perks")
    assert cells()["Perks"]["active"] == "sees it"


def test_what_the_refused_get_is_said(cells, below, shop):
    set_up(shop, inactive_home=below("back", rule=INACTIVE))
    below("perks", rule=ACTIVE)
    below("more", rule=ACTIVE, when_denied="teaser", teaser=[text("For members")])
    below("hidden", rule=ACTIVE, when_denied="not_found", when_signed_out="same")
    told = cells()
    assert told["Perks"]["cancelled"] == "led to “Back”"
    assert told["More"]["cancelled"] == "teaser"
    assert told["Hidden"]["cancelled"] == "not found"
    assert told["Perks"]["signed_out"] == "asked to sign in"


def test_whom_the_portal_does_not_let_in_is_told_apart(cells, club):
    make_home(club)
    told = cells(club)[f"Home {club.site_id}"]
    assert told["any_customer"] == "not let in"
    assert told["signed_out"] == "asked to sign in"
    assert told["active"] == "sees it"


def test_pages_stand_below_their_parents(below, shop):
    below("perks")
    assert [row.level for row in table_of(shop).rows] == [0, 1]


def test_a_cell_leads_to_the_whole_reason(below, shop):
    page = below("perks")
    cell = table_of(shop).rows[1].cells[3]
    assert cell.url == f"/admin/why/?portal={shop.site_id}&who=past_due&page={page.pk}"


def test_a_page_that_is_not_published_has_no_row(cells, below):
    below("perks").unpublish()
    assert "Perks" not in cells()


def test_the_queries_do_not_grow_with_the_pages(below, shop):
    below("perks", text("One"))
    few = selects(lambda: table_of(shop))
    for at in range(6):
        below(f"page-{at}", text("One"), text("Two", ACTIVE), rule=ACTIVE)
    assert selects(lambda: table_of(shop)) <= few <= 7
