"""What is charged next, over all of somebody's subscriptions, in one sentence.

A payment that failed comes before all that is to come. What is charged on one day is told together.
Amounts are those of the mirror: what discounts leave of them, and tax, are reckoned on the day.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Subscription, SubscriptionState
from portal_blocks.cards import card_label, card_of, is_running
from portal_blocks.charge_words import (
    bank_asks,
    discounts_of,
    retry_of,
    sentence_of,
    title_of,
    way_out,
)
from portal_blocks.viewer import Viewer
from portal_blocks.ways import way
from portal_blocks.words import amount, day

State = SubscriptionState
TROUBLED = (State.PAST_DUE, State.INCOMPLETE)
QUIET = (State.PAUSED, State.ENDING)
Dated = tuple[datetime, Subscription]
THINGS = 4  # so many are named, the others counted


@dataclass(frozen=True, slots=True)
class Step:
    """Where one can do something about it."""

    label: str
    url: str
    about: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next. `tone` is how it stands; `things` are what is in the next parcel."""

    title: str
    sentence: str
    tone: str = ""
    things: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def coming(viewer: Viewer, leads: Collection[str]) -> Coming:
    """Return what comes next for this viewer. No query beside those of their data.

    `leads` are the ways on that the merchant wants, of “skip”, “move” and “manage”.
    """
    running = [one for one in viewer.data.subscriptions if is_running(one)]
    troubled = next((one for one in running if one.state in TROUBLED), None)
    if troubled is not None:
        return _trouble(troubled, viewer)
    dated = [(one.next_charge_at, one) for one in running if one.next_charge_at is not None]
    if not dated:
        return _nothing(running, viewer, leads)
    first, today, later = _first_day(dated, viewer)
    return Coming(
        _("Trial ends") if _is_trial(today) else _("Next charge"),
        _together(today, first, viewer) if len(today) > 1 else _alone(today[0], viewer),
        things=_things(today),
        pictures=_pictures(today),
        notes=[*_discounts(today, viewer), *_after(later, viewer)],
        steps=_steps(today, viewer, leads),
    )


def _first_day(
    dated: Sequence[Dated], viewer: Viewer
) -> tuple[datetime, list[Subscription], list[Dated]]:
    """The first moment, what is charged on its day in the portal's time zone, and all after it."""
    first, tz = min(at for at, _one in dated), viewer.portal.tz
    last = localdate(first, tz)
    today = [one for at, one in dated if localdate(at, tz) == last]
    return first, today, [(at, one) for at, one in dated if localdate(at, tz) > last]


def _is_trial(together: Sequence[Subscription]) -> bool:
    return len(together) == 1 and together[0].state == State.TRIALING


def _trouble(one: Subscription, viewer: Viewer) -> Coming:
    asks = bank_asks(one, viewer)
    label, word = way_out(one, viewer)
    return Coming(
        _("Confirm your payment") if asks else _("A payment did not go through"),
        _alone(one, viewer) if asks else _failed(one, viewer),
        tone="warn" if asks else "danger",
        things=_things([one]),
        pictures=_pictures([one]),
        steps=[Step(label, way(word), title_of(one), primary=True)],
    )


def _nothing(running: Sequence[Subscription], viewer: Viewer, leads: Collection[str]) -> Coming:
    """Nothing is charged: said of the one that is paused or ends, where there is one alone."""
    quiet = [one for one in running if one.state in QUIET]
    if not quiet:
        return Coming(_("Next charge"), _("No charge is coming up."))
    sentence = _("Nothing is charged while your subscriptions are paused or about to end.")
    if len(quiet) == 1:
        sentence = _alone(quiet[0], viewer)
    steps = [_manage(quiet)] if "manage" in leads else []
    return Coming(_("No charge is coming up"), sentence, things=_things(quiet), steps=steps)


def _alone(one: Subscription, viewer: Viewer) -> str:
    return sentence_of(one, _card(one, viewer), viewer)


def _failed(one: Subscription, viewer: Viewer) -> str:
    """What is done about it; that it failed stands above already."""
    if one.state == State.INCOMPLETE:
        return _alone(one, viewer)
    return retry_of(one, _card(one, viewer), viewer) or _alone(one, viewer)


