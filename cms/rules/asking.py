"""Answers what the rule builder asks: what there is to build with, and whom a rule meets."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _

from access_rules.audience import asks_for_a_visit, at_most_q, audience_q
from access_rules.compiling import rule_key
from access_rules.conditions import CONDITIONS
from access_rules.conditions.base import GROUPS
from access_rules.editor.words import builder_words
from access_rules.errors import RuleFault
from access_rules.names import remembered
from access_rules.parsing import MAX_CONDITIONS, MAX_DEPTH, parse
from access_rules.permissions import EDIT_RULES, SEE_CUSTOMERS
from access_rules.presets import PRESETS, preset_of
from accounts.models import Customer, StaffUser
from cms.rules.bounded import TookTooLong, bounded
from cms.rules.counting import Audience, Change, audience, change
from cms.rules.portals import Asked
from cms.rules.references import faults_of
from portals.registry import Portal

SECONDS = 3.0
log = logging.getLogger(__name__)


def frame(asked: Asked, user: StaffUser) -> dict[str, Any]:
    """Return what the builder is made of."""
    return {
        "portal": told_portal(asked.portal),
        "portals": [told_portal(portal) for portal in asked.portals],
        "presets": [
            {"key": key, "label": str(one.label), "help": str(one.help_text), "rule": one.rule}
            for key, one in PRESETS.items()
        ],
        "sections": [{"key": key.value, "label": str(label)} for key, label in GROUPS.items()],
        "conditions": [
            {
                "name": name,
                "label": str(one.label),
                "section": one.section and one.section.value,
                "by_visit": one.by_visit,
                "settings": {key: setting.told() for key, setting in one.parameters().items()},
            }
            for name, one in CONDITIONS.items()
        ],
        "limits": {"depth": MAX_DEPTH, "conditions": MAX_CONDITIONS},
        "may_edit": user.has_perm(EDIT_RULES),
        "may_see_customers": user.has_perm(SEE_CUSTOMERS),
        "words": builder_words(),
    }


def told_portal(portal: Portal) -> dict[str, Any]:
    """Return a portal as the builder names it."""
    return {"site": portal.site_id, "name": portal.name, "shop": portal.shop_name}


def told_audience(
    rule: Any, was: Any, portal: Portal, user: StaffUser, now: datetime
) -> dict[str, Any]:
    """Return a rule in words, its faults or its audience, and who gains and loses against `was`."""
    faults = faults_of(rule, portal.shop_id)
    if faults:
        listed = [{"path": one.path, "message": str(one.message)} for one in faults]
        return {"sentence": "", "faults": listed, "audience": None, "change": None, "note": ""}
    named = user.has_perm(SEE_CUSTOMERS)
    counted: dict[str, Any] = {"audience": None, "change": None, "note": ""}
    try:
        with bounded(SECONDS):
            counted |= _counted(rule, was, portal, now, names=named)
    except TookTooLong as error:
        log.warning("An audience was not counted: %s", error.__cause__)
        counted["note"] = _("These customers cannot be counted quickly enough.")
    return {"sentence": sentence_of(rule), "faults": [], **counted}


def sentence_of(rule: Any) -> str:
    """Return a rule as a sentence, a ready-made one with what it means; empty for a faulty one."""
    preset = preset_of(rule)
    return in_words(rule) if preset is None else f"{in_words(rule)}: {PRESETS[preset].help_text}"


def in_words(rule: Any) -> str:
    """Return the name of a ready-made rule, any other as a sentence; empty for a faulty one."""
    preset = preset_of(rule)
    if preset is not None:
        return str(PRESETS[preset].label)
    try:
        with remembered():
            return _("Whoever %(meets)s.") % {"meets": parse(rule).describe()}
    except RuleFault:
        return ""


def told_people(people: Iterable[Customer]) -> list[dict[str, str]]:
    """Return customers as names with links."""
    return [
        {
            "name": one.name or one.email or one.external_id,
            "email": one.email,
            "url": reverse("customers:inspect", args=[quote(one.pk)]),
        }
        for one in people
    ]


def told_change(found: Change, *, names: bool) -> dict[str, Any]:
    """Return who gains and who loses; `names`: whether this person may read who they are."""
    return {
        "gain": found.gain,
        "lose": found.lose,
        "gainers": told_people(found.gainers) if names else [],
        "losers": told_people(found.losers) if names else [],
    }


def _counted(rule: Any, was: Any, portal: Portal, now: datetime, *, names: bool) -> dict[str, Any]:
    met = audience_q(rule, portal, now)
    most = at_most_q(rule, portal, now) if asks_for_a_visit(rule) else None
    found = audience(met, portal, most)
    told: dict[str, Any] = {"audience": _told(found, names=names)}
    if was is not None and rule_key(was) != rule_key(rule):
        turn = change(audience_q(was, portal, now), met, portal, count=found.count)
        told["change"] = told_change(turn, names=names)
    return told


def _told(found: Audience, *, names: bool) -> dict[str, Any]:
    return {
        "count": found.count,
        "total": found.total,
        "at_most": found.at_most,
        "sample": told_people(found.sample) if names else [],
    }
