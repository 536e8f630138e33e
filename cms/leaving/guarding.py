"""Keeps the pages of a running cancel flow: what would strand somebody is refused, with why.

Asked before pages are unpublished, deleted or moved, in the editor, one or several. What was wrong
before stops nothing. A date on which a page goes offline by itself is refused as it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from access_rules.names import remembered
from cms.coverage.checks.leaving import leaving
from cms.coverage.findings import Finding, edit_url
from cms.coverage.ground import Ground
from cms.pages.tree import STEP, Tree, tree_of
from portals import clock
from portals.registry import Portal, all_portals

MOST_TOLD = 3
NOT_DONE = {
    "delete": gettext_lazy("Not deleted. Cancelling needs %(pages)s."),
    "move": gettext_lazy("Not moved. Cancelling needs %(pages)s where it is."),
    "unpublish": gettext_lazy("Not unpublished. Cancelling needs %(pages)s."),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be done to pages; `to` is the page below which they are moved."""

    pages: tuple[Page, ...]
    not_done: str | Promise
    to: Page | None = None

    def tree(self, live: Tree) -> Tree:
        """Return the pages of a portal as they will be."""
        paths = tuple(page.path for page in self.pages)
        kept = [node for node in live.pages() if not node.path.startswith(paths)]
        if self.to is not None and live.root is not None:
            moved = [node for node in live.pages() if node.path.startswith(paths)]
            kept += [replace(node, path=self._moved(node.path)) for node in moved]
        is_first_there = live.root is not None and live.root in kept
        return Tree(sorted(kept, key=lambda node: node.path) if is_first_there else [])

    def _moved(self, path: str) -> str:
        found = enumerate(page.path for page in self.pages)
        at, above = next((at, one) for at, one in found if path.startswith(one))
        return f"{self.to.path if self.to else ''}{_step(at)}{path[len(above) :]}"


def keep_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to unpublish what somebody needs to cancel (a `before_unpublish_page` hook)."""
    return _refused(request, Plan((page,), NOT_DONE["unpublish"]), edit_url(page.pk))


def keep_there(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what somebody needs to cancel (a `before_delete_page` hook)."""
    return _refused(request, Plan((page,), NOT_DONE["delete"]), edit_url(page.pk))


def keep_in_place(request: HttpRequest, page: Page, to: Page) -> HttpResponse | None:
    """Refuse to move a page to where somebody cannot cancel by it (a `before_move_page` hook)."""
    return _refused(request, Plan((page,), NOT_DONE["move"], to), edit_url(page.pk))


def keep_several(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same of several pages at once (a `before_bulk_action` hook)."""
    pages = tuple(one for one in objects if isinstance(one, Page))
    if action_type not in NOT_DONE or not pages:
        return None
    to = action.cleaned_form.cleaned_data["chooser"] if action_type == "move" else None
    return _refused(request, Plan(pages, NOT_DONE[action_type], to), action.next_url)


def stranded_by(plan: Plan) -> list[Finding]:
    """Return what would keep somebody from cancelling, and does not now."""
    with remembered():
        return [one for portal in _portals_of(plan) for one in _new(portal, plan)]


def _new(portal: Portal, plan: Plan) -> Iterator[Finding]:
    now = clock.now()
    known = {(one.code, one.page_id) for one in leaving(Ground(portal, now))}
    planned = Ground(portal, now, planned=plan.tree(tree_of(portal)))
    for one in leaving(planned):
        if one.is_error and (one.code, one.page_id) not in known:
            yield one


def _portals_of(plan: Plan) -> list[Portal]:
    paths = tuple(page.path for page in plan.pages)
    return [
        portal
        for portal in all_portals()
        if any(node.path.startswith(paths) for node in tree_of(portal).pages())
    ]


def _refused(request: HttpRequest, plan: Plan, back: str) -> HttpResponse | None:
    found = stranded_by(plan)
    if not found:
        return None
    needed = _named(page.title for page in plan.pages[:MOST_TOLD])
    mend = _("First have those pages lead elsewhere, or have cancelling begin on another page.")
    words = [str(plan.not_done) % {"pages": needed}, *_why(found), mend]
    pages = dict.fromkeys((one.page_id or 0, one.title) for one in found[:MOST_TOLD])
    buttons = [
        messages.button(edit_url(pk), _("Edit “%(page)s”") % {"page": title}) for pk, title in pages
    ]
    messages.error(request, " ".join(words), buttons=buttons)
    return redirect(back)


def _why(found: list[Finding]) -> list[str]:
    """Which pages lead to what would be gone, and what else would be wrong."""
    leading = list(dict.fromkeys(one.title for one in found if one.code == "cancel_page_missing"))
    told = [one.message for one in found if one.code != "cancel_page_missing"]
    if leading:
        words = ngettext("%(pages)s leads there.", "%(pages)s lead there.", len(leading))
        told.insert(0, words % {"pages": _named(leading[:MOST_TOLD])})
    return list(dict.fromkeys(told))[:MOST_TOLD]


def _step(at: int) -> str:
    """The place below another page that a moved one is given; it sorts after all others."""
    return f"~{at:0{STEP - 1}d}"


def _named(titles: Iterable[str]) -> str:
    return str(get_text_list([f"“{title}”" for title in titles], _("and")))
