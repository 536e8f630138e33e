"""Registers the site at Stripe: `manage.py stripe_endpoint [--portal HOST] [--roll]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.connecting.commands import check, roll_secret
from billing.connecting.keys import NotConnected
from billing.connecting.registering import found_at, is_as_it_should_be, public_base
from billing.gateway.accounts import environment
from billing.gateway.endpoints import create_endpoint, delete_endpoint, update_endpoint
from billing.gateway.errors import GatewayError
from billing.gateway.records import EndpointRecord
from billing.mirror.dispatch import HANDLERS
from billing.models import StripeAccount
from portals.registry import portal_of

GUIDE = "docs/how-to/connect-stripe.md"


class Command(BaseCommand):
    help = (
        "Have Stripe tell this site of what it acts on, at the API version it was made for. Run "
        f"it after an update; running it twice changes nothing. See {GUIDE}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--portal",
            metavar="HOST",
            help="The portal whose shop's account is meant, and where Stripe posts to.",
        )
        parser.add_argument(
            "--roll", action="store_true", help="Make a new endpoint, with a new secret."
        )
        parser.add_argument(
            "--remove-others",
            action="store_true",
            help="Remove older endpoints at the same address, once the new secret is set.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        shop_id = _shop_of(options["portal"])
        own = StripeAccount.objects.filter(shop_id=shop_id).first() if shop_id else None
        try:
            if own is not None:
                self._own(own, is_rolled=options["roll"])
            else:
                self._environments(shop_id, **options)
        except (GatewayError, NotConnected) as fault:
            raise CommandError(str(fault.message)) from None

    def _own(self, row: StripeAccount, *, is_rolled: bool) -> None:
        if is_rolled:
            roll_secret(row, now=timezone.now())
            self.stdout.write(_("The secret was changed. The old one is believed for a day."))
        elif check(row, now=timezone.now()):
            self.stdout.write(_("The endpoint was brought up to date."))
        else:
            self.stdout.write(_("The endpoint is as it should be."))

    def _environments(self, shop_id: int | None, **options: Any) -> None:
        if not environment().secret_key:
            raise CommandError(_("STRIPE_SECRET_KEY is not set. See %s.") % GUIDE)
        url = public_base(shop_id) + reverse("stripe_webhook")
        found = found_at(url)
        if options["roll"] or found.current is None:
            self._tell_secret(create_endpoint(url, HANDLERS.keys()))
            return
        if is_as_it_should_be(found.current, url):
            self.stdout.write(_("The endpoint is as it should be."))
        else:
            update_endpoint(found.current.external_id, url, HANDLERS.keys())
            self.stdout.write(_("The endpoint was brought up to date."))
        self._go_over(found.others, is_removed=options["remove_others"])

    def _tell_secret(self, made: EndpointRecord) -> None:
        self.stdout.write(_("Stripe now posts to %s.") % made.url)
        self.stdout.write(_("Put this first, before others, and restart site and worker:"))
        self.stdout.write(f"STRIPE_WEBHOOK_SECRETS={made.secret}")

    def _go_over(self, others: tuple[EndpointRecord, ...], *, is_removed: bool) -> None:
        for one in others:
            if is_removed:
                delete_endpoint(one.external_id)
                self.stdout.write(_("Removed the older endpoint %s.") % one.external_id)
            else:
                message = _("An older endpoint is still there: %s. See --remove-others.")
                self.stdout.write(message % one.external_id)


def _shop_of(host: str | None) -> int | None:
    if host is None:
        return None
    portal = portal_of(host)
    if portal is None:
        raise CommandError(_("“%s” is no portal.") % host)
    return portal.shop_id
