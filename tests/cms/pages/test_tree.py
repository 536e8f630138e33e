"""Finding pages and the rules above them without a query."""

from __future__ import annotations

import pytest

from access_rules.presets import ACTIVE
from cms.pages.tree import Trees, tree_of
from tests.pages import again, make_home, make_page, text


@pytest.fixture
def home(shop):
    return make_home(shop, text("Home"))


@pytest.fixture
def deep(home):
    return make_page(make_page(home, "a", rule=ACTIVE), "b")


@pytest.fixture
def portal(shop, deep):
    return again(shop)


@pytest.mark.parametrize(
    ("path", "title", "rest"),
    [
        ("", "Home", []),
        ("/", "Home", []),
        ("a/", "A", []),
        ("/a/b/", "B", []),
        ("a//b", "B", []),
        ("a/b/order/7/", "B", ["order", "7"]),
        ("order/7/", "Home", ["order", "7"]),
    ],
)
def test_a_path_leads_to_the_nearest_page(portal, path, title, rest):
    node, left = tree_of(portal).find(path)
    assert node.title.split()[0] == title
    assert left == rest


def test_the_chain_runs_from_the_root_down(portal, deep):
    tree = tree_of(portal)
    chain = tree.chain(tree.by_id(deep.pk))
    assert [node.url for node in chain] == ["/", "/a/", "/a/b/"]


def test_a_page_below_one_that_is_not_live_has_no_chain(portal, deep):
    deep.get_parent().unpublish()
    tree = tree_of(portal)
    assert tree.chain(tree.by_id(deep.pk)) == []


def test_a_page_of_another_portal_is_not_there(portal, club):
    other = make_home(club, text("Other"))
    assert tree_of(portal).by_id(other.pk) is None


def test_the_second_question_asks_the_database_nothing(portal, django_assert_num_queries):
    tree_of(portal)
    with django_assert_num_queries(0):
        tree_of(portal).find("/a/b/")


def test_a_new_address_is_found_and_the_old_one_gone(portal, deep):
    deep.slug = "c"
    deep.save_revision().publish()
    assert tree_of(portal).find("/a/c/")[0].pk == deep.pk
    assert tree_of(portal).find("/a/b/")[1] == ["b"]


def test_a_moved_page_is_found_with_its_new_rules(portal, home, deep):
    deep.move(home, pos="last-child")
    tree = tree_of(portal)
    assert [node.url for node in tree.chain(tree.by_id(deep.pk))] == ["/", "/b/"]


def test_a_deleted_page_is_gone(portal, deep):
    deep.delete()
    assert tree_of(portal).by_id(deep.pk) is None


def test_another_process_sees_what_was_published(portal, home, django_capture_on_commit_callbacks):
    other = Trees()
    other.of(portal)
    with django_capture_on_commit_callbacks(execute=True):
        page = make_page(home, "new")
    assert other.of(portal).by_id(page.pk) is not None
