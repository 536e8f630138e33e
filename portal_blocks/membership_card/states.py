"""The membership card as each kind of customer meets it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

STATES: Mapping[str, State] = {
    "active": State(_("Active member")),
    "ended": State(_("Membership is over"), "cancelled"),
    "paused": State(_("Paused"), "paused"),
    "bare": State(_("Without number and date"), value={"show_number": False, "show_since": False}),
    "none": State(_("No member"), "any_customer", value={"heading": _("Your membership")}),
}
