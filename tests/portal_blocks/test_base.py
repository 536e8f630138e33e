from __future__ import annotations

from django.http import QueryDict
from django.test import RequestFactory, override_settings

from access_rules.presets import ACTIVE, EVERYONE, INACTIVE
from portal_blocks.base import BlockAction, Place, Said, place_of, with_said
from portal_blocks.heading.block import HeadingBlock
from portal_blocks.samples import sample_viewer
from portal_blocks.subscription_controls.presses import pause
from tests.portal_blocks.cast import ID, PLACE, shown, viewer

WORDS = {"text": "Save 10 %", "level": "h2"}


def test_a_place_knows_its_addresses():
    assert PLACE.anchor == f"/account/#block-{ID}"
    assert PLACE.action_url("pause") == f"/do/7/{ID}/pause/"
    assert PLACE.view_url("order", 12) == "/account/order/12/"


@override_settings(ROOT_URLCONF="cms.urls.staff")
def test_the_editors_host_writes_the_addresses_of_the_portal():
    assert PLACE.action_url("pause") == f"/do/7/{ID}/pause/"


def test_a_place_is_read_from_the_page_and_the_request():
    page = type("Page", (), {"pk": 7})
    request = RequestFactory().get("/account/?after-b0b0b0b0=x")
    context = {"request": request, "page": page, "page_url": "/account/", "id": ID}
    assert place_of(context) == Place(7, "/account/", ID, QueryDict("after-b0b0b0b0=x"))


def test_without_a_page_a_block_still_has_addresses():
    place = place_of({})
    assert place.action_url("pause").startswith("/do/0/")
    assert (place.page_url, dict(place.query)) == ("/", {})


def test_what_was_said_stands_before_a_block_that_has_no_place_for_it():
    said = Said("success", "Done as asked.", anchor=f"said-{ID}")
    context = {"id": ID, "said": {ID: said}}
    assert with_said("<section>Subscriptions</section>", context).endswith("</section>")
    assert f'id="said-{ID}"' in with_said("<section>Subscriptions</section>", context)


def test_block_that_says_it_itself_says_it_once():
    context = {"id": ID, "said": {ID: Said("success", "Done as asked.")}}
    html = '<section><div class="said notice">Done as asked.</div></section>'
    assert with_said(html, context) == html


def test_what_was_said_of_another_block_is_not_said_here():
    context = {"id": ID, "said": {"another": Said("success", "Done as asked.")}}
    assert with_said("<section></section>", context) == "<section></section>"


def test_an_action_without_a_switch_is_always_on():
    action = BlockAction(perform=pause)
    assert action.is_on({})


def test_an_action_with_a_switch_is_off_until_it_is_switched_on():
    action = BlockAction(perform=pause, switch="allow_pause")
    switched = [{}, {"allow_pause": None}, {"allow_pause": False}, {"allow_pause": True}]
    assert [action.is_on(value) for value in switched] == [False, False, False, True]


def test_a_preview_shows_that_something_is_hidden_and_from_whom():
    html = shown(HeadingBlock(), {**WORDS, "visibility": INACTIVE}, sample_viewer("active"))
    assert "Hidden from this viewer. Shown to whoever is Inactive." in html
    assert "Heading" in html


def test_a_preview_shows_nothing_of_what_is_hidden():
    hidden = {**WORDS, "visibility": INACTIVE}
    assert "Save 10" not in shown(HeadingBlock(), hidden, sample_viewer("active"))


def test_a_preview_says_that_a_broken_rule_hides_from_all():
    broken = {**WORDS, "visibility": {"broken": True}}
    html = shown(HeadingBlock(), broken, sample_viewer("active"))
    assert "nobody: its rule is broken" in html


def test_a_real_customer_is_not_told_of_what_is_hidden():
    assert shown(HeadingBlock(), {**WORDS, "visibility": INACTIVE}, viewer()) == ""


def test_a_block_for_active_customers_is_shown_to_one():
    assert "Save 10 %" in shown(HeadingBlock(), {**WORDS, "visibility": ACTIVE}, viewer())


def test_a_block_without_a_rule_is_shown_to_nobody():
    block = HeadingBlock()
    assert not block.is_for(WORDS, viewer())
    assert not block.is_for({**WORDS, "visibility": None}, viewer())


def test_a_new_block_is_for_everyone_who_sees_its_page():
    assert HeadingBlock().get_default()["visibility"] == EVERYONE


def test_the_chooser_shows_a_block_as_the_invented_customer_sees_it():
    block = HeadingBlock()
    context = block.get_preview_context(block.get_preview_value())
    assert context["viewer"].is_preview
    assert "Your deliveries" in block.render(block.get_preview_value(), context)
