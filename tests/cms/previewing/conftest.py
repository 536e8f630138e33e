from __future__ import annotations

import pytest
from django.test import Client

from access_rules.presets import ACTIVE, INACTIVE
from cms.models import PortalPage
from tests.cms.staff import client_of, merchant
from tests.pages import block, controls, make_home, text


@pytest.fixture
def page(shop) -> PortalPage:
    history = block("order_history", heading="Orders", page_size=20)
    card = block("card_on_file", heading="Card", allow_update=True, allow_pay=True)
    hidden = [text("Words for the active", ACTIVE), text("Words for the inactive", INACTIVE)]
    return make_home(shop, text("For all"), *hidden, controls(), card, history)


@pytest.fixture
def editor(db) -> Client:
    return client_of(merchant())
