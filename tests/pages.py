"""Portal pages for tests: published, with blocks, each with a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from wagtail.models import Page, Site

from access_rules.presets import ANY_CUSTOMER, EVERYONE
from cms.models import PortalPage
from portals.registry import Portal, portal_of

Rule = Mapping[str, Any]


def block(kind: str, rule: Rule = EVERYONE, **value: Any) -> dict[str, Any]:
    """One block of a stream, as it is stored."""
    return {"type": kind, "id": str(uuid4()), "value": {**value, "visibility": dict(rule)}}


def text(words: str, rule: Rule = EVERYONE) -> dict[str, Any]:
    """A text block."""
    return block("rich_text", rule, text=f"<p>{words}</p>")


def controls(**switches: bool) -> dict[str, Any]:
    """A block with the customer's subscriptions; everything is allowed unless switched off."""
    allowed: Any = {"allow_pause": True, "allow_restart": True, "allow_cancel": True, **switches}
    return block("subscription_controls", heading="Your subscription", **allowed)


def make_home(portal: Portal, *blocks: dict[str, Any], rule: Rule = ANY_CUSTOMER) -> PortalPage:
    """Make a portal page the portal's root, in place of what was there."""
    home = make_page(Page.get_first_root_node(), f"home-{portal.site_id}", *blocks, rule=rule)
    site = Site.objects.get(pk=portal.site_id)
    site.root_page = Page.objects.get(pk=home.pk)
    site.save()
    return home


def make_page(
    parent: Page, slug: str, *blocks: dict[str, Any], rule: Rule = ANY_CUSTOMER
) -> PortalPage:
    """Publish a page below `parent`, in the menu."""
    page = PortalPage(
        title=slug.replace("-", " ").capitalize(),
        slug=slug,
        visibility=dict(rule),
        body=list(blocks),
        show_in_menus=True,
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    found: PortalPage = PortalPage.objects.get(pk=page.pk)
    return found


def again(portal: Portal) -> Portal:
    """The portal as it is after its settings changed."""
    found = portal_of(portal.host)
    assert found is not None
    return found
