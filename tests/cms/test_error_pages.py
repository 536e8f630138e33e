from __future__ import annotations

import pytest
from django.test import Client

from cms.error_pages import broken
from tests.pages import again, make_home, text


def test_a_page_that_broke_says_whose_portal_it_is(shop, monkeypatch):
    make_home(shop, text("Hello"))
    host = again(shop).host
    monkeypatch.setattr("cms.routing.viewer_of", lambda _request: 1 / 0)
    answer = Client(headers={"host": host}, raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert f'site-head__name" href="/">{host}' in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_it_asks_the_database_nothing(rf):
    answer = broken(rf.get("/"))
    assert "You will not be charged twice" in answer.content.decode()


@pytest.mark.parametrize("path", ["/nothing-here/", "/documents/1/x.pdf"])
def test_what_is_not_there_is_said_in_the_portals_look(shop, visit, path):
    make_home(shop, text("Hello"))
    answer = visit(again(shop), "active").get(path)
    assert answer.status_code == 404
    assert "find this page</h1>" in answer.content.decode()
    assert "site-head__name" in answer.content.decode()
