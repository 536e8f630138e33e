"""Tags and attributes that rules ask for and no customer has: mostly a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _

from access_rules.conditions.attribute import HasAttribute
from access_rules.conditions.tag import HasTag
from access_rules.member_text import MemberText
from billing.models import CustomerFacts
from cms.coverage.findings import Finding, Mend, edit_url, warning
from cms.coverage.ground import Ground, Ruled
from cms.rules.bounded import TookTooLong, bounded

SECONDS = 2.0
Asked = tuple[str, str]
"""`tag` or `attribute`, and which."""


def unused_words(ground: Ground) -> Iterator[Finding]:
    """Find them by one query; where that takes too long, none."""
    asked = [(one, *each) for one in ground.rules for each in _asked_in(one)]
    keys = list(dict.fromkeys(key for _one, key, _place in asked))
    unused = set(keys) - _used(keys, ground.portal.shop_id)
    for one, key, place in asked:
        if key in unused:
            kind, word = key
            told = _told(kind) % {"word": word}
            mend = Mend(_mend(kind), edit_url(one.page.pk))
            yield warning(f"{kind}_unused", one.page, told, mend, block=one.block, place=place)


def _asked_in(one: Ruled) -> Iterator[tuple[Asked, str]]:
    for place, condition in one.conditions():
        if isinstance(condition, HasTag):
            for tag in sorted(condition.tags):
                yield ("tag", tag), f"{place}.tags"
        if isinstance(condition, HasAttribute):
            yield ("attribute", condition.attribute), f"{place}.attribute"


def _used(keys: list[Asked], shop_id: int) -> set[Asked]:
    if not keys:
        return set()
    counts: dict[str, Any] = {
        f"n{at}": Count("pk", filter=_has(*key)) for at, key in enumerate(keys)
    }
    try:
        with bounded(SECONDS):
            found = CustomerFacts.objects.filter(shop=shop_id).aggregate(**counts)
    except TookTooLong:
        return set(keys)
    return {key for at, key in enumerate(keys) if found[f"n{at}"]}


def _has(kind: str, word: str) -> Q:
    if kind == "tag":
        return Q(tags__has_any={word})
    return Q(IsNull(MemberText("attributes", word), rhs=False))


def _told(kind: str) -> str:
    if kind == "tag":
        return _("No customer has the tag “%(word)s”.")
    return _("No customer has the attribute “%(word)s”.")


def _mend(kind: str) -> str:
    if kind == "tag":
        return _("Check how it is written, or give it to customers.")
    return _("Check how it is written, or send it with your customers.")
