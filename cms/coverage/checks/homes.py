"""States without a home: customers who are let in and find nothing, or no home of theirs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from access_rules.standing import STANDING_NAMES, StandingValue
from cms.coverage.findings import Finding, Mend, edit_url, of_portal, settings_url, warning
from cms.coverage.ground import Ground, Persona


def homes(ground: Ground) -> Iterator[Finding]:
    """Find states that see no page at all, and homes that are closed to whom they are for."""
    if ground.tree.root is None:
        told = _("This portal has no published page, so nobody sees anything.")
        mend = Mend(_("Publish its first page."), edit_url(ground.portal.root_page_id))
        yield of_portal("no_page", told, mend)
        return
    yield from _states_without_a_page(ground)
    homes = (
        (StandingValue.ACTIVE, ground.portal.active_home_id),
        (StandingValue.INACTIVE, ground.portal.inactive_home_id),
    )
    for standing, pk in homes:
        if pk is not None:
            yield from _home(standing, pk, ground)


def _states_without_a_page(ground: Ground) -> Iterator[Finding]:
    for persona in ground.members:
        if not any(page.node.is_open(persona.subject) for page in ground.pages):
            told = _("Customers in the state “%(state)s” are let in and can see no page.")
            words = _("Give them a page: one that is for any customer will do.")
            mend = Mend(words, edit_url(ground.pages[0].pk) if ground.pages else "")
            yield of_portal("state_without_page", told % {"state": persona.label}, mend)


def _home(standing: StandingValue, pk: int, ground: Ground) -> Iterator[Finding]:
    page, names = ground.page(pk), {"standing": STANDING_NAMES[standing]}
    if page is None:
        told = _("The home for customers who are %(standing)s is not published.")
        mend = Mend(_("Publish it, or choose another."), settings_url(ground.portal.site_id))
        yield of_portal("home_not_live", told % names, mend)
        return
    shut_out = [one for one in ground.members if _is_shut_out(one, standing, pk, ground)]
    if shut_out:
        labels = get_text_list([f"“{one.label}”" for one in shut_out], _("and"))
        told = _("This is the home for customers who are %(standing)s, and closed to %(states)s.")
        mend = Mend(_("Change its rule, or choose another home."), edit_url(pk))
        yield warning("home_closed", page, told % {**names, "states": labels}, mend)


def _is_shut_out(one: Persona, standing: StandingValue, pk: int, ground: Ground) -> bool:
    own = one.subject.standing
    node = ground.tree.by_id(pk)
    return bool(own and own.value == standing and node and not node.is_open(one.subject))
