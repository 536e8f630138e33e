"""Pages that nobody of today's customers can see, nor anybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from access_rules.audience import asks_for_a_visit
from access_rules.compiling import compiled
from access_rules.decisions import allows_all
from billing.models import CustomerFacts
from cms.coverage.findings import Finding, Mend, edit_url, warning
from cms.coverage.ground import Ground, PageSeen
from cms.coverage.logic.proving import impossible
from cms.rules.bounded import TookTooLong, bounded
from cms.rules.counting import admitted_q, rules_q

SECONDS = 2.0


def pages_of_nobody(ground: Ground) -> Iterator[Finding]:
    """Find pages that no invented person sees and no customer: one query for all of them.

    What only a visit tells is left out, and so is what is said of the rule already.
    """
    perhaps = [page for page in ground.pages if _seems_empty(page, ground)]
    for page in _without_customers(perhaps, ground):
        told = _("No customer can see this page now, and nobody who is signed out.")
        mend = Mend(_("Check its rule and those of the pages above."), edit_url(page.pk))
        yield warning("nobody_now", page, told, mend)


def _seems_empty(page: PageSeen, ground: Ground) -> bool:
    if any(allows_all(page.rules, one.subject) for one in ground.personas):
        return False
    if any(compiled(rule).tree is None for rule in page.rules):
        return False
    if any(asks_for_a_visit(rule) for rule in page.rules):
        return False
    return not impossible(page.rules, ground.portal)


def _without_customers(pages: Sequence[PageSeen], ground: Ground) -> list[PageSeen]:
    if not pages:
        return []
    asked = {
        f"page_{page.pk}": Count(
            "pk", filter=rules_q([rule or {} for rule in page.rules], ground.portal, ground.now)
        )
        for page in pages
    }
    try:
        with bounded(SECONDS):
            found = CustomerFacts.objects.filter(admitted_q(ground.portal)).aggregate(**asked)
    except TookTooLong:
        return []
    return [page for page in pages if not found[f"page_{page.pk}"]]
