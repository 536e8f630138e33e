"""What invented people of the flow's states own, and how far they are on their way."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from billing.actions.coupons import CouponPreview
from billing.models import Leaving, Subscription
from portal_blocks.samples import SampleData

SHOWN_AT = "b0b0b0b0-0000-4000-8000-000000000000"
"""The id under which the gallery shows a block."""


class Two(SampleData):
    """Two subscriptions: one has to be chosen."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """Coffee every four weeks, and tea by the month."""
        [first] = super().subscriptions
        [second] = super().subscriptions
        second.pk, second.external_id, second.amount = 2, "sub_second", 1290
        second.interval, second.interval_count = "month", 1
        name = _("Loose green tea from the second harvest, 250 g")
        second.items = [{"name": name, "quantity": 1, "image_url": ""}]
        return [first, second]


class Dear(SampleData):
    """A long name, and an amount of a currency without cents."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """A yearly one in yen."""
        [one] = super().subscriptions
        one.currency, one.amount, one.interval, one.interval_count = "JPY", 1234567, "year", 1
        name = "Donaudampfschifffahrtsgesellschaftskaffeehausjahresabonnement, 12 × 1 kg"  # noqa: RUF001
        one.items = [{"id": "si_1", "name": name, "quantity": 1, "image_url": "", "price": "a"}]
        return [one]


class Item(SampleData):
    """A subscription whose one item can be changed."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """The sample's own, with the ids that Stripe would have."""
        [one] = super().subscriptions
        one.items = [{**one.items[0], "id": "si_1", "price": "price_now"}]
        return [one]


class Checking(SampleData):
    """A change of theirs is not settled yet."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """The sample's own, being checked."""
        [one] = super().subscriptions
        one.__dict__["has_open_operation"] = True
        return [one]


class Taken(SampleData):
    """They have just taken the offer of the block that is shown."""

    def leaving(self, subscription: Subscription) -> Leaving | None:
        """A try that has just ended well."""
        ended = self.now - timedelta(minutes=1)
        one = Leaving(end=Leaving.End.SAVED, began_at=ended, ended_at=ended)
        one.__dict__["last_block"] = SHOWN_AT
        return one


class Said(SampleData):
    """They have said why on the page before, and came back to it."""

    def leaving(self, subscription: Subscription) -> Leaving | None:
        """A try under way."""
        said = _("Two bags are still unopened.")
        return Leaving(reason="too-much", comment=said, began_at=self.now)


class Once(SampleData):
    """Their code counts for one charge."""

    def coupon(self, subscription: Subscription, code: str, *, now: object) -> CouponPreview | None:
        """Half off, once."""
        half = subscription.amount // 2
        return CouponPreview("promo", code, "", subscription.currency, half, half, "once", 0)
