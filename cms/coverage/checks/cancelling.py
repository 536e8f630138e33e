"""The way through a cancel flow, as somebody goes it who says no to every offer.

Every reason is followed, and every offer whether it fits or not, because a page of which none fits
leads on all the same. What has to be seen has to be seen by everybody who comes from the entry:
their rules have to prove it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access_rules.decisions import Rule, allows_all
from cms.coverage.blocks import Block
from cms.coverage.ground import Ground, PageSeen, Persona
from cms.coverage.logic.proving import follows
from portal_blocks.terms.waits import terms_of
from themes.formats import short_date

CONTROLS = "subscription_controls"
REASONS, OFFER, CONFIRM = "cancel_reasons", "cancel_offer", "cancel_confirm"
FLOW = frozenset({REASONS, OFFER, CONFIRM})
CONTROL = "cancel"  # whose terms bind the way and its end
Way = tuple[PageSeen, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A block that sends to a flow, and the rules that whoever comes from there meets."""

    page: PageSeen
    block: Block
    first: int
    around: tuple[Rule, ...]
    people: tuple[Persona, ...]

    @property
    def has_terms(self) -> bool:
        """Whether the block says itself when somebody may cancel."""
        return self.block.kind == CONTROLS


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps somebody from the last button, on which page, and how they came there."""

    code: str
    told: str
    mend: str
    page: PageSeen
    way: Way
    block: Block | None = None


class Walk:
    """Goes every way through a flow, each page once at each distance.

    `ends` are the last steps that it comes to, `passed` all pages that it comes by.
    """

    def __init__(self, ground: Ground, entry: Entry) -> None:
        self.ground, self.entry = ground, entry
        self.most = ground.portal.most_cancel_steps
        self.terms = terms_of(CONTROL, entry.block.value) if entry.has_terms else None
        self.ends: list[tuple[PageSeen, Block]] = []
        self._seen: set[tuple[int, int]] = set()

    @property
    def passed(self) -> set[int]:
        """The pages that it came by."""
        return {pk for pk, _length in self._seen}

    def problems(self) -> list[Problem]:
        """Return what is wrong, each page and kind once."""
        entry = self.entry
        found = self._step(entry.first, (), entry.page, entry.block)
        return list({(one.code, one.page.pk): one for one in found}.values())

    def _step(self, pk: int, way: Way, before: PageSeen, block: Block) -> Iterator[Problem]:
        if (pk, len(way)) in self._seen:
            return
        self._seen.add((pk, len(way)))
        page = self.ground.page(pk)
        if page is None:
            yield _missing(before, way, block)
        elif page in way:
            yield from [] if self._is_end(page) else [_loop(page, way)]
        elif len(way) == self.most:
            yield _too_long(page, way, self.most)
        elif hidden := self._hidden(page, page.rules):
            yield _hidden_page(page, (*way, page), hidden)
        else:
            yield from _expiring(page, (*way, page), self.ground)
            yield from self._through(page, (*way, page))

    def _through(self, page: PageSeen, way: Way) -> Iterator[Problem]:
        flow = [block for block in page.blocks if block.kind in FLOW]
        sure = [one for one in flow if not self._hidden(page, page.rules_of(one))]
        last = [one for one in sure if one.kind == CONFIRM]
        self.ends += [(page, one) for one in last]
        if last:
            yield from self._at_the_end(page, way, last)
            way = (page,)  # who goes on from here could have cancelled
        elif not any(one.kind == OFFER or one in sure for one in flow):
            yield _dead_end(page, way, flow)
        for block in (one for one in flow if one.kind != CONFIRM):
            onward = following(block)
            if None in onward and not last:
                yield _no_next(page, way, block)
            for pk in sorted(one for one in onward if one is not None):
                yield from self._step(pk, way, page, block)

    def _at_the_end(self, page: PageSeen, way: Way, last: list[Block]) -> Iterator[Problem]:
        own = [terms_of(CONTROL, one.value) for one in last]
        if self.terms is not None and all(one.holds_back(self.terms) for one in own):
            yield _held_back(page, way, last[0])

    def _is_end(self, page: PageSeen) -> bool:
        return any(page.pk == one.pk for one, _block in self.ends)

    def _hidden(self, page: PageSeen, rules: list[Rule]) -> str:
        """Who may not see it of those who come from the entry, in words; empty for nobody."""
        around = self.entry.around
        if all(follows(rule, around, self.ground.portal) for rule in rules):
            return ""
        names = [
            f"“{one.label}”" for one in self.entry.people if not allows_all(rules, one.subject)
        ]
        return get_text_list(names, _("and")) if names else _("some customers")


def following(block: Block) -> set[int | None]:
    """The pages that a block leads on to; None where it names none."""
    own = block.value.get("next")
    if block.kind == OFFER:
        return {own}
    return {one.get("next") or own for one in items(block.value.get("reasons"))} | {own}


def items(stored: Any) -> list[dict[str, Any]]:
    """The rows of a list, in either form that they are stored in."""
    rows = stored if isinstance(stored, list) else []
    found = [one.get("value", one) if isinstance(one, dict) else one for one in rows]
    return [one for one in found if isinstance(one, dict)]


def _missing(page: PageSeen, way: Way, block: Block) -> Problem:
    told = _("It leads on to a page that is not published here, so nobody can finish cancelling.")
    mend = _("Publish that page, or choose another.")
    return Problem("cancel_page_missing", told, mend, page, way, block)


def _no_next(page: PageSeen, way: Way, block: Block) -> Problem:
    told = _("It names no next page, so whoever goes on to cancel is left without one.")
    return Problem("cancel_no_next", told, _("Choose the next page."), page, way, block)


def _loop(page: PageSeen, way: Way) -> Problem:
    names = " → ".join(one.title for one in (*way[way.index(page) :], page))
    told = _("Whoever wants to cancel is led in a circle: %(way)s.") % {"way": names}
    mend = _("Have one of these pages lead on to the last step.")
    return Problem("cancel_loop", told, mend, page, way)


def _too_long(page: PageSeen, way: Way, most: int) -> Problem:
    told = ngettext(
        "Cancelling takes more than %(most)d page: %(way)s.",
        "Cancelling takes more than %(most)d pages: %(way)s.",
        most,
    )
    names = " → ".join(one.title for one in (*way, page))
    mend = _("Take a page out, or allow more in the settings of the portal.")
    return Problem("cancel_too_long", told % {"most": most, "way": names}, mend, page, way)


def _hidden_page(page: PageSeen, way: Way, who: str) -> Problem:
    told = _("“%(page)s” is part of cancelling, and closed to %(people)s.")
    mend = _("Open it to whoever can come there: “Any customer” will do.")
    return Problem("cancel_hidden", told % {"page": page.title, "people": who}, mend, page, way)


def _held_back(page: PageSeen, way: Way, block: Block) -> Problem:
    told = _(
        "Its terms are stricter than those of the block that leads here, so somebody comes to "
        "the end and may not cancel."
    )
    mend = _("Write the same under “When they may cancel” in both blocks.")
    return Problem("cancel_held_back", told, mend, page, way, block)


def _expiring(page: PageSeen, way: Way, ground: Ground) -> Iterator[Problem]:
    """A page that goes offline by itself, or one above it: then nobody comes by here any more."""
    above = [found for node in page.chain if (found := ground.page(node.pk)) is not None]
    first = min((one.expires_at for one in above if one.expires_at), default=None)
    if first is not None:
        day = short_date(localtime(first, ground.portal.tz).date())
        told = _("“%(page)s” is part of cancelling, and goes offline on %(date)s.")
        facts = {"page": page.title, "date": day}
        mend = _("Take that date out of when it is published.")
        yield Problem("cancel_expires", told % facts, mend, page, way)


def _dead_end(page: PageSeen, way: Way, flow: list[Block]) -> Problem:
    told = _("Cancelling ends on “%(page)s”, which has no button that cancels.")
    if flow:
        told = _("Cancelling ends on “%(page)s”: its block is not shown to everybody who comes.")
    mend = _("Put the block “Cancel: last step” there, for whoever sees the page.")
    block = flow[0] if flow else None
    return Problem("cancel_dead_end", told % {"page": page.title}, mend, page, way, block)
