"""A portal to look for faults in, and what is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page, Site

from access_rules.presets import ANY_CUSTOMER
from cms.coverage.checks import CHECKS
from cms.coverage.findings import Finding
from cms.coverage.ground import Ground
from cms.models import PortalPage
from cms.pages.tree import pages_changed
from portals import clock
from portals.models import PortalSettings
from portals.registry import Portal
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.pages import Rule, again, block, text

Found = list[Finding]


def rule(*conditions: Any, key: str = "all") -> dict[str, Any]:
    """A stored rule of these conditions."""
    return {"version": 1, key: list(conditions)}


def codes(found: Found) -> list[str]:
    return [one.code for one in found]


@pytest.fixture
def home(shop) -> PortalPage:
    """The first page, for any customer, with the cards on file."""
    switches: Any = {"allow_update": True, "allow_remove": True, "allow_pay": True}
    blocks = [text("For all"), block("card_on_file", heading="", **switches)]
    page = _live(Page.get_first_root_node(), f"home-{shop.site_id}", blocks)
    site = Site.objects.get(pk=shop.site_id)
    site.root_page = page
    site.save()
    return page


@pytest.fixture
def below(home) -> Callable[..., PortalPage]:
    """Make a live page below the first one: `below("perks", rule=ACTIVE)`."""

    def make(slug: str, *blocks: Any, rule: Rule = ANY_CUSTOMER, **fields: Any) -> PortalPage:
        return _live(Page.objects.get(pk=home.pk), slug, blocks, visibility=dict(rule), **fields)

    return make


def _live(parent: Page, slug: str, blocks: Any, **fields: Any) -> PortalPage:
    """A live page without a history: publishing a hundred times would take a minute."""
    title = slug.replace("-", " ").capitalize()
    page = PortalPage(title=title, slug=slug, body=list(blocks), show_in_menus=True, **fields)
    parent.add_child(instance=page)
    pages_changed()
    found: PortalPage = PortalPage.objects.get(pk=page.pk)
    return found


def change(page: PortalPage, **fields: Any) -> PortalPage:
    """Change a live page."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save(clean=False)
    pages_changed()
    found: PortalPage = PortalPage.objects.get(pk=page.pk)
    return found


def set_up(portal: Portal, **fields: Any) -> Portal:
    """Change a portal's settings."""
    row = PortalSettings.objects.get(site=portal.site_id)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return again(portal)


@pytest.fixture
def find(shop) -> Callable[..., Found]:
    """What one check finds in the portal, as it is published."""

    def found(check: Any, draft: PortalPage | None = None, portal: Portal = shop) -> Found:
        assert check in CHECKS
        return list(check(Ground(again(portal), clock.now(), draft)))

    return found
