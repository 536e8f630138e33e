"""Who presses buttons by the hundred is slowed down; nobody else is."""

from __future__ import annotations

import pytest

from accounts.throttle import Limit
from billing.models import Operation
from tests.cms.acting.conftest import HTMX, html, press

WAIT = "That was a lot in a short time. Nothing was changed."


@pytest.fixture
def worn_out(monkeypatch, visit, shop, page, paused):
    """Somebody who has pressed as often as they may."""
    monkeypatch.setattr("cms.acting.often.PRESSES", Limit("press", tries=2, seconds=600))
    client = visit(shop, "active")
    for _again in range(2):
        assert press(client, page).status_code == 302
    return client


@pytest.mark.parametrize("by", [{}, HTMX], ids=["plainly", "by script"])
def test_one_more_press_does_nothing_and_says_how_long_to_wait(worn_out, page, by):
    answer = press(worn_out, page, by=by)
    assert (answer.status_code, WAIT in html(answer)) == (429, True)
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert Operation.objects.count() == 2


def test_a_blocks_own_script_is_told_in_its_own_way(worn_out, page):
    answer = press(worn_out, page, by={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["text"].startswith(WAIT)) == (429, True)


def test_nobody_else_waits(worn_out, visit, shop, page):
    answer = press(visit(shop, "paused"), page, data={"subscription": "sub_paused"})
    assert answer.status_code == 302


def test_pages_can_still_be_read(worn_out):
    assert worn_out.get("/").status_code == 200
