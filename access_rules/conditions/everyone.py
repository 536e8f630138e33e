"""Everyone, signed in or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition
from access_rules.tree import EVERYBODY

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class Everyone(Condition):
    """Met by every viewer there is."""

    name = "everyone"
    label = _("Everyone")

    def holds_for(self, subject: Subject) -> bool:
        """Answer yes."""
        return True

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return all customers."""
        return EVERYBODY

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("is anyone, signed in or not")

    def fact(self, subject: Subject) -> str:
        """Return why this holds."""
        return gettext("Everyone may see this.")
