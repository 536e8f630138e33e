"""Every state of the shipments, for the gallery and the tests."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import FulfilmentState, Order, Subscription
from portal_blocks.sample_orders import Thing, load, sample_order, sample_parcel
from portal_blocks.samples import SampleData
from portal_blocks.states import State

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung mit Rindslederfütterung, groß"


HELD = ("active", "trialing", "paused", "past_due", "ending")


class Newcomer(SampleData):
    """Who has bought nothing that is sent."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """None."""
        return []

    @property
    def all_orders(self) -> list[Order]:
        """None."""
        return []


class Quiet(SampleData):
    """Who waits for nothing: all of it arrived."""

    @property
    def all_orders(self) -> list[Order]:
        """The older ones alone."""
        return super().all_orders[1:]


class Busy(SampleData):
    """Parcels in every state: late, on the way, not sent yet, in two parts, back, lost sight of."""

    @property
    def all_orders(self) -> list[Order]:
        """Orders with those parcels."""
        now, day = self.now, timedelta(days=1)
        espresso, mug = Thing(_("House Espresso, 1 kg"), 2400), Thing(_("Stoneware mug"), 1800, 4)
        grinder = Thing(_("Hand grinder"), 8900)
        packed = sample_order(9, now - day, grinder, fulfilment_state=FulfilmentState.UNFULFILLED)
        two = sample_order(8, now - 6 * day, espresso, mug, grinder)
        load(
            two,
            "fulfilments",
            [
                sample_parcel(1, sent=now - 4 * day, delivered=now - 2 * day),
                sample_parcel(2, sent=now - 2 * day, expected=now + day),
            ],
        )
        late = sample_order(7, now - 15 * day, mug, fulfilment_state=FulfilmentState.PARTIAL)
        load(late, "fulfilments", [sample_parcel(3, sent=now - 12 * day, expected=now - 7 * day)])
        back = sample_order(6, now - 50 * day, grinder)
        returned = FulfilmentState.RETURNED
        load(back, "fulfilments", [sample_parcel(4, sent=now - 48 * day, status=returned)])
        arrived = [sample_order(5 - at, now - (70 + 30 * at) * day, espresso) for at in range(4)]
        for order in arrived:
            came = order.placed_at + 3 * day
            parcel = sample_parcel(order.pk, sent=order.placed_at + day, delivered=came)
            load(order, "fulfilments", [parcel])
        return [packed, two, late, back, *arrived]


class Several(SampleData):
    """Who has several subscriptions: two that go on, and one in each state that holds them."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """Those."""
        [usual] = super().subscriptions
        return [_changed(at, copy(usual)) for at in range(len(HELD))]


class Awkward(SampleData):
    """Long names, another way of writing, no tracking, no number."""

    @property
    def all_orders(self) -> list[Order]:
        """What is hard to lay out."""
        now, day = self.now, timedelta(days=1)
        long = sample_order(3, now - 2 * day, Thing(LONG, 100), Thing(LONG, 100))
        parcel = sample_parcel(1, sent=now - day, expected=now + 40 * day)
        parcel.carrier, parcel.tracking_number = "Österreichische Post AG", "JJD" + "0" * 40
        load(long, "fulfilments", [parcel])
        rtl = Thing("مطحنة قهوة يدوية بعيار 12 درجة", 100)
        plain = sample_order(2, now - 3 * day, rtl, number="", fulfilment_state="shipped")
        return [long, plain]


def _changed(at: int, subscription: Subscription) -> Subscription:
    names = (_("House Espresso, 1 kg"), _("Filter of the month, 250 g"), _("Decaf, 500 g"))
    subscription.pk, subscription.state = at + 1, HELD[at]
    subscription.items = [
        {"name": name, "quantity": 1 + place, "image_url": ""}
        for place, name in enumerate(names[at % 3 :])
    ]
    end = subscription.current_period_end
    subscription.resumes_at = end if HELD[at] == "paused" else None
    return subscription


STATES: Mapping[str, State] = {
    "ready": State(gettext_lazy("As most see it")),
    "empty": State(gettext_lazy("No parcels yet"), data=Newcomer),
    "quiet": State(gettext_lazy("Nothing on its way"), data=Quiet),
    "busy": State(
        gettext_lazy("Late, in two parcels, being prepared, returned"),
        value={"page_size": 4},
        data=Busy,
    ),
    "several": State(gettext_lazy("Several subscriptions"), data=Several),
    "paused": State(gettext_lazy("Paused"), persona="paused"),
    "past_due": State(gettext_lazy("Payment failed"), persona="past_due"),
    "ending": State(gettext_lazy("Ending"), persona="ending"),
    "cancelled": State(gettext_lazy("Cancelled"), persona="cancelled"),
    "under_way_only": State(
        gettext_lazy("Only what is on its way"),
        value={"show_upcoming": False, "show_arrived": False},
        data=Busy,
    ),
    "awkward": State(gettext_lazy("Long words, no tracking"), data=Awkward),
}
