"""The form for a new card: what it is to pay, and what happens when it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from billing.models import PaymentState, Subscription
from portal_blocks.base import Place
from portal_blocks.cards import is_running
from portal_blocks.paying.bills import amount_of
from portal_blocks.paying.form import SETUP, CardForm, card_form
from portal_blocks.viewer import Viewer
from portal_blocks.words import day


@dataclass(frozen=True, slots=True)
class Saving:
    """A form for a new card, and what is said and asked above it.

    `choices` are the subscriptions to choose from, where there are several. `owed` is what may be
    charged to the card at once, such as “€24.00”; empty where nothing is owed. `pays_now`: it is
    charged without being asked about, because the form is there for that.
    """

    form: CardForm
    label: str
    sentence: str
    choices: list[Subscription]
    owed: str
    pays_now: bool = False


def savings_of(
    value: Mapping[str, Any], viewer: Viewer, place: Place, *, pays_now: bool = False
) -> list[Saving]:
    """Return the forms for a new card: one, and none where the viewer may have no card.

    Somebody who is several customers of the shop has one for each that subscribes: cards cannot
    be moved from one to another. `pays_now`: only for those who owe, and what they owe is charged.
    """
    if not (value.get("allow_update") and viewer.signed_in and viewer.data.may_have_cards):
        return []
    running = [one for one in viewer.data.subscriptions if is_running(one)]
    payers = dict.fromkeys(one.customer_id for one in running)
    groups = [[one for one in running if one.customer_id == payer] for payer in payers]
    if pays_now:
        debtors = [group for group in groups if _owed(group, viewer)]
        return [_rescuing(group, viewer, place, is_only=len(debtors) < 2) for group in debtors]
    return [_saving(group, viewer, place, is_only=len(groups) < 2) for group in groups or [[]]]


def _rescuing(
    running: list[Subscription], viewer: Viewer, place: Place, *, is_only: bool
) -> Saving:
    saving = _saving(running, viewer, place, is_only=is_only)
    is_choice = len(running) > 1
    label = _("Save card and pay") if is_choice else _("Save card and pay %(amount)s")
    facts = {"amount": saving.owed}
    return replace(
        saving,
        form=replace(saving.form, label=label % facts, hidden={**saving.form.hidden, "retry": "1"}),
        label=_("Pay with a new card") if is_only else saving.label,
        sentence=_chosen_pay() if is_choice else _("We charge %(amount)s to it now.") % facts,
        pays_now=True,
    )


def _chosen_pay() -> str:
    return _("It pays what you choose from now on, and what that owes is charged to it now.")


def _saving(running: list[Subscription], viewer: Viewer, place: Place, *, is_only: bool) -> Saving:
    owed = _owed(running, viewer)
    hidden = {"payer": str(running[0].customer_id)} if running else {}
    several = {"choose": "1"} if len(running) > 1 else {}
    return Saving(
        form=card_form(
            place,
            viewer,
            kind=SETUP,
            begin="begin",
            finish="finish",
            label=_("Save card"),
            currency=running[0].currency if running else "",
            hidden={**hidden, **several},
        ),
        label=_label(running, viewer, is_only=is_only),
        sentence="" if owed else _sentence(running, viewer),
        choices=running if several else [],
        owed=owed,
    )


def _label(running: list[Subscription], viewer: Viewer, *, is_only: bool) -> str:
    if not is_only:
        titles = ", ".join(one.title for one in running)
        return _("Use a new card for %(titles)s") % {"titles": titles}
    return _("Use a new card") if viewer.data.cards else _("Add a card")


def _owed(running: list[Subscription], viewer: Viewer) -> str:
    """What these subscriptions did not manage to charge."""
    own = {one.pk for one in running}
    bills = [
        bill
        for bill in viewer.data.bills
        if bill.order.subscription_id in own
        and bill.order.payment_state != PaymentState.PENDING
        and not bill.is_being_checked
    ]
    return " + ".join(amount_of(bill, viewer) for bill in bills)


def _sentence(running: list[Subscription], viewer: Viewer) -> str:
    charges = [one.next_charge_at for one in running if one.next_charge_at]
    if not charges:
        return _("Nothing is charged now.")
    facts = {"date": day(min(charges), viewer)}
    return _("Nothing is charged now. The next charge, on %(date)s, goes to this card.") % facts
