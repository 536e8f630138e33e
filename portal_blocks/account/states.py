"""The account block as each kind of customer meets it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.session_list import OpenSession
from portal_blocks.base import Said
from portal_blocks.samples import SampleData, sample_session
from portal_blocks.states import State


class ManyDevices(SampleData):
    """Somebody signed in on thirty of them."""

    @property
    def sessions(self) -> list[OpenSession]:
        """This one, and many more."""
        return [sample_session(self.now, number) for number in range(30)]


class ThisDevice(SampleData):
    """Somebody signed in here alone."""

    @property
    def sessions(self) -> list[OpenSession]:
        """This one."""
        return [sample_session(self.now, 0)]


STATES: Mapping[str, State] = {
    "ready": State(_("Signed in on two devices")),
    "one": State(_("Signed in here alone"), data=ThisDevice),
    "many": State(_("Signed in on many devices"), data=ManyDevices),
    "short": State(_("Without the devices"), value={"show_sessions": False}),
    "ended": State(
        _("Signed out elsewhere"),
        data=ThisDevice,
        said=Said("success", str(_("You are signed out in 1 other place."))),
    ),
}
