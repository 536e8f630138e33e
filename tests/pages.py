"""Portal pages for tests: published, with blocks, each with a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page, Revision, Site
from wagtail.signals import page_published

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
    return _published(page)


def _published(page: PortalPage) -> PortalPage:
    """Leave what publishing leaves. Wagtail's own way takes thrice as long: it checks again."""
    now, content = timezone.now(), page.serializable_data()
    base = page.get_base_content_type()
    revision = Revision.objects.create(content_object=page, base_content_type=base, content=content)
    PortalPage.objects.filter(pk=page.pk).update(
        latest_revision=revision,
        live_revision=revision,
        latest_revision_created_at=revision.created_at,
        first_published_at=now,
        last_published_at=now,
    )
    found: PortalPage = PortalPage.objects.get(pk=page.pk)
    page_published.send(PortalPage, instance=found, revision=revision)
    return found


def again(portal: Portal) -> Portal:
    """The portal as it is after its settings changed."""
    found = portal_of(portal.host)
    assert found is not None
    return found
