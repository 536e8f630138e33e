"""What the refused get: pages that lead in a circle or nowhere, teasers without a word."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from access_rules.standing import StandingValue
from access_rules.subject import Subject
from cms.coverage.findings import Action, Finding, Mend, edit_url, error, warning
from cms.coverage.ground import Ground, PageSeen
from cms.pages.portal_page import WhenDenied, WhenSignedOut
from cms.pages.tree import Node


def denied(ground: Ground) -> Iterator[Finding]:
    """Find pages whose answer to the refused is none."""
    for page in ground.pages:
        if page.node.when_denied == WhenDenied.TEASER and not page.teaser:
            told = _("Whoever may not see this page gets a teaser, and it is empty.")
            mend = Mend(_("Write the teaser."), edit_url(page.pk))
            yield warning("teaser_empty", page, told, mend)
        if page.node.when_denied == WhenDenied.PAGE:
            yield from _led_away(page, ground)


def _led_away(page: PageSeen, ground: Ground) -> Iterator[Finding]:
    mend = Mend(
        _("Choose a page that they may see, or the home of their standing."),
        edit_url(page.pk),
        Action.HOME_INSTEAD,
    )
    other = ground.tree.by_id(page.node.denied_page)
    if other is None or not ground.tree.chain(other):
        told = _("Whoever may not see this page is led to one that is not published here.")
        yield warning("denied_page_missing", page, told, mend)
        return
    refused = [one for one in ground.personas if _is_led(page.node, one.subject)]
    ways = [(one, _way(page.node, one.subject, ground)) for one in refused]
    if any(way[-1] in way[:-1] for _one, way in ways):
        told = _("Whoever may not see this page is led in a circle: %(way)s.")
        way = next(way for _one, way in ways if way[-1] in way[:-1])
        yield error("redirect_loop", page, told % {"way": _in_words(way)}, mend)
        return
    lost = [one.label for one, way in ways if len(way) > 1 and not other.is_open(one.subject)]
    if lost:
        told = _("“%(states)s” may see neither this page nor “%(other)s”, which they are led to.")
        values = {"states": "”, “".join(lost), "other": other.title}
        yield warning("dead_end", page, told % values, mend)


def _is_led(node: Node, subject: Subject) -> bool:
    asks = node.when_signed_out == WhenSignedOut.SIGN_IN
    return not node.is_open(subject) and (subject.signed_in or not asks)


def _way(node: Node, subject: Subject, ground: Ground) -> list[Node]:
    """Return the pages that each lead on to the next, as long as none of them may be seen.

    The last one is there twice where they lead in a circle.
    """
    way = [node]
    while (following := _instead_of(way[-1], subject, ground)) is not None:
        way.append(following)
        if following in way[:-1] or following.is_open(subject):
            break
    return way


def _instead_of(node: Node, subject: Subject, ground: Ground) -> Node | None:
    if node.when_denied == WhenDenied.PAGE and _is_led(node, subject):
        return ground.tree.by_id(node.denied_page)
    if node.when_denied != WhenDenied.HOME or subject.standing is None:
        return None
    portal, is_active = ground.portal, subject.standing.value == StandingValue.ACTIVE
    return ground.tree.by_id(portal.active_home_id if is_active else portal.inactive_home_id)


def _in_words(way: list[Node]) -> str:
    return " → ".join(node.title for node in way)
