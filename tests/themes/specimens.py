"""Every page of the theme that is no block's, by name. What blocks show stands in the gallery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace as Shape
from typing import Any

from django.conf import settings
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import override_settings

from accounts.forms import OrderNumberForm
from tests.themes.pieces import Piece, Prose, block, page

Specimen = tuple[str, dict[str, Any]]
PORTAL = Shape(
    name="Northwind Coffee",
    shop_name="Northwind Coffee Roasters GmbH",
    club_name="The coffee club",
    currency_display="symbol",
    legal_name="Northwind Coffee Roasters GmbH, Berlin",
    terms_url="https://northwind.example/terms",
    privacy_url="https://northwind.example/privacy",
    support_email="hello@northwind.example",
    support_phone="+49 30 1234567",
    support_hours="Monday to Friday, 9 to 17",
    join_url="/join/",
)
PROSE = (
    "<h3>How it works</h3><p>We roast on Mondays and send on Tuesdays. "
    "<a href='/help/'>Read how we pick the beans</a>, or write to us.</p>"
    "<ul><li>Whole bean, or ground for your brewer</li><li>Pause whenever you like</li></ul>"
)


def home() -> Specimen:
    """A page in its frame, with something that was said, words, and a block that is hidden."""
    ghost = {"label": "Order history", "sentence": "people who ordered before"}
    return page(
        "The coffee club",
        block("rich_text", text=Prose(PROSE)),
        Piece("portal/hidden.html", ghost),
        introduction="What comes when, and why.",
        messages=[Message(levels.SUCCESS, "Your deliveries are paused from today.")],
    )


def empty() -> Specimen:
    """A page on which nothing is for this viewer."""
    return page("Your account")


LANGUAGES = [
    Shape(code="en", name="English", is_current=True),
    Shape(code="de", name="Deutsch", is_current=False),
]
OUT: dict[str, Any] = {"signed_in": False, "menu": [], "viewer_name": ""}


def sign_in(**context: Any) -> Specimen:
    """The door."""
    return "accounts/sign_in.html", {**OUT, "form": OrderNumberForm(), "next": "/orders/"} | context


def wrong_sign_in() -> Specimen:
    """The door, after an order number that is not theirs and no address."""
    form = OrderNumberForm({"order_number": "1042"})
    form.add_error(None, "We found no order with this number for this e-mail address.")
    return sign_in(form=form)


def not_admitted() -> Specimen:
    """The door of a membership portal, to somebody who is no member."""
    others = [Shape(name="Northwind shop", url="/")]
    context = {"email": "sam@example.com", "other_portals": others}
    return "accounts/not_admitted.html", {**OUT, **context}


SAID = {
    "heading": "You have been signed out",
    "text": ["You were away for a while, so we signed you out to keep your orders private."],
    "actions": [Shape(label="Sign in again", url="/sign-in/", primary=True)],
}
PAGES: dict[str, Callable[[], Specimen]] = {
    "denied": lambda: ("403.html", {}),
    "empty": empty,
    "fault": lambda: ("500.html", {}),
    "home": home,
    "message": lambda: ("portal/message.html", {**OUT, **SAID}),
    "not-admitted": not_admitted,
    "not-found": lambda: ("404.html", {}),
    "sign-in": sign_in,
    "sign-in-wait": lambda: sign_in(retry_after_minutes=12),
    "sign-in-wrong": wrong_sign_in,
    "sign-out": lambda: ("accounts/signed_out.html", {"still_in": True}),
    "signed-out": lambda: ("accounts/signed_out.html", OUT),
}


def frame() -> dict[str, Any]:
    """What every page is given by its portal."""
    titles = ("Overview", "Orders", "Subscriptions", "Cards", "The coffee club")
    menu = [Shape(title=title, url="/", is_current=title == "Overview") for title in titles]
    found = Path(settings.BASE_DIR, "portal_blocks").glob("*/static/portal_blocks/*.*")
    assets = sorted(f"portal_blocks/{path.name}" for path in found)
    return {
        "portal": PORTAL,
        "menu": menu,
        "signed_in": True,
        "viewer_name": "Sam Keller",
        "account_links": [Shape(title="Sign-ins", url="/sign-ins/")],
        "languages": LANGUAGES,
        "csrf_token": "specimen",
        "block_css": [path for path in assets if path.endswith(".css")],
        "block_js": [path for path in assets if path.endswith(".js")],
    }


@override_settings(ROOT_URLCONF="tests.themes.urls")
def render(name: str, **changes: Any) -> str:
    """Return one specimen's HTML, its context changed by `changes`."""
    template, context = PAGES[name]()
    return render_to_string(template, {**frame(), **context, **changes})
