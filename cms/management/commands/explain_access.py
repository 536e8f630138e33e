"""Says what a customer sees of a portal, and because of what."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Customer
from cms.models import PortalPage
from cms.pages.tree import tree_of
from cms.previewing.modes import Mode, read_time
from cms.previewing.people import Person, customers_of, viewer_at
from cms.why.deciding import PageDecision, page_decision, page_decisions
from cms.why.telling import told_as_json, told_as_lines
from portals import clock
from portals.registry import Portal, all_portals, portal_of


class Command(BaseCommand):
    """Ends with 0 where there is an answer, whatever it is, and with 1 where there is none."""

    help = (
        "Say which pages of a portal a customer sees, and why. With a page, every rule around it"
        " and every block on it. See docs/how-to/ask-why.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Portal and customer, always; a page and a time, if wanted."""
        parser.add_argument("--portal", required=True, metavar="HOST", help="The portal's host.")
        told = "The customer's e-mail address. Where several have it, each is explained."
        parser.add_argument("--customer", required=True, metavar="EMAIL", help=told)
        parser.add_argument("--page", metavar="PATH", help="One page alone, such as /perks/.")
        told = "Decide as at that time, in the portal's time zone, with today's facts."
        parser.add_argument("--at", metavar="ISO-TIME", help=told)
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the answer."""
        portal = _portal(options["portal"])
        at = _time(options["at"], portal)
        customers = _customers(portal, options["customer"])
        page = _page(portal, options["page"]) if options["page"] else None
        with timezone.override(portal.tz):
            answers = [_answer(portal, one, page, at) for one in customers]
            if options["json"]:
                told = told_as_json(portal, at, answers, whole=page is not None)
                self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
                return
            for line in told_as_lines(portal, answers, whole=page is not None):
                self.stdout.write(line)


def _answer(
    portal: Portal, customer: Customer, page: PortalPage | None, at: datetime
) -> tuple[Person, Sequence[PageDecision]]:
    viewer, door = viewer_at(portal, customer, at)
    person = Person(Mode(customer_id=customer.pk, at=at), str(customer), viewer, door, customer)
    return person, page_decisions(viewer) if page is None else [page_decision(page, viewer)]


def _portal(host: str) -> Portal:
    portal = portal_of(host)
    if portal is None:
        known = ", ".join(one.host for one in all_portals()) or "none"
        raise CommandError(f"There is no portal at {host}. Portals: {known}.")
    return portal


def _time(text: str | None, portal: Portal) -> datetime:
    if text is None:
        return clock.now().astimezone(portal.tz)
    at = read_time(text, portal.tz)
    if at is None:
        raise CommandError(f"{text} is no time. Write it like 2026-12-24 or 2026-12-24T18:30.")
    return at


def _customers(portal: Portal, email: str) -> list[Customer]:
    same = Customer.objects.filter(shop_id=portal.shop_id, email=email.strip().lower())
    alive = customers_of(portal.shop_id).filter(email=email.strip().lower())
    found = list(alive.select_related("facts").order_by("pk"))
    if found:
        return found
    if same.exists():
        raise CommandError(f"The customer with the address {email} was deleted.")
    shop = portal.shop_name
    raise CommandError(f"No customer of {shop} has the address {email}. Is it the right portal?")


def _page(portal: Portal, path: str) -> PortalPage:
    tree = tree_of(portal)
    found = tree.find(path)
    if found is None or found[1]:
        known = ", ".join(node.url for node in tree.pages()) or "none"
        raise CommandError(f"No page of {portal.host} is published at {path}. Pages: {known}.")
    page: PortalPage = PortalPage.objects.get(pk=found[0].pk)
    return page
