from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE, INACTIVE
from cms.deep_links import link
from tests.pages import block, make_home, make_page, text


def card(rule=None, **values):
    return block("card_on_file", *([rule] if rule else []), heading="Cards", **values)


def test_signed_in_one_comes_to_the_block_with_the_form_open(visit, shop):
    home = make_home(shop, text("Hello"))
    page = make_page(home, "account", card())
    answer = visit(shop, "active").get("/go/card/")
    assert answer.headers["Location"] == f"/account/?open=card#block-{page.body[0].id}"


def test_signed_out_one_signs_in_and_comes_back(visit, shop):
    make_home(shop, card())
    answer = visit(shop).get("/go/pay/?next=//evil.example/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=%2Fgo%2Fpay%2F")


def test_first_block_that_this_viewer_may_see_is_the_one(visit, shop):
    home = make_home(shop, card(INACTIVE))
    make_page(home, "members", card(), rule=INACTIVE)
    page = make_page(home, "account", card(ACTIVE))
    answer = visit(shop, "active").get("/go/pay/")
    assert answer.headers["Location"] == f"/account/?open=pay#block-{page.body[0].id}"


@pytest.mark.parametrize(
    ("word", "switch"), [("card", "allow_update"), ("pay", "allow_pay"), ("orders", "")]
)
def test_where_nothing_suits_the_page_says_so(visit, shop, word, switch):
    make_home(shop, card(**({switch: False} if switch else {})))
    answer = visit(shop, "active").get(f"/go/{word}/")
    assert answer.status_code == 404
    assert "This is not possible here" in answer.content.decode()


def test_what_needs_no_opening_leads_to_the_block_alone(visit, shop):
    home = make_home(shop, block("subscription_controls", heading="Yours"))
    answer = visit(shop, "active").get("/go/subscriptions/")
    assert answer.headers["Location"] == f"/#block-{home.body[0].id}"


@pytest.mark.parametrize("word", ["nowhere", "card-2", "constructor"])
def test_unknown_word_leads_nowhere(visit, shop, word):
    make_home(shop, card())
    assert visit(shop, "active").get(f"/go/{word}/").status_code == 404


def test_link_is_a_full_address_of_the_portal(shop, settings):
    settings.PORT, settings.HTTPS = 443, True
    assert link(shop, "card") == f"https://{shop.host}/go/card/"
    settings.PORT, settings.HTTPS = 8000, False
    assert link(shop, "pay") == f"http://{shop.host}:8000/go/pay/"


def test_link_of_an_unknown_word_is_a_mistake(shop):
    with pytest.raises(KeyError):
        link(shop, "nowhere")
