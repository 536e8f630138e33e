"""Who is signed in, how and where; and out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.session_list import OpenSession
from portal_blocks.account.actions import end, end_others
from portal_blocks.account.devices import device_words, is_phone
from portal_blocks.account.states import STATES
from portal_blocks.base import BlockAction, Place, PortalBlock
from portal_blocks.states import State
from portal_blocks.viewer import Viewer

AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One sign-in, as it is shown."""

    session: OpenSession
    device: str
    is_phone: bool


class AccountBlock(PortalBlock):
    """The name and address somebody is signed in with, and the devices they are signed in on."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your account"), max_length=100, required=False
    )
    show_sessions = blocks.BooleanBlock(
        label=_("Show where they are signed in"), default=True, required=False
    )

    actions: ClassVar[Mapping[str, BlockAction]] = {
        "end": BlockAction(end, switch="show_sessions"),
        "end-others": BlockAction(end_others, switch="show_sessions"),
    }
    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the sessions, this one first, and where each button leads."""
        rows = [_row(one) for one in viewer.data.sessions] if value.get("show_sessions") else []
        urls = settings.REALM_URLCONFS["portal"]
        return {
            "rows": rows[:AT_ONCE],
            "more": rows[AT_ONCE:],
            "has_others": any(not row.session.is_here for row in rows),
            "end_url": place.action_url("end"),
            "end_others_url": place.action_url("end-others"),
            "sign_out_url": reverse("sign_out", urlconf=urls),
        }

    class Meta:
        icon = "login"
        label = _("Account and sign-ins")
        group = _("Account")
        description = _("Who is signed in, on which devices, and signing out.")
        template = "portal_blocks/account.html"
        preview_value = {"heading": "Your account", "show_sessions": True}


def _row(one: OpenSession) -> SessionRow:
    return SessionRow(one, device_words(one.user_agent), is_phone(one.user_agent))
