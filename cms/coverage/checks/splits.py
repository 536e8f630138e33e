"""Splits of the customers whose shares leave somebody out, or have somebody twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from access_rules.conditions.percentage import IsInPercentage
from cms.coverage.findings import Finding, Mend, edit_url, warning
from cms.coverage.ground import Ground, Ruled

Share = tuple[int, int]
Placed = tuple[Share, Ruled, str]


def splits(ground: Ground) -> Iterator[Finding]:
    """Find splits of two shares or more that do not add up. One share alone is a slow start."""
    of_name: dict[str, list[Placed]] = defaultdict(list)
    for one in ground.every_rule:
        for place, condition in one.conditions():
            if isinstance(condition, IsInPercentage):
                share = (condition.start, condition.end)
                of_name[condition.split].append((share, one, place))
    for name, placed in of_name.items():
        shares = sorted({share for share, _one, _place in placed})
        if len(shares) > 1:
            yield from _told(name, shares, placed[-1])


def _told(name: str, shares: list[Share], last: Placed) -> Iterator[Finding]:
    _share, one, place = last
    go = edit_url(one.page.pk)
    if gap := _gap(shares):
        told = _("The split “%(split)s” leaves out %(start)d to %(end)d %%.")
        values = {"split": name, "start": gap[0], "end": gap[1]}
        mend = Mend(_("Have the shares begin at 0, end at 100, and follow on each other."), go)
        yield warning("split_gap", one.page, told % values, mend, block=one.block, place=place)
    if twice := _overlap(shares):
        told = _("The split “%(split)s” has %(start)d to %(end)d %% twice.")
        values = {"split": name, "start": twice[0], "end": twice[1]}
        mend = Mend(_("Have each share begin where the one before it ends."), go)
        yield warning("split_overlap", one.page, told % values, mend, block=one.block, place=place)


def _gap(shares: list[Share]) -> Share | None:
    reached = 0
    for start, end in shares:
        if start > reached:
            return reached, start
        reached = max(reached, end)
    return (reached, 100) if reached < 100 else None


def _overlap(shares: list[Share]) -> Share | None:
    reached = 0
    for start, end in shares:
        if start < reached:
            return start, min(end, reached)
        reached = end
    return None
