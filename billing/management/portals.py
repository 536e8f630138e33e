"""The portal that a command is told of."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from portals.registry import Portal, all_portals, portal_of


def portal_at(host: str) -> Portal:
    """Return the portal at a host name. Raise `CommandError` naming those there are."""
    portal = portal_of(host.strip().split(":")[0])
    if portal is not None:
        return portal
    known = ", ".join(map(str, all_portals())) or _("none yet")
    message = _("There is no portal at “%(host)s”. Portals are: %(known)s.")
    raise CommandError(message % {"host": host, "known": known})
