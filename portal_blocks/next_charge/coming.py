"""What is charged next, over all of somebody's subscriptions, in one sentence.

A payment that failed comes before all that is to come. What is charged on one day is told together.
Amounts are those of the mirror: what discounts leave of them, and tax, are reckoned on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Subscription, SubscriptionState
from portal_blocks.cards import card_label, card_of, is_running
from portal_blocks.charge_words import bank_asks, discounts_of, retry_of, sentence_of, title_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day

State = SubscriptionState
TROUBLED = (State.PAST_DUE, State.INCOMPLETE)
QUIET = (State.PAUSED, State.ENDING)
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


def coming(viewer: Viewer, *, may_skip: bool, may_manage: bool) -> Coming:
    """Return what comes next for this viewer. No query beside those of their data."""
    running = [one for one in viewer.data.subscriptions if is_running(one)]
    troubled = next((one for one in running if one.state in TROUBLED), None)
    if troubled is not None:
        return _trouble(troubled, viewer)
    dated = [(one.next_charge_at, one) for one in running if one.next_charge_at is not None]
    if not dated:
        return _nothing(running, viewer, may_manage=may_manage)
    tz, first = viewer.portal.tz, min(at for at, _one in dated)
    today = [one for at, one in dated if localdate(at, tz) == localdate(first, tz)]
    later = sorted(at for at, _one in dated if localdate(at, tz) > localdate(first, tz))
    notes = [*_discounts(today, viewer), *_after(later, dated, viewer)]
    steps = _steps(today, viewer, may_skip=may_skip, may_manage=may_manage)
    return Coming(
        _("Trial ends") if _is_trial(today) else _("Next charge"),
        _together(today, first, viewer) if len(today) > 1 else _alone(today[0], viewer),
        things=_things(today),
        pictures=_pictures(today),
        notes=notes,
        steps=steps,
    )


def _is_trial(together: Sequence[Subscription]) -> bool:
    return len(together) == 1 and together[0].state == State.TRIALING


def _trouble(one: Subscription, viewer: Viewer) -> Coming:
    asks = bank_asks(one, viewer)
    label = _("Confirm the payment") if asks else _("Update card")
    return Coming(
        _("Confirm your payment") if asks else _("A payment did not go through"),
        _alone(one, viewer) if asks else _failed(one, viewer),
        tone="warn" if asks else "danger",
        things=_things([one]),
        pictures=_pictures([one]),
        steps=[Step(label, _way("pay" if asks else "card"), title_of(one), primary=True)],
    )


def _nothing(running: Sequence[Subscription], viewer: Viewer, *, may_manage: bool) -> Coming:
    """Nothing is charged: said of the one that is paused or ends, where there is one alone."""
    quiet = [one for one in running if one.state in QUIET]
    if not quiet:
        return Coming(_("Next charge"), _("No charge is coming up."))
    sentence = _("Nothing is charged while your subscriptions are paused or about to end.")
    if len(quiet) == 1:
        sentence = _alone(quiet[0], viewer)
    steps = [_manage(quiet)] if may_manage else []
    return Coming(_("No charge is coming up"), sentence, things=_things(quiet), steps=steps)


def _alone(one: Subscription, viewer: Viewer) -> str:
    return sentence_of(one, _card(one, viewer), viewer)


def _failed(one: Subscription, viewer: Viewer) -> str:
    """What is done about it; that it failed stands above already."""
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


def _after(
    later: Sequence[datetime],
    dated: Sequence[tuple[datetime, Subscription]],
    viewer: Viewer,
) -> list[str]:
    """The charge after that, in a few words."""
    if not later:
        return []
    one = next(one for at, one in dated if at == later[0])
    facts = {
        "amount": amount(one.amount, one.currency, viewer),
        "date": day(later[0], viewer),
        "title": title_of(one),
    }
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


def _steps(
    several: Sequence[Subscription], viewer: Viewer, *, may_skip: bool, may_manage: bool
) -> list[Step]:
    one = several[0]
    can_skip = len(several) == 1 and one.state == State.ACTIVE and one.moved_from is None
    is_free = not one.is_being_checked and one.waits_for is None
    skip = may_skip and can_skip and is_free and viewer.portal.holds_deliveries
    found = [Step(_("Skip it"), _way("skip", one), title_of(one))] if skip else []
    return [*found, *([_manage(several)] if may_manage else [])]


def _manage(several: Sequence[Subscription]) -> Step:
    if len(several) > 1:
        return Step(_("See your subscriptions"), _way("subscriptions"))
    one = several[0]
    if one.state == State.PAUSED:
        return Step(_("Restart"), _way("restart", one), title_of(one))
    if one.state == State.ENDING:
        return Step(_("Keep it"), _way("restart", one), title_of(one))
    return Step(_("Change it"), _way("subscription", one), title_of(one))


def _same_card(several: Sequence[Subscription], viewer: Viewer) -> str:
    labels = {_card(one, viewer) for one in several}
    return labels.pop() if len(labels) == 1 else ""


def _card(one: Subscription, viewer: Viewer) -> str:
    card = card_of(one, viewer.data.cards)
    return card_label(card) if card is not None else ""


def _way(word: str, one: Subscription | None = None) -> str:
    urls = settings.REALM_URLCONFS["portal"]  # the editor previews blocks on its own host
    path = reverse("deep_link", urlconf=urls, args=[word])
    return f"{path}?{urlencode({'subscription': one.external_id})}" if one is not None else path
