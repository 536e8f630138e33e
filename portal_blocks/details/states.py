"""Every state of the block that a customer can meet."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from billing.details import BILLING, PARTS, PHONE, SHIPPING, Details
from billing.models import Subscription
from portal_blocks.addresses.reading import NOT_SAVED
from portal_blocks.base import Said, Undo
from portal_blocks.samples import SampleData, sample_address
from portal_blocks.states import State

DELIVERY = {"open": "delivery"}
PLACES: Mapping[str, Mapping[str, str]] = {
    "GB": {"line1": "24 Example Street", "city": "Birmingham", "postal_code": "B3 1AA"},
    "DE": {
        "line1": "Donaudampfschifffahrtsgesellschaftsstraße 127",
        "line2": "Hinterhaus, dritter Aufgang",
        "city": "Schmalkalden-Floh-Seligenthal",
        "postal_code": "98593",
    },
    "US": {
        "line1": "400 Example Avenue",
        "city": "Portland",
        "state": "OR",
        "postal_code": "97201",
    },
    "JP": {"line1": "千代田区千代田1-1", "state": "東京都", "postal_code": "100-0001"},
    "HK": {"line1": "Flat 12A, 8 Example Road", "city": "Mong Kok", "state": "Kowloon"},
    "SA": {"line1": "شارع الملك فهد 12", "city": "الرياض", "postal_code": "11564"},
    "QZ": {"line1": "1 Harbour", "city": "Somewhere"},
}
NAMES = {
    "DE": "Friederike-Charlotte von Oberhausen-Württemberg 🌿",
    "JP": "山田 花子",
    "SA": "محمد العتيبي",
}


class Nothing(SampleData):
    """Somebody of whom the shop knows an e-mail address alone."""

    @property
    def details(self) -> Details:
        """The address that they sign in with."""
        return Details(email="sam@example.com")


class Checking(SampleData):
    """Somebody whose last change has not been answered."""

    @property
    def details(self) -> Details:
        """One part is being checked."""
        known, at = "Sam Sample", sample_address()
        return Details("sam@example.com", known, "", at, at, frozenset({BILLING}))


class Elsewhere(SampleData):
    """Somebody with a subscription that goes to somebody else."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """It has an address of its own."""
        found = super().subscriptions
        for one in found:
            one.shipping_address = sample_address()
        return found


def _living_in(country: str) -> type[SampleData]:
    class LivingThere(SampleData):
        """Somebody in that country."""

        @property
        def details(self) -> Details:
            """Bills and parcels go to different places."""
            name, place = NAMES.get(country, "Sam Sample"), {**PLACES[country], "country": country}
            bills = {**place, "line2": ""}
            to = {"name": name, **place, "line2": place.get("line2", "2")}
            return Details("sam@example.com", name, "", bills, to)

    return LivingThere


def _fixed(**every: str) -> dict[str, str]:
    return dict.fromkeys(PARTS, "shown") | every


_WRONG = {
    "delivery-country": "GB",
    "delivery-form_of": "GB",
    "delivery-name": "",
    "delivery-line1": "24 Example Street",
    "delivery-city": "Birmingham",
    "delivery-postal_code": "12345",
    "delivery-phone": "12",
}
_FAULTS = {
    "delivery-name": str(_("“Full name” is missing.")),
    "delivery-postal_code": str(
        _("This does not look right. An example for United Kingdom: EC1Y 8SY.")
    ),
    "delivery-phone": str(
        _("This does not look like a phone number. An example: +44 121 234 5678.")
    ),
}
_REFUSED = _(
    "Our payment partner did not accept this change. Your details are as before. "
    "Please try again later, or write to us."
)
_UNDO = Undo(str(_("Undo")), "/", {"undo": "00000000-0000-4000-8000-000000000000"})
STATES: Mapping[str, State] = {
    "ready": State(_("As most see it")),
    "fixed": State(_("Shown, but not to be changed"), value=_fixed()),
    "some": State(_("Some are not shown"), value={"phone": "hidden", BILLING: "hidden"}),
    "none": State(_("Nothing is shown"), value=dict.fromkeys((*PARTS, "email"), "hidden")),
    "empty": State(_("Nothing is known yet"), data=Nothing),
    "name": State(_("Changing the name"), query={"open": "name"}),
    "phone": State(_("Changing the phone number"), query={"open": "phone"}),
    "billing": State(_("Changing the billing address"), query={"open": "billing"}),
    "same": State(_("Parcels go where bills go"), query=DELIVERY),
    "elsewhere": State(_("A subscription goes elsewhere"), data=Elsewhere, query=DELIVERY),
    "first": State(_("A first address"), data=Nothing, query=DELIVERY),
    "gb": State(_("The form of the United Kingdom"), data=_living_in("GB"), query=DELIVERY),
    "de": State(_("The form of Germany"), data=_living_in("DE"), query=DELIVERY),
    "us": State(_("The form of the United States"), data=_living_in("US"), query=DELIVERY),
    "jp": State(_("The form of Japan"), data=_living_in("JP"), query=DELIVERY),
    "hk": State(_("The form of Hong Kong"), data=_living_in("HK"), query=DELIVERY),
    "sa": State(_("The form of Saudi Arabia"), data=_living_in("SA"), query=DELIVERY),
    "unknown": State(_("A country that nobody knows"), data=_living_in("QZ"), query=DELIVERY),
    "faults": State(
        _("Something is wrong"),
        said=Said("error", str(NOT_SAVED), target=SHIPPING, entered=_WRONG, faults=_FAULTS),
    ),
    "saved": State(
        _("Just saved"),
        said=Said("success", str(_("Your phone number is saved.")), target=PHONE, undo=_UNDO),
    ),
    "checking": State(_("Being checked"), data=Checking),
    "refused": State(_("Not accepted"), said=Said("error", str(_REFUSED), target=BILLING)),
}