def _together(several: Sequence[Subscription], at: datetime, viewer: Viewer) -> str:
    facts = {
        "amount": _sum(several, viewer),
        "date": day(at, viewer),
        "count": len(several),
        "card": _same_card(several, viewer),
    }
    if any(one.discounts for one in several):
        said = _("On %(date)s we charge %(amount)s at most, for %(count)d subscriptions.")
    else:
        said = _("On %(date)s we charge %(amount)s for %(count)d subscriptions.")
    if facts["card"]:
        return " ".join([said % facts, _("It goes to %(card)s.") % facts])
    return said % facts


def _sum(several: Sequence[Subscription], viewer: Viewer) -> str:
    """The amounts by currency: what is in different ones is never added up."""
    sums: dict[str, int] = {}
    for one in several:
        sums[one.currency] = sums.get(one.currency, 0) + one.amount
    return _(" and ").join(amount(units, currency, viewer) for currency, units in sums.items())


def _after(later: Sequence[Dated], viewer: Viewer) -> list[str]:
    """The charge after that, in a few words: of all on its day."""
    if not later:
        return []
    at, several, _rest = _first_day(later, viewer)
    facts = {
        "amount": _sum(several, viewer),
        "date": day(at, viewer),
        "count": len(several),
        "title": title_of(several[0]),
    }
    if any(one.discounts for one in several):
        facts["amount"] = _("%(amount)s at most") % facts
    if len(several) > 1:
        return [_("After that: %(amount)s on %(date)s for %(count)d subscriptions.") % facts]
    return [_("After that: %(amount)s on %(date)s for %(title)s.") % facts]


def _discounts(several: Sequence[Subscription], viewer: Viewer) -> list[str]:
    return [words for one in several for words in discounts_of(one, viewer)][:THINGS]


def _things(several: Sequence[Subscription]) -> list[str]:
    """What is in the parcel; what one subscription alone is called is said too."""
    every = [
        f"{item['quantity']} \N{MULTIPLICATION SIGN} {item['name']}"
        if item["quantity"] > 1
        else str(item["name"])
        for one in several
        for item in one.items
    ]
    if len(every) <= THINGS + 1:
        return every
    left = len(every) - THINGS
    return [
        *every[:THINGS],
        ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left},
    ]


def _pictures(several: Sequence[Subscription]) -> list[str]:
    found = (item.get("image_url") for one in several for item in one.items)
    return [url for url in found if url][:4]


def _steps(several: Sequence[Subscription], viewer: Viewer, leads: Collection[str]) -> list[Step]:
    one, found = several[0], []
    if len(several) == 1 and _is_free(one):
        if "skip" in leads and one.moved_from is None and viewer.portal.holds_deliveries:
            found.append(Step(_("Skip it"), _about("skip", one), title_of(one)))
        if "move" in leads:
            found.append(Step(_("Move it"), _about("move", one), title_of(one)))
    return [*found, *([_manage(several)] if "manage" in leads else [])]


def _is_free(one: Subscription) -> bool:
    """Whether its next charge may be touched: it runs, and no other change is under way."""
    return one.state == State.ACTIVE and not one.is_being_checked and one.waits_for is None


def _manage(several: Sequence[Subscription]) -> Step:
    if len(several) > 1:
        return Step(_("See your subscriptions"), way("subscriptions"))
    one = several[0]
    if one.state == State.PAUSED:
        return Step(_("Restart"), _about("restart", one), title_of(one))
    if one.state == State.ENDING:
        return Step(_("Keep it"), _about("restart", one), title_of(one))
    return Step(_("Change it"), _about("subscription", one), title_of(one))


def _same_card(several: Sequence[Subscription], viewer: Viewer) -> str:
    labels = {_card(one, viewer) for one in several}
    return labels.pop() if len(labels) == 1 else ""


def _card(one: Subscription, viewer: Viewer) -> str:
    card = card_of(one, viewer.data.cards)
    return card_label(card) if card is not None else ""


def _about(word: str, one: Subscription) -> str:
    return way(word, subscription=one.external_id)
