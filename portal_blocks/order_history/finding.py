"""Finding orders in a long list: by words, by where they are, by year. Needs no script."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Order
from billing.order_lists import ALL, MOST_LETTERS, OrderKind, Sought
from portal_blocks.base import Place
from portal_blocks.viewer import Viewer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_YEARS = 30
KINDS: dict[str, StrPromise] = {
    OrderKind.ON_THE_WAY: gettext_lazy("On the way"),
    OrderKind.TO_PAY: gettext_lazy("To pay"),
    OrderKind.REFUNDED: gettext_lazy("Refunded"),
}
OLDER, NEWER, WORDS, SHOW = "after", "before", "find", "show"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice in the form."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What is looked for: `said` is it in words, empty where all orders are shown."""

    sought: Sought = ALL
    text: str = ""
    show: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class FindForm:
    """The form above the list. `others` are what the address says beside this list's own part."""

    action: str
    words_name: str
    show_name: str
    text: str
    kinds: list[Option]
    years: list[Option]
    others: list[tuple[str, str]] = field(default_factory=list)
    most_letters: int = MOST_LETTERS


def finding_in(place: Place, viewer: Viewer) -> Finding:
    """Return what the address asks this list for; what no form of ours says is left out."""
    text, show = _clean(_asked(place, WORDS)), _asked(place, SHOW)
    since, until = _year(show, viewer)
    if show not in KINDS and since is None:
        show = ""
    sought = Sought(text, OrderKind(show) if show in KINDS else None, since, until)
    label = str(KINDS.get(show, show))
    quoted = _("“%(words)s”") % {"words": text} if text else ""
    return Finding(sought, text, show, " · ".join(filter(None, (quoted, label))))


def find_form(found: Finding, oldest: datetime, place: Place, viewer: Viewer) -> FindForm:
    """Return the form as it was sent; `oldest` is when the first order was placed, or before."""
    own = {parameter(place, name) for name in (OLDER, NEWER, WORDS, SHOW)}
    names = [name for name in place.query if name not in own | {WORDS, SHOW}]
    zone = viewer.portal.tz
    last = localtime(viewer.subject.now, zone).year
    first = max(localtime(oldest, zone).year, last - MOST_YEARS)
    years = [str(year) for year in range(last, first - 1, -1)] if first < last else []
    return FindForm(
        action=f"{place.page_url}#block-{place.block_id}",
        words_name=parameter(place, WORDS),
        show_name=parameter(place, SHOW),
        text=found.text,
        kinds=[Option(key, str(label), key == found.show) for key, label in KINDS.items()],
        years=[Option(year, year, year == found.show) for year in years],
        others=[(name, value) for name in names for value in place.query.getlist(name)],
    )


def oldest_of(orders: list[Order], viewer: Viewer) -> datetime:
    """Return when the first of all orders was placed, as far as is known without asking."""
    known = [viewer.subject.first_order_at, *(order.placed_at for order in orders)]
    return min((moment for moment in known if moment is not None), default=viewer.subject.now)


def parameter(place: Place, name: str) -> str:
    """Return what a part of this list is called in addresses, so that two lists stand apart."""
    return f"{name}-{place.block_id[:8]}"


def list_url(place: Place, **wanted: str) -> str:
    """Return the page with this list elsewhere; other lists on it stay where they are.

    What is sought stays too, unless it is among `wanted`; nothing wanted is the newest orders.
    """
    turned = {parameter(place, name): "" for name in (OLDER, NEWER)}
    by_hand = dict.fromkeys(wanted, "")
    asked = {parameter(place, name): value for name, value in wanted.items()}
    return place.asked_anew({**turned, **by_hand, **asked})


def _asked(place: Place, name: str) -> str:
    """What is asked of this list, else of every list: a link written by hand knows no block."""
    asked: str = place.query.get(parameter(place, name), place.query.get(name, ""))
    return asked


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:MOST_LETTERS]


def _year(show: str, viewer: Viewer) -> tuple[datetime | None, datetime | None]:
    """The first moment of a year and that of the next, in the portal's time zone."""
    if not (len(show) == 4 and show.isascii() and show.isdecimal() and "1970" <= show < "9999"):
        return None, None
    year, zone = int(show), viewer.portal.tz
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
