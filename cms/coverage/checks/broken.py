"""Rules that cannot be read: nobody meets them, whatever was meant."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from access_rules.errors import RuleFault
from access_rules.named import check_names
from access_rules.parsing import parse
from cms.coverage.findings import Finding, Mend, edit_url, error
from cms.coverage.ground import Ground, Ruled


def broken_rules(ground: Ground) -> Iterator[Finding]:
    """Find rules with a fault, and rules that use a named rule that is gone or another shop's."""
    for one in ground.rules:
        fault = _fault(one, ground.portal.shop_id)
        if fault is None:
            continue
        message = _("This rule cannot be read, so nobody meets it: %(fault)s")
        mend = Mend(_("Open the rule and choose anew."), edit_url(one.page.pk))
        told = message % {"fault": fault.message}
        yield error("broken_rule", one.page, told, mend, block=one.block, place=fault.path)


def _fault(one: Ruled, shop_id: int) -> RuleFault | None:
    try:
        check_names(parse(one.rule), shop_id)
    except RuleFault as fault:
        return fault
    return None
