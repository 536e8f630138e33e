"""Every state in which a customer can meet the block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from billing.savings import Saved
from portal_blocks.samples import SampleData
from portal_blocks.states import State


class OnlyDiscounts(SampleData):
    """Somebody who used one code, without a subscription."""

    @property
    def savings(self) -> list[Saved]:
        """One sum."""
        return [Saved("EUR", 890, 0, 1, self.now - timedelta(days=12))]


class SeveralCurrencies(SampleData):
    """Somebody who bought in three currencies."""

    @property
    def savings(self) -> list[Saved]:
        """A sum for each, one of them without cents."""
        began = self.now - timedelta(days=400)
        return [
            Saved("EUR", 6230, 5340, 14, began),
            Saved("JPY", 1_234_567, 1_234_567, 3, began),
            Saved("USD", 450, 0, 1, began),
        ]


STATES: Mapping[str, State] = {
    "ready": State(_("By subscribing and by a code")),
    "discounts": State(_("By a code alone"), data=OnlyDiscounts),
    "currencies": State(_("In several currencies"), data=SeveralCurrencies),
    "nothing": State(_("Nothing is known: nothing is shown"), persona="any_customer"),
}
