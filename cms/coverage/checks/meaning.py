"""Rules that nobody can meet, and composed rules that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from access_rules.presets import preset_of
from cms.coverage.findings import Action, Finding, Mend, edit_url, warning
from cms.coverage.ground import Ground, Ruled
from cms.coverage.logic.proving import follows, impossible


def meanings(ground: Ground) -> Iterator[Finding]:
    """Find them by what conditions mean, without asking for customers."""
    for one in ground.rules:
        found = _of_nobody(one, ground) or _of_all(one, ground)
        if found is not None:
            yield found


def _of_nobody(one: Ruled, ground: Ground) -> Finding | None:
    if preset_of(one.rule) == "everyone":
        return None
    if impossible([one.rule], ground.portal):
        told = _("Nobody can meet this rule: its conditions exclude each other.")
        mend = Mend(_("Take out one of them, or ask for any of them."), edit_url(one.page.pk))
        return warning("contradiction", one.page, told, mend, block=one.block)
    # Where what is around it is impossible by itself, that is said there.
    if impossible([*one.around, one.rule], ground.portal) and not _is_shut(one, ground):
        told = _("Nobody can meet this rule and those around it: they exclude each other.")
        go = edit_url(one.page.pk)
        mend = Mend(_("Change it, or move it to where it can be seen."), go)
        return warning("never_within", one.page, told, mend, block=one.block)
    return None


def _is_shut(one: Ruled, ground: Ground) -> bool:
    return bool(one.around) and impossible(one.around, ground.portal)


def _of_all(one: Ruled, ground: Ground) -> Finding | None:
    if preset_of(one.rule) is not None or _is_shut(one, ground):
        return None
    words, go = (
        _("Choose “Everyone”: it changes nothing, and says what is meant."),
        edit_url(one.page.pk),
    )
    if follows(one.rule, [], ground.portal):
        told = _("Everyone meets this rule, so it hides nothing.")
        mend = Mend(words, go, Action.FOR_EVERYONE)
        return warning("always", one.page, told, mend, block=one.block)
    if one.around and follows(one.rule, one.around, ground.portal):
        told = _("Whoever meets the rules around it meets this rule too, so it adds nothing.")
        # A page may be moved to where the rules above it are wider; a block stays on its page.
        mend = Mend(words, go, Action.FOR_EVERYONE if one.block else None)
        return warning("adds_nothing", one.page, told, mend, block=one.block)
    return None
