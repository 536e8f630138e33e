"""Pages are kept in the process with their blocks, and nobody sees an old one."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db.models.signals import post_save
from wagtail.blocks import Block, ChooserBlock, StructValue
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from access_rules.presets import ACTIVE, EVERYONE, INACTIVE
from cms.models import PortalPage
from cms.pages import kept
from cms.pages.tree import Trees, page_of, pages_changed, tree_of
from portal_blocks.registry import BLOCKS
from portals.models import PortalSettings
from tests.bench.full_page import picture
from tests.contracts.block_contract import render
from tests.pages import again, block, make_home, make_page, text

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")


@pytest.fixture
def home(shop):
    return make_home(shop, text("First words"), rule=EVERYONE)


def words(page: PortalPage) -> str:
    return page.body[0].value["text"].source


def reads(client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_second_visit_does_not_read_the_page(visit, shop, home, django_assert_num_queries):
    client = visit(shop)
    reads(client)
    with django_assert_num_queries(0):
        assert "First words" in reads(client)


def test_what_is_published_is_shown_at_once(visit, shop, home):
    client = visit(shop)
    reads(client)
    home.body = [text("Second words")]
    home.save_revision().publish()
    assert "Second words" in reads(client)


def test_a_draft_is_not_shown(visit, shop, home):
    home.body = [text("Half a thought")]
    home.save_revision()
    home.save(clean=False, update_fields=["has_unpublished_changes"])
    assert "Half a thought" not in reads(visit(shop))


def test_a_page_taken_off_is_gone_at_once(visit, shop, home):
    page, client = make_page(home, "below", text("Below"), rule=EVERYONE), visit(shop)
    reads(client, "/below/")
    page.unpublish()
    assert client.get("/below/").status_code == 404


def test_a_blocks_new_rule_decides_from_the_next_visit_on(visit, shop, home):
    client = visit(shop, "active")
    assert "First words" in reads(client)
    home.body = [text("First words", INACTIVE)]
    home.save_revision().publish()
    assert "First words" not in reads(client)


@pytest.mark.parametrize("first", ["active", "cancelled"])
def test_whoever_comes_first_decides_for_nobody_else(visit, shop, first):
    make_home(shop, text("For members", ACTIVE), text("For others", INACTIVE), rule=EVERYONE)
    told = {"active": "For members", "cancelled": "For others"}
    for key in (first, *(set(told) - {first})):
        html = reads(visit(shop, key))
        assert [words for words in told.values() if words in html] == [told[key]]


def test_a_picture_that_is_changed_is_shown_as_it_is_now(visit, shop):
    key, client = picture(), visit(shop)
    make_home(shop, block("image", image=key, alt="", caption=""), rule=EVERYONE)
    assert "<figure>" in reads(client)
    image = get_image_model().objects.get(pk=key)
    image.visibility = dict(ACTIVE)
    image.save()
    assert "<figure>" not in reads(client)


def test_a_picture_whose_sizes_are_cleared_gets_new_ones(visit, shop):
    key, client = picture(), visit(shop)
    make_home(shop, block("image", image=key, alt="", caption=""), rule=EVERYONE)
    reads(client)
    sizes = get_image_model().objects.get(pk=key).renditions
    sizes.all().delete()
    reads(client)
    assert sizes.exists()


def test_pictures_are_read_together_wherever_they_stand(shop, django_assert_max_num_queries):
    image = [block("image", image=picture(), alt="", caption="") for _ in range(3)]
    columns = [block("columns", left=[one], right=[], ratio="even") for one in image]
    home = make_home(shop, *columns, *image)
    with django_assert_max_num_queries(5):  # the page, pictures here and in each column, sizes
        page = kept.KeptPages().page(home.pk)
    assert page.body[3].value["image"].prefetched_renditions == []


def test_everything_that_can_be_chosen_in_a_block_is_watched():
    stream = PortalPage._meta.get_field("body").stream_block
    models = {*kept.chosen_models(stream), get_document_model()}
    assert get_image_model() in models
    for model in models:
        listening = [each for each in post_save._live_receivers(model)[0] if each is pages_changed]
        assert listening, f"{model} is kept with pages and nobody hears when it changes"


def test_another_process_sees_what_was_published(shop, home, django_capture_on_commit_callbacks):
    other, portal = Trees(), again(shop)
    assert "First" in words(other.page(other.of(portal).root))
    home.body = [text("Second words")]
    with django_capture_on_commit_callbacks(execute=True):
        home.save_revision().publish()
    assert "Second" in words(other.page(other.of(portal).root))


def test_whoever_read_while_something_changed_keeps_nothing_old(shop, home, monkeypatch):
    trees, portal, read = Trees(), again(shop), kept._read

    def overtaken(pk: int) -> PortalPage:
        page = read(pk)
        cache.set("pages:stamp", "of another process, meanwhile", None)
        return page

    monkeypatch.setattr(kept, "_read", overtaken)
    first = trees._now()
    trees.page(trees.of(portal).root)
    assert trees._now() is not first


def test_a_change_of_the_portals_lets_go_of_addresses_noted_on_pages(shop, home):
    before = page_of(tree_of(again(shop)).root)
    PortalSettings.objects.get(site_id=shop.site_id).save()
    assert page_of(tree_of(again(shop)).root).body is not before.body


def test_each_request_gets_a_page_of_its_own_with_the_same_blocks(shop, home):
    node = tree_of(again(shop)).root
    first, second = page_of(node), page_of(node)
    first.title = "Written on by one request"
    assert second.title == home.title
    assert first.body is second.body


def test_no_more_than_some_are_kept(shop, home, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(kept, "MOST", 2)
    pages, keys = kept.KeptPages(), [make_page(home, f"p{n}").pk for n in range(3)]
    with django_assert_num_queries(3):
        for key in (*keys, *keys[1:]):
            pages.page(key)
    with django_assert_num_queries(1):
        pages.page(keys[0])


def stored(block: Block, value: StructValue) -> dict[str, object]:
    """What is stored of a block; for what is chosen in it, the very thing."""
    kinds = block.child_blocks
    return {
        name: id(part)
        if isinstance(kinds[name], ChooserBlock)
        else deepcopy(kinds[name].get_prep_value(part))
        for name, part in value.items()
    }


@pytest.mark.parametrize("name", BLOCKS)
def test_drawing_a_block_leaves_what_is_stored_as_it_was(name):
    block = PortalPage._meta.get_field("body").stream_block.child_blocks[name]
    value = block.get_preview_value()
    before = stored(block, value)
    render(block, value, "active")
    assert stored(block, value) == before
