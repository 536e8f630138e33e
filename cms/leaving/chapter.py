"""Cancel flows in a customer's story: each try one chapter, with what was shown and pressed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from billing.leaving_figures import with_ends
from billing.models import Leaving
from cms.customers.chapters import Asked, Chapter, Line
from cms.leaving.words import end_in_words, step_in_words
from portals import clock


def leavings(asked: Asked) -> Iterator[Chapter]:
    """Their ways through a cancel flow."""
    rows = Leaving.objects.filter(customer=asked.customer, began_at__lt=asked.before)
    found = (
        with_ends(rows, now=clock.now())
        .select_related("subscription", "operation")
        .prefetch_related("steps")
    )
    for one in found.order_by("-began_at", "-pk")[: asked.limit]:
        facts = {"what": one.subscription.title, "end": end_in_words(one.__dict__["ended"])}
        title = _("Wanted to cancel %(what)s: %(end)s") % facts
        lines = tuple(Line(step.at, step_in_words(step)) for step in one.steps.all())
        yield Chapter(one.began_at, title, "info", "comment", told=one.comment, lines=lines)
