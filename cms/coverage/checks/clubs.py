"""A membership portal without a club lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.coverage.findings import Finding, Mend, of_portal, settings_url
from cms.coverage.ground import Ground


def club_missing(ground: Ground) -> Iterator[Finding]:
    """Find a portal that has lost its club, or never had one."""
    portal = ground.portal
    if portal.is_membership and portal.club_id is None:
        told = _("This is a membership portal without a club, so nobody is let in.")
        mend = Mend(_("Choose the club whose members get in."), settings_url(portal.site_id))
        yield of_portal("club_missing", told, mend)
