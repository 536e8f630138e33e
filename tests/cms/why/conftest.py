from __future__ import annotations

import pytest
from wagtail.models import Page

from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from cms.models import PortalPage
from tests.pages import again, block, make_home, make_page, text

PERKS = {
    "version": 1,
    "all": [
        {"condition": "standing", "value": "active"},
        {"none": [{"condition": "standing", "value": "inactive"}]},
    ],
}


@pytest.fixture
def pages(shop) -> dict[str, PortalPage]:
    """The first page for any customer, below it one for the Active, one for the Inactive."""
    inner = [text("Within, for the active", ACTIVE)]
    columns = block("columns", INACTIVE, ratio="even", left=inner, right=[])
    home = make_home(shop, text("For all"), columns, rule=ANY_CUSTOMER)
    parent = Page.objects.get(pk=home.pk)
    perks = make_page(parent, "perks", text("Perks for all of these"), rule=PERKS)
    parent.refresh_from_db()
    back = make_page(parent, "come-back", rule=INACTIVE)
    return {"home": home, "perks": perks, "back": back}


@pytest.fixture
def portal(shop, pages):
    """The portal as it is with these pages."""
    return again(shop)
