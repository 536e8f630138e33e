from __future__ import annotations

from access_rules.presets import ANY_CUSTOMER
from portal_blocks.samples import sample_viewer
from tests.cms.staff import client_of, merchant
from tests.pages import make_home, text


def test_address_of_a_new_page_follows_its_title(shop, people):
    home = make_home(shop, text("Hello"), rule=ANY_CUSTOMER)
    form = client_of(merchant()).get(f"/admin/pages/add/cms/portalpage/{home.pk}/")
    assert b'data-w-sync-target-value="#id_slug"' in form.content


def test_browser_tab_says_what_the_merchant_wrote_for_it(shop, people):
    home = make_home(shop, text("Hello"), rule=ANY_CUSTOMER)
    home.seo_title = "Coffee for you"
    assert home.context_for(sample_viewer("active"))["page_title"] == "Coffee for you"
