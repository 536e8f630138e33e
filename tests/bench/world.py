"""What the figures are measured on, made once: the cast, the full page, clients signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Customer
from portals.models import Club, Shop
from portals.registry import Portal
from tests.bench.full_page import full_page_blocks, furnish
from tests.bench.handwritten import CUSTOMER
from tests.pages import again, make_home
from tests.people import PEOPLE, create_people, create_portals

STOCK = [  # of a new Django project
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PEER_HOST = "testserver"


@dataclass(frozen=True, slots=True)
class World:
    """One shop's customer portal whose home is the full page, and its cast."""

    portal: Portal
    people: dict[str, Customer]
    now: datetime


@cache
def world() -> World:
    """Make it, the first time somebody asks."""
    now = timezone.now()
    portal, _club = create_portals()
    shop = Shop.objects.get(pk=portal.shop_id)
    with transaction.atomic():
        people = create_people(shop, Club.objects.get(shop=shop), now)
        furnish(people["active"], now)
    make_home(portal, *full_page_blocks())
    return World(again(portal), people, now)


def customer_client(key: str = "active") -> Client:
    """Return a browser signed in at the portal as one of the cast."""
    made = world()
    number = next(person.order_number for person in PEOPLE if person.key == key)
    client = Client(headers={"host": made.portal.host})
    answer = client.post("/sign-in/", {"email": f"{key}@example.com", "order_number": number})
    if answer.status_code != 302:
        raise RuntimeError(f"{key} could not sign in.")
    return client


def peer_client(key: str = "active") -> Client:
    """Return a browser of the peers, in front of Django's stock middleware."""
    client = Client(headers={"host": PEER_HOST})
    with override_settings(MIDDLEWARE=STOCK):
        client.handler.load_middleware()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[CUSTOMER] = world().people[key].pk
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def page(client: Client, path: str = "/") -> HttpResponse:
    """Ask for a page; raise if it is not one, since errors are fast."""
    answer: HttpResponse = client.get(path)  # type: ignore[assignment]
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return answer
