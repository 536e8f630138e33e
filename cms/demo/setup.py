"""Makes the demo's rows once: shop, portals, pages, customers, the editor's account."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import StaffUser
from billing.mirror.catalogue import mend_catalogue
from billing.mirror.sync import sync_customer
from billing.models import Price, Product
from cms.demo.club_pages import club_pages
from cms.demo.crowd import gather_crowd
from cms.demo.orders import place_orders
from cms.demo.papers import recipe_card
from cms.demo.pictures import cherries_picture, hero_picture, set_picture
from cms.demo.planting import plant
from cms.demo.rules import name_rules
from cms.demo.shop import CLUB_NAME, GOODS, PLANS, SHOP_NAME, build_shop
from cms.demo.shop_pages import shop_pages
from cms.env import BASE_DIR
from portals.models import Club, PortalKind, PortalSettings, Shop

EDITOR = "merchant@example.com"
SUPPORT = "hello@kestrel.example"
SHOP_URL = "https://kestrel.example/coffee"


class State(Enum):
    """How far the demo is set up."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"


def state() -> State:
    """Return whether the demo's rows are there, and the tables of this version."""
    try:
        if not StaffUser.objects.filter(email=EDITOR).exists():
            return State.NONE
    except (OperationalError, ProgrammingError):
        return State.NONE
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return State.OLDER if waiting else State.CURRENT


def styles_are_current() -> bool:
    """Whether no style or script changed since they were collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = [Path(folder) for folder in settings.STATICFILES_DIRS]
    sources += [BASE_DIR / app / "static" for app in ("access_rules", "cms")]
    newest = max(file.stat().st_mtime for folder in sources for file in folder.rglob("*"))
    return newest < manifest.stat().st_mtime


def forget_half_a_setup() -> None:
    """Throw away what an interrupted set-up left in the demo's own database."""
    connection.close()
    if connection.vendor == "sqlite":
        name = str(settings.DATABASES["default"]["NAME"])
        for file in (name, f"{name}-wal", f"{name}-shm"):
            Path(file).unlink(missing_ok=True)
    for kept in ("cache", "queue"):
        folder = Path(settings.VAR_DIR) / kept
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def set_up() -> None:
    """Make everything. The editor's account comes last: with it, the demo counts as set up."""
    now = timezone.now()
    customers = build_shop(now)
    with transaction.atomic():
        shop = Shop.objects.create(name=SHOP_NAME)
        club = Club.objects.create(shop=shop, name=CLUB_NAME)
    _mirror(shop, club, customers, now)
    place_orders(shop, now)
    with transaction.atomic():
        _make_portals(shop, club, now)
        StaffUser.objects.create_superuser(
            EDITOR, settings.EDITOR_PASSWORD, first_name="Mira", last_name="Merchant"
        )


def _mirror(shop: Shop, club: Club, customers: Iterable[str], now: datetime) -> None:
    for _step in mend_catalogue(now=now):  # also what nobody has bought yet
        pass
    in_club = [plan.name for plan in PLANS if plan.in_club]
    for product in Product.objects.filter(shop=shop, name__in=in_club):
        product.clubs.add(club)
    gather_crowd(shop, now)
    for customer in customers:
        sync_customer(shop, customer, now)


def _make_portals(shop: Shop, club: Club, now: datetime) -> None:
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    for welcome in root.get_children():
        welcome.delete()
    root = Page.objects.get(depth=1)
    name_rules(shop)
    prices, library = _prices(shop), _library(shop)
    home = plant(root, shop_pages(SHOP_URL, prices, now), library)
    _portal(home, ("shop.localhost", SHOP_NAME), shop, None)
    home = plant(root, club_pages(SHOP_URL, prices), library)
    _portal(home, ("club.localhost", CLUB_NAME), shop, club)


def _library(shop: Shop) -> dict[str, int]:
    """Make pictures and the document; return their keys by the names that pages use."""
    return {
        "hero": hero_picture(),
        "cherries": cherries_picture(shop),
        "morning-set": set_picture(shop),
        "recipe-card": recipe_card(shop),
    }


def _prices(shop: Shop) -> dict[str, str]:
    """Return Stripe's ids of what is offered, by its key and the price's own name."""
    keys = {sold.name: sold.key for sold in (*PLANS, *GOODS)}
    rows = Price.objects.filter(shop=shop).select_related("product")
    return {f"{keys[row.product.name]} {row.nickname}": row.external_id for row in rows}


def _portal(home: Page, names: tuple[str, str], shop: Shop, club: Club | None) -> None:
    host, name = names
    site = Site.objects.create(
        hostname=host, port=settings.PORT, site_name=name, root_page=home, is_default_site=False
    )
    come_back = home.get_children().filter(slug="come-back").first()
    PortalSettings.objects.create(
        site=site,
        shop=shop,
        club=club,
        kind=PortalKind.MEMBERSHIP if club else PortalKind.CUSTOMER,
        active_home=home,
        inactive_home=come_back or home,
        time_zone="Europe/Berlin",
        support_email=SUPPORT,
        support_hours="Monday to Friday, 9 to 17",
        legal_name="Kestrel Coffee GmbH, Lindenstraße 14, 10969 Berlin",
        terms_url=f"{SHOP_URL}/terms/",
        privacy_url=f"{SHOP_URL}/privacy/",
        join_url=SHOP_URL,
    )


def take_port(port: int) -> None:
    """Make the portals answer at the port of this run."""
    for site in Site.objects.exclude(port=port):
        site.port = port
        site.save(update_fields=["port"])
