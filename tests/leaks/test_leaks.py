"""Every persona asks for everything there is, and finds no word that is hidden from them."""

from __future__ import annotations

from functools import partial
from itertools import chain

import pytest

from access_rules.decisions import door
from cms.urls import portal
from tests.leaks.guesses import files, guesses, pages, parts
from tests.leaks.rules import CAST

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
OUTSIDERS = ("signed out", "staff", "stranger", "stranger at home")
PERSONAS = [("shop", one) for one in (*sorted(CAST), *OUTSIDERS)]
PERSONAS += [("club", one) for one in (*sorted(CAST), "signed out")]
WATCHERS = [("shop", "signed out"), ("shop", "cancelled")]


def anybody(*_args, **_kwargs) -> bool:
    return True


@pytest.mark.parametrize(("site", "persona"), PERSONAS)
def test_nobody_finds_a_word_that_is_hidden_from_them(crawl_as, sites, tell, site, persona):
    crawl = crawl_as(site, persona)
    leaks = list(crawl.leaks(guesses(sites[site], PERSONAS.index((site, persona)))))
    tell(crawl.surfaces, len(leaks))
    assert leaks == []
    assert crawl.secrets.hidden_from(crawl.who) > 50
    assert crawl.missed() == []


def test_every_door_of_a_portal_is_knocked_at(sites):
    asked = {url for turn in range(10) for _method, url in guesses(sites["shop"], turn)}
    paths = [url.partition("?")[0].removeprefix("/") for url in asked]
    doors = [one.pattern for one in portal.urlpatterns]
    assert [str(one) for one in doors if not any(map(one.match, paths))] == []


@pytest.mark.parametrize(
    ("gate", "asked"),
    [
        ("cms.routing.may_see", pages),
        ("cms.menus.may_see", pages),
        ("cms.gate.may_see", partial(parts, turn=0)),
        ("cms.links.may_see", pages),
        ("cms.media.models.OfShop.is_for", partial(files, turn=0)),
        ("portal_blocks.base.PortalBlock.is_for", pages),
    ],
)
def test_a_gate_that_is_taken_away_is_noticed(crawl_as, sites, monkeypatch, gate, asked):
    monkeypatch.setattr(gate, anybody)
    crawls = (crawl_as(*persona) for persona in WATCHERS)
    leaks = chain.from_iterable(crawl.leaks(asked(sites["shop"])) for crawl in crawls)
    assert next(leaks, None), f"nothing leaks without {gate}"


def test_a_page_that_forgets_the_pages_above_is_noticed(crawl_as, sites, monkeypatch):
    monkeypatch.setattr("cms.pages.tree.Tree._door", lambda _tree, node: door([node.rule]))
    crawl = crawl_as("shop", "cancelled")
    assert next(crawl.leaks(pages(sites["shop"])), None)
