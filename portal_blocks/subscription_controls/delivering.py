"""Where parcels go and the note in them: what is said before it is changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.actions.change_delivery import MOST_OF_A_NOTE
from portal_blocks.subscription_controls.offer import About, NoteField, Offer


def address(about: About) -> Offer:
    """Send this one's parcels somewhere else, or where all the others go."""
    has_its_own = bool(about.subscription.shipping_address)
    return Offer(
        name="address",
        switch="allow_address",
        label=_("Change the delivery address"),
        confirm_label=_("Save the address"),
        back_label=_("Leave it as it is"),
        other_label=_("Use my usual address") if has_its_own else "",
        consequence=[_("Only the parcels of this subscription go there, from the next one on.")],
    )


def gift(about: About) -> Offer:
    """Put a few words into each parcel."""
    stands = about.subscription.gift_note
    return Offer(
        name="gift",
        switch="allow_gift",
        label=_("Change the gift note") if stands else _("Add a gift note"),
        confirm_label=_("Save the note"),
        back_label=_("Leave it as it is"),
        consequence=[_("We print it on a card and put it into each parcel, from the next one on.")],
        note=NoteField(
            name="note",
            label=_("Your note"),
            hint=_("Up to %(most)d characters. Leave it empty to send none.")
            % {"most": MOST_OF_A_NOTE},
            most=MOST_OF_A_NOTE,
            value=stands,
        ),
    )
