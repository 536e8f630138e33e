"""Every state in which a customer can meet the block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from billing.models import Card, OfferAnswer, Operation, Outcome
from portal_blocks.base import Said
from portal_blocks.offer.choices import SAMPLE, SAMPLE_SECOND
from portal_blocks.paying.samples import LONG, SeveralCards
from portal_blocks.samples import SampleData
from portal_blocks.states import State

_ID = "b0b0b0b0-0000-4000-8000-000000000000"
_NO = {"allow_decline": True}
_SECOND = {
    **_NO,
    "second_price": SAMPLE_SECOND,
    "second_title": "A small bag to begin with",
    "second_words": "<p>Roasted this week. Pause or cancel whenever you like.</p>",
}


class NoCard(SampleData):
    """Somebody without a card on file."""

    @property
    def cards(self) -> list[Card]:
        """None."""
        return []


class SaidNo(SampleData):
    """Somebody who wants none of it."""

    @property
    def offer_answers(self) -> dict[tuple[int, str], OfferAnswer]:
        """A no to the first offer, a moment ago."""
        at = self.now - timedelta(minutes=1)
        return {(0, _ID): OfferAnswer(answer=OfferAnswer.Answer.DECLINED, at=at)}


class Owner(SampleData):
    """Somebody who has it."""

    @property
    def bought_products(self) -> frozenset[int]:
        """The sample's product."""
        return frozenset({1})


class BeingChecked(SampleData):
    """Somebody whose purchase is not settled."""

    outcome = Outcome.UNKNOWN

    @property
    def open_purchases(self) -> dict[str, Operation]:
        """A purchase of what is offered."""
        return {SAMPLE: Operation(target=SAMPLE, outcome=self.outcome)}


class BankAsks(BeingChecked):
    """Somebody whose bank wants to hear from them."""

    outcome = Outcome.WAITING


STATES: Mapping[str, State] = {
    "ready": State(_("One press, with the card on file")),
    "subscription": State(_("A subscription"), value={"price": SAMPLE_SECOND}),
    "own_words": State(_("The merchant's own words"), value={"button": "Get it", **_NO}),
    "no": State(_("With “No, thank you”"), value=_NO),
    "second": State(
        _("What is offered after a no"),
        value=_SECOND,
        data=SaidNo,
        said=Said("info", str(_("All right. Perhaps this suits you better."))),
    ),
    "declined": State(_("The answer was no: nothing is shown"), value=_NO, data=SaidNo),
    "no_card": State(_("No card on file"), data=NoCard),
    "quantity": State(_("How many can be chosen"), value={"most": 3}),
    "total": State(_("The total, with tax"), query={"offer": "open"}),
    "total_of_several": State(
        _("The total of several, and several cards"),
        value={"most": 3},
        data=SeveralCards,
        query={"offer": "open", "quantity": "3"},
    ),
    "new_card": State(
        _("The total, and a form for a new card"), data=NoCard, query={"offer": "open"}
    ),
    "dearer": State(
        _("More than the price: agreed to anew"),
        query={"offer": "open"},
        said=Said(
            "warning",
            str(
                _(
                    "With what is added to the price, it comes to more than you saw. "
                    "You have not been charged. Look at the total, then pay."
                )
            ),
        ),
    ),
    "refused": State(
        _("The card was refused"),
        said=Said(
            "error",
            str(_("Your bank declined the card. You have not been charged. Try another card.")),
        ),
    ),
    "bought": State(_("Bought, and sold once"), value={"once": True}, data=Owner),
    "just_bought": State(
        _("Just bought"), said=Said("success", str(_("Thank you. Your order is paid.")))
    ),
    "checking": State(_("A purchase is being checked"), data=BeingChecked),
    "waiting": State(_("The bank wants a confirmation"), data=BankAsks),
    "gone": State(_("Not sold any more"), value={"price": ""}),
    "signed_out": State(_("Signed out"), persona="signed_out"),
    "long": State(_("A long name"), value={"title": LONG, **_NO}),
}
