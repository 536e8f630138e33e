"""Draws a page as somebody sees it, so that nothing on it can be done.

Three things hold whatever a theme or a block says: all of the page stands inside a fieldset that is
switched off, the browser is told to send no form and to ask no address, and while it is drawn
nothing of a customer's can be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import get_urlconf, set_urlconf
from django.utils.translation import gettext as _

from access_rules.permissions import PREVIEW_AS_CUSTOMER, SEE_CUSTOMERS
from accounts.models import StaffUser
from cms.previewing.modes import read_mode
from cms.previewing.people import CannotLook, Person, person_of
from cms.previewing.trail import note_look
from cms.why.deciding import page_decision, rules_in
from cms.why.links import why_url
from cms.why.names import named_together
from cms.why.words import outcome_of
from portal_blocks.samples import sample_portal
from portals import clock
from portals.registry import Portal
from portals.requests import portal_of_request

if TYPE_CHECKING:
    from cms.models import PortalPage

INERT = {"form-action": [NONE], "connect-src": [NONE], "frame-src": [NONE]}
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?:billing|accounts)_', re.I)
_HEAD_ENDS = re.compile(r"</head>", re.I)
_BODY = re.compile(r"(<body\b[^>]*>)(.*)(</body>)", re.I | re.S)


class WritesInPreview(RuntimeError):
    """A block wanted to write something of a customer's while a preview was drawn."""


def drawn(page: PortalPage, request: HttpRequest, mode_name: str) -> HttpResponse:
    """Return the page as the person of the mode sees it; why not, where there is nobody such."""
    portal = portal_of_request(request) or sample_portal()
    staff = getattr(request, "previewing_staff", None)
    with portal_urls():
        try:
            person = _person(mode_name, portal, staff)
        except CannotLook as refusal:
            return _inert(_refused, request, refusal)
        note_look(person, page.title, staff, portal=portal, now=clock.now())
        request.viewer = person.viewer  # type: ignore[attr-defined]
        with nothing_written():
            return _inert(_page, request, page, person)


@contextmanager
def nothing_written() -> Iterator[None]:
    """Raise `WritesInPreview` for whatever would write a row of customers or of their money."""

    def refuse(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if _WRITES.match(sql):
            raise WritesInPreview(sql[:80])
        return execute(sql, *others)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def portal_urls() -> Iterator[None]:
    """Make addresses as on a portal: previews are made within a request to the editor's host."""
    before = get_urlconf()
    set_urlconf(settings.REALM_URLCONFS["portal"])
    try:
        yield
    finally:
        set_urlconf(before)


def _person(mode_name: str, portal: Portal, staff: object) -> Person:
    may_see = isinstance(staff, StaffUser) and staff.has_perm(PREVIEW_AS_CUSTOMER)
    mode = read_mode(mode_name, portal.tz)
    return person_of(mode, portal, may_see=may_see, now=clock.now())


def _inert(answer: Callable[..., HttpResponse], request: HttpRequest, *told: Any) -> HttpResponse:
    harmless: Any = csp_replace(INERT)(answer)
    response: HttpResponse = harmless(request, *told)
    return response


def _page(request: HttpRequest, page: PortalPage, person: Person) -> HttpResponse:
    response = TemplateResponse(request, page.template, page.context_for(person.viewer))
    with named_together(rules_in(page.body), person.viewer.subject):  # ghosts name what they ask
        response.render()
    bar = render_to_string("cms/previewing/bar.html", _bar(request, page, person))
    _frame(response, bar)
    return response


def _bar(request: HttpRequest, page: PortalPage, person: Person) -> dict[str, Any]:
    decision = page_decision(page, person.viewer, blocks=False)
    staff = getattr(request, "previewing_staff", None)
    may_ask = isinstance(staff, StaffUser) and staff.has_perm(SEE_CUSTOMERS)
    return {
        "person": person,
        "decision": decision,
        "outcome": outcome_of(decision),
        "why_url": why_url(person.mode, person.viewer.portal, page.pk) if may_ask else "",
    }


def _refused(request: HttpRequest, refusal: CannotLook) -> HttpResponse:
    context = {"heading": _("This page cannot be shown like that"), "text": [refusal.message]}
    response = TemplateResponse(request, "portal/message.html", context, status=404)
    response.render()
    _frame(response, "")
    return response


def _frame(response: HttpResponse, bar: str) -> None:
    """Switch off everything on the page, and put the bar above it."""
    html = response.content.decode()
    head = render_to_string("cms/previewing/head.html")
    html = _HEAD_ENDS.sub(lambda found: head + found[0], html, count=1)
    before, after = f'{bar}<fieldset class="preview-inert" disabled>', "</fieldset>"
    html = _BODY.sub(lambda f: f"{f[1]}{before}{f[2]}{after}{f[3]}", html, count=1)
    response.content = html.encode()
