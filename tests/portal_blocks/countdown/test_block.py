from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal_blocks.countdown.block import CountdownBlock
from tests.portal_blocks.cast import shown, viewer

SALE = {"heading": "The sale", "day": "2026-12-24", "hour": "18:00", "over": "It is over."}
BEFORE = datetime(2026, 12, 24, 16, 59, tzinfo=UTC)
AFTER = datetime(2026, 12, 24, 17, 0, tzinfo=UTC)


def sale(now: datetime, **value: str) -> str:
    return shown(CountdownBlock(), {**SALE, **value}, viewer(now=now, time_zone="Europe/Paris"))


def test_a_page_without_a_script_says_how_long_it_is_still():
    html = sale(BEFORE)
    assert 'data-until="2026-12-24T18:00:00+01:00"' in html
    assert '<b class="number">1</b> <span>minute</span>' in html
    assert "Thursday 24 December, 18:00" in html


def test_once_it_has_come_its_own_words_are_said():
    html = sale(AFTER)
    assert "It is over." in html
    assert "data-until" not in html


@pytest.mark.parametrize(("now", "is_there"), [(BEFORE, True), (AFTER, False)])
def test_without_words_for_then_it_is_gone_then(now, is_there):
    assert bool(sale(now, over="").strip()) is is_there
