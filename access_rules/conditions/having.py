"""What it means to be subscribed to a product or a plan: now, once, or either.

Now: by a subscription that is held (`subscribing.HELD`); one that was never started, or is being
checked, is not. Once: by one that has ended after it began, and by none that is held. A product
has to be among those ever paid for, too: a first payment never made ends as "expired" as well.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.subscribing import ENDED, HELD, known, one_q, states_in_words
from access_rules.tree import Closure, Verdict
from billing.models.sets import Test

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject

Kind = Literal["products", "prices"]


class When(StrEnum):
    """When somebody was subscribed."""

    NOW = "now"
    ONCE = "once"
    EVER = "ever"

    def of(self, names: str) -> str:
        """Return it in words."""
        return {
            When.NOW: gettext("is subscribed to %(names)s"),
            When.ONCE: gettext("was once subscribed to %(names)s, and is no longer"),
            When.EVER: gettext("is or was subscribed to %(names)s"),
        }[self] % {"names": names}


WHEN_NAMES: dict[When, StrPromise] = {
    When.NOW: _("now"),
    When.ONCE: _("once, and no longer"),
    When.EVER: _("now or once"),
}


def subscribed(kind: Kind, wanted: Set[int], when: When) -> Closure:
    """Return the function that answers for one subject."""
    ids_of, paid_for_too = attrgetter(kind), kind == "products"

    def holds(subject: Subject) -> Verdict:
        if subject.customer_id is None:
            return None
        if paid_for_too and wanted.isdisjoint(subject.products):
            return False
        had = False
        for one in subject.subscriptions:
            if wanted.isdisjoint(ids_of(one)):
                continue
            if one.state in HELD:
                return when is not When.ONCE
            had = had or (one.state in ENDED and one.started is not None)
        return had and when is not When.NOW

    return holds


def subscribed_q(kind: Kind, wanted: Set[int], when: When) -> Q:
    """Return the customers for whom it is so."""
    of_these = Test(kind, "has_any", wanted)
    now = one_q(HELD, None, of_these)
    had = one_q(ENDED, None, known("started"), of_these)
    found = {When.NOW: now, When.ONCE: had & ~now, When.EVER: now | had}[when]
    return Q(products__has_any=wanted) & found if kind == "products" else found


def subscribed_in_words(kind: Kind, wanted: Set[int], subject: Subject) -> str:
    """Return the subscriptions to one of them, with their states."""
    ids_of = attrgetter(kind)
    found = [one for one in subject.subscriptions if not wanted.isdisjoint(ids_of(one))]
    told = states_in_words(found, subject)
    return f"{told}." if told else gettext("Not subscribed to any of these.")
