"""Date ranges that are over: what they opened stays shut, what they closed stays open."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _

from access_rules.conditions.between_dates import IsBetweenDates
from cms.coverage.findings import Finding, Mend, edit_url, warning
from cms.coverage.ground import Ground


def dates_over(ground: Ground) -> Iterator[Finding]:
    """Find ranges whose last day has passed, by the portal's calendar."""
    today = ground.now.astimezone(ground.portal.tz).date()
    for one in ground.rules:
        for place, condition in one.conditions():
            last = condition.last if isinstance(condition, IsBetweenDates) else None
            if last is None or last >= today:
                continue
            told = _("These dates ended on %(day)s.") % {"day": formats.date_format(last)}
            mend = Mend(_("Choose new dates, or take them out."), edit_url(one.page.pk))
            yield warning("dates_over", one.page, told, mend, block=one.block, place=place)
