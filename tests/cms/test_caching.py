"""Which answers a cache in between may keep."""

from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE
from tests.bench.full_page import picture
from tests.pages import block, make_home, make_page, text

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
YEARS_AGO = {"condition": "between_dates", "first": "2019-01-01", "last": "2019-12-31"}


def kept(answer) -> bool:
    """Whether a shared cache may keep the answer, for those who bring no cookie."""
    assert "Cookie" in answer.headers["Vary"]
    public = "public" in answer.headers["Cache-Control"]
    assert public is not ("no-store" in answer.headers["Cache-Control"])
    return public


@pytest.fixture
def page(shop):
    make_columns = block("columns", left=[text("Left")], right=[], ratio="even")
    image = block("image", image=picture(), alt="", caption="")
    return make_home(shop, text("Welcome"), make_columns, image, rule=EVERYONE)


def test_a_page_that_says_the_same_to_all_is_kept_for_the_signed_out(visit, shop, page):
    answer = visit(shop).get("/")
    assert kept(answer)
    assert "max-age=0, s-maxage=60" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_whoever_is_signed_in_gets_an_answer_of_their_own(visit, shop, page):
    assert not kept(visit(shop, "active").get("/"))


def test_whoever_brings_any_cookie_gets_an_answer_of_their_own(visit, shop, page):
    client = visit(shop)
    client.cookies["messages"] = "x"
    assert not kept(client.get("/"))


@pytest.mark.parametrize(
    "blocks",
    [
        [text("Members", ANY_CUSTOMER)],
        [block("order_history", heading="Orders", page_size=3)],
        [block("columns", left=[text("Members", ACTIVE)], right=[], ratio="even")],
        [text('<a linktype="document" id="1">Terms</a>')],
    ],
)
def test_a_block_that_depends_on_the_viewer_keeps_its_page_private(visit, shop, blocks):
    make_home(shop, *blocks, rule=EVERYONE)
    assert not kept(visit(shop).get("/"))


def test_a_page_anywhere_with_a_rule_of_its_own_keeps_the_menu_private(visit, shop, page):
    make_page(page, "then", rule={"version": 1, "all": [YEARS_AGO]})
    assert not kept(visit(shop).get("/"))


@pytest.mark.parametrize("path", ["/members/", "/nothing/", "/sign-in/"])
def test_no_other_answer_is_kept(visit, shop, page, path):
    make_page(page, "members", rule=ANY_CUSTOMER)
    assert not kept(visit(shop).get(path))
