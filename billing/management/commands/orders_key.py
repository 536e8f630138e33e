"""Keys that other systems sign orders with: `manage.py orders_key create|list|revoke`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.api.keys import create_key, revoke_key
from billing.management.portals import portal_at
from billing.models import OrdersKey
from billing.sources.faults import UnreadableError
from billing.sources.mapping_values import source
from portals.models import Shop


class Command(BaseCommand):
    help = (
        "Make, list or withdraw the keys that other systems sign orders with. "
        "See docs/how-to/send-orders.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "do",
            choices=["create", "list", "revoke"],
            metavar="create|list|revoke",
            help="What to do.",
        )
        parser.add_argument("name", nargs="?", help="The key to withdraw.")
        parser.add_argument(
            "--portal", required=True, help="Host name of one of the shop's portals."
        )
        parser.add_argument("--label", default="", help="What a new key is for.")
        parser.add_argument(
            "--source", default="", help="The system that its orders are from, such as webshop."
        )
        parser.add_argument("--no-orders", action="store_true", help="It may not send orders.")
        parser.add_argument(
            "--no-shipments", action="store_true", help="It may not send shipments."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        shop = Shop.objects.get(pk=portal_at(options["portal"]).shop_id)
        if options["do"] == "create":
            self._create(shop, options)
        elif options["do"] == "revoke":
            self._revoke(shop, options["name"])
        else:
            self._list(shop)

    def _create(self, shop: Shop, options: dict[str, Any]) -> None:
        try:
            named = source(options["source"])
        except UnreadableError as error:
            raise CommandError(f"--source: {error}") from None
        key, secret = create_key(
            shop,
            named,
            label=(options["label"] or named)[:100],
            may_send_orders=not options["no_orders"],
            may_send_shipments=not options["no_shipments"],
        )
        self.stdout.write(_("Portico-Key: %(name)s") % {"name": key.name})
        self.stdout.write(_("Secret: %(secret)s") % {"secret": secret})
        self.stdout.write(_("Keep the secret now: it is not shown again."))

    def _list(self, shop: Shop) -> None:
        for key in OrdersKey.objects.filter(shop=shop):
            used = f"{key.used_at:%Y-%m-%d %H:%M}" if key.used_at else _("never used")
            state = _("withdrawn") if key.revoked_at else used
            self.stdout.write(f"{key.name}  {key.source}  {key.label}  {state}")

    def _revoke(self, shop: Shop, name: str | None) -> None:
        own = OrdersKey.objects.filter(shop=shop, pk=name or "").exists()
        if not own or not revoke_key(name or "", now=timezone.now()):
            raise CommandError(_("This shop has no such key that still works."))
        self.stdout.write(_("The key is withdrawn."))
