"""The privacy block as each kind of customer meets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, PrivacyRequest
from accounts.privacy import Kind
from accounts.privacy import State as Standing
from portal_blocks.base import Said
from portal_blocks.samples import SampleData
from portal_blocks.states import State


class Agreed(SampleData):
    """Somebody who gets the news."""

    @property
    def consents(self) -> dict[str, Consent]:
        """They agreed a month ago."""
        at = self.now - timedelta(days=30)
        return {"news": Consent(purpose="news", words="", granted=True, at=at)}


class Refused(SampleData):
    """Somebody who does not want the news any more."""

    @property
    def consents(self) -> dict[str, Consent]:
        """They said no a month ago."""
        at = self.now - timedelta(days=30)
        return {"news": Consent(purpose="news", words="", granted=False, at=at)}


class _Asked(SampleData):
    kind, state = Kind.COPY, Standing.ASKED

    @property
    def privacy_requests(self) -> dict[str, PrivacyRequest]:
        """One, an hour old."""
        at = self.now - timedelta(hours=1)
        answer = "The tax office wants your invoices until 2034."
        made = PrivacyRequest(kind=self.kind, state=self.state, asked_at=at, settled_at=at)
        made.answer = answer if self.state == Standing.DECLINED else ""
        return {self.kind: made}


class CopyReady(_Asked):
    """Somebody whose copy is ready."""

    state = Standing.READY


class CopyUnsent(CopyReady):
    """Somebody whose copy is ready, and to whom no e-mail can be sent."""

    @property
    def copy_is_mailed(self) -> bool:
        """Several customers have their address, say."""
        return False


class EraseAsked(_Asked):
    """Somebody who asked to be erased."""

    kind = Kind.ERASE


class EraseDeclined(_Asked):
    """Somebody who asked to be erased, and was told why not."""

    kind, state = Kind.ERASE, Standing.DECLINED


ERASE = {"open": "erase"}
STATES: Mapping[str, State] = {
    "ready": State(_("Nothing asked yet")),
    "agreed": State(_("Agreed"), data=Agreed),
    "refused": State(_("Said no"), data=Refused),
    "kept": State(_("Just agreed"), data=Agreed, said=Said("success", "Thank you.", "news")),
    "copy-asked": State(_("Copy is being made"), data=_Asked),
    "copy-ready": State(_("Copy is ready"), data=CopyReady),
    "copy-unsent": State(_("Copy is ready, no e-mail possible"), data=CopyUnsent),
    "erase": State(_("About to ask to be erased"), "cancelled", query=ERASE),
    "erase-running": State(_("To be erased while subscribed"), query=ERASE),
    "erase-ending": State(_("To be erased before it has ended"), "ending", query=ERASE),
    "erase-asked": State(_("Asked to be erased"), "cancelled", data=EraseAsked),
    "erase-declined": State(_("Not erased, and why"), "cancelled", data=EraseDeclined),
    "rights": State(_("Without questions"), value={"questions": []}),
}
