from __future__ import annotations

from uuid import uuid4

import pytest

from tests.pages import block, make_home

QUESTION = {"key": "news", "words": "Send me news", "more": "Once a month."}


@pytest.fixture
def page(shop, people):
    given = block("privacy", heading="", questions=[], allow_copy=True, allow_erase=True)
    given["value"]["questions"] = [{"type": "item", "id": str(uuid4()), "value": QUESTION}]
    return make_home(shop, given), given["id"]


@pytest.fixture
def press(page):
    home, block_id = page

    def pressed(client, action: str, **data: str):
        return client.post(f"/do/{home.pk}/{block_id}/{action}/", data)

    return pressed
