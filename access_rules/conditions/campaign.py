"""The campaign that a visit came with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import one_of, text
from access_rules.tree import NOBODY, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


class CampaignParameter(StrEnum):
    """The parameters of an address that are remembered."""

    CAMPAIGN = "utm_campaign"
    SOURCE = "utm_source"
    MEDIUM = "utm_medium"
    TERM = "utm_term"
    CONTENT = "utm_content"
    REF = "ref"


@dataclass(frozen=True, slots=True)
class CameWithCampaign(Condition):
    """Met by visits that came with this in the address, now or in the last 30 days.

    Capitals and small letters are the same. Not known where there is no visit, as in an audience.
    """

    name = "campaign"
    label = _("Campaign")
    section = Section.VISIT
    by_visit = True

    parameter: CampaignParameter = field(metadata=one_of(CampaignParameter, _("Parameter")))
    value: str = field(metadata=text(_("Value"), longest=100))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by what the visit came with."""
        if subject.campaigns is None:
            return None
        wanted = f"{self.parameter}={self.value}".casefold()
        return any(one.casefold() == wanted for one in subject.campaigns)

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return nobody: only a visit tells."""
        return NOBODY

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return nobody: only a visit tells."""
        return NOBODY

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("came with %(campaign)s") % {"campaign": f"{self.parameter}={self.value}"}

    def fact(self, subject: Subject) -> str:
        """Return what they came with."""
        if subject.campaigns is None:
            return gettext("What they came with is not known.")
        if not subject.campaigns:
            return gettext("Came without a campaign.")
        came = get_text_list(sorted(subject.campaigns), gettext("and"))
        return gettext("Came with %(campaigns)s.") % {"campaigns": came}
