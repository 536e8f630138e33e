"""Whoever's payment failed has to find the form that takes another card."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from access_rules.subject import Subject
from billing.models import Subscription, SubscriptionState
from cms.coverage.findings import Finding, Mend, edit_url, of_portal
from cms.coverage.ground import Ground

FORMS = frozenset({"card_on_file", "invoices_to_pay", "past_due"})
"""The blocks with such a form; each has these switches that let somebody pay."""
SWITCHES = ("allow_update", "allow_pay")


def nowhere_to_pay(ground: Ground) -> Iterator[Finding]:
    """Find a portal with subscriptions where nobody with a failed payment sees such a form."""
    debtors = [one for one in ground.members if one.key == SubscriptionState.PAST_DUE]
    if not debtors or not ground.pages or _has_form(ground, debtors[0].subject):
        return
    if not Subscription.objects.filter(shop=ground.portal.shop_id).exists():
        return
    told = _("Customers whose payment failed can see no page with the cards on file.")
    first = ground.pages[0]
    mend = Mend(_("Put the block “Card on file” on a page that they see."), edit_url(first.pk))
    yield of_portal("nowhere_to_pay", told, mend)


def _has_form(ground: Ground, subject: Subject) -> bool:
    return any(
        ground.sees(block, page, subject)
        for page in ground.pages
        for block in page.blocks
        if block.kind in FORMS and any(block.value.get(one, True) for one in SWITCHES)
    )
