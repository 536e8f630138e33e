"""What the editor refuses about those who may not see a page."""

from __future__ import annotations

import pytest

from access_rules.presets import EVERYONE
from cms.models import PortalPage
from tests.pages import make_home, make_page


@pytest.fixture
def pages(portals):
    shop, club = portals
    home = make_home(shop, rule=EVERYONE)
    page = make_page(home, "perks")
    return {"itself": page, "home": home, "foreign": make_home(club), "none": None}


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ("none", "Choose the page they go to."),
        ("itself", "Choose another page than this one."),
        ("foreign", "Choose a page of this portal."),
        ("home", ""),
    ],
)
def test_another_page_has_to_be_one_of_this_portal(pages, other, fault):
    page, chosen = pages["itself"], pages[other]
    form_class = PortalPage.get_edit_handler().get_form_class()
    data = {"when_denied": "page", "denied_page": chosen.pk if chosen else ""}
    data |= {"body-count": "0", "teaser-count": "0", "comments-TOTAL_FORMS": "0"}
    form = form_class(data, instance=page, parent_page=page.get_parent())
    form.is_valid()
    assert form.errors.get("denied_page", [""]) == [fault]
