"""Where each named rule is used: in rules of pages and blocks, live, draft or scheduled, of
pictures and documents, and in other named rules.

The database finds the rows whose text has a named rule in it; only these are read. So one look
answers for all named rules at once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Revision

from access_rules.models import NamedRule
from cms.media.models import PortalDocument, PortalImage
from cms.pages.portal_page import PortalPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MARK = "named_rule"
"""The name of the condition; it stands in the text of whatever uses one."""
_FIELDS = ("visibility", "body", "teaser")
_LIBRARY: tuple[tuple[Any, str], ...] = (
    (PortalDocument, "wagtaildocs:edit"),
    (PortalImage, "wagtailimages:edit"),
)


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that uses a named rule: what it is, its title, and where it is edited."""

    kind: StrOrPromise
    title: str
    url: str


Uses = dict[UUID, list[Use]]


def uses_of_rules() -> Uses:
    """Return the uses of every named rule, each thing once."""
    found: Uses = defaultdict(list)
    for use, stored in (*_in_rules(), *_in_pages(), *_in_drafts(), *_in_library()):
        for key in dict.fromkeys(rules_in(stored)):
            if use not in found[key]:
                found[key].append(use)
    return dict(found)


def rules_in(stored: Any) -> Iterator[UUID]:
    """Yield the named rules in anything stored: a rule, a stream, a page's revision."""
    if isinstance(stored, dict):
        if stored.get("condition") == MARK:
            yield from _ids(stored.get("rule"))
        stored = list(stored.values())
    if isinstance(stored, list):
        for part in stored:
            yield from rules_in(part)


def _ids(value: Any) -> list[UUID]:
    try:
        return [UUID(value)]
    except (AttributeError, TypeError, ValueError):
        return []


def _in_rules() -> Iterator[tuple[Use, Any]]:
    for rule in NamedRule.objects.annotate(text=_text("rule")).filter(text__contains=MARK):
        url = _address("named_rules:edit", rule.pk)
        yield Use(_("Named rule"), rule.name, url), rule.rule


def _in_pages() -> Iterator[tuple[Use, Any]]:
    texts = {f"text_{name}": _text(name) for name in _FIELDS}
    marked = Q(*((f"{name}__contains", MARK) for name in texts), _connector=Q.OR)
    rows = PortalPage.objects.annotate(**texts).filter(marked).order_by("path")
    for pk, title, *stored in rows.values_list("pk", "title", *texts):
        yield _page(_("Page"), pk, title), [json.loads(text) for text in stored if text]


def _in_drafts() -> Iterator[tuple[Use, Any]]:
    pages = PortalPage.objects.filter(has_unpublished_changes=True)
    newest = Q(pk__in=pages.values("latest_revision"))
    rows = Revision.page_revisions.filter(newest | Q(approved_go_live_at__isnull=False))
    rows = rows.annotate(text=_text("content")).filter(text__contains=MARK)
    for pk, content in rows.order_by("object_id", "pk").values_list("object_id", "content"):
        stored = [_read(content.get(name)) for name in _FIELDS]
        yield _page(_("Draft of a page"), pk, content.get("title", "")), stored


def _in_library() -> Iterator[tuple[Use, Any]]:
    for model, url_name in _LIBRARY:
        rows = model.objects.annotate(text=_text("visibility"))
        for row in rows.filter(text__contains=MARK).order_by("pk"):
            kind = capfirst(str(model._meta.verbose_name))
            yield Use(kind, str(row), _address(url_name, row.pk)), row.visibility


def _page(kind: str, pk: Any, title: str) -> Use:
    return Use(kind, title, _address("wagtailadmin_pages:edit", pk))


def _address(url_name: str, pk: Any) -> str:
    return reverse(url_name, urlconf=settings.REALM_URLCONFS["staff"], args=[pk])


def _text(name: str) -> Cast:
    return Cast(F(name), TextField())


def _read(value: Any) -> Any:
    """A revision keeps streams as text within its JSON."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return None
