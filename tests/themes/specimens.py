"""Every page of the theme in every state, by name."""

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
from tests.themes import cast, subscribers
from tests.themes.pieces import Picture, Piece, Prose, block, page

Specimen = tuple[str, dict[str, Any]]
PORTAL = Shape(
    name="Northwind Coffee",
    shop_name="Northwind Coffee Roasters GmbH",
    club_name="The coffee club",
    currency_display="symbol",
    support_email="hello@northwind.example",
    join_url="/join/",
)
PROSE = (
    "<h3>How it works</h3><p>We roast on Mondays and send on Tuesdays. "
    "<a href='/help/'>Read how we pick the beans</a>, or write to us.</p>"
    "<ul><li>Whole bean, or ground for your brewer</li><li>Pause whenever you like</li></ul>"
)


def home() -> Specimen:
    """What matters now, then the rest."""
    controls = block("subscription_controls", heading="Your subscription")
    controls.context["rows"] = [subscribers.active()]
    orders = block("order_history", heading="Latest orders", rows=cast.order_rows()[:3])
    card = block("card_on_file", heading="Card", cards=cast.cards()[:1])
    return page("Hello Sam", controls, orders, card)


def orders() -> Specimen:
    """A page of orders with older and newer ones."""
    pages = {"older_url": "?before=7", "newest_url": "/orders/"}
    history = block("order_history", rows=cast.order_rows(), **pages)
    return page("Orders", history, introduction="All you ordered here, the newest first.")


def empty() -> Specimen:
    """Nothing bought yet, and the answer to a button."""
    return page(
        "Your account",
        block("order_history", heading="Orders", rows=[]),
        block("subscription_controls", heading="Subscriptions", rows=[]),
        block("card_on_file", heading="Cards", cards=[]),
        messages=[Message(levels.SUCCESS, "Your deliveries are paused from today.")],
    )


def kit() -> Specimen:
    """The blocks that merchants write themselves, in columns."""
    picture = Shape(image=Picture(), alt="A bag of coffee", caption="Guji, from Ethiopia.")
    button = Shape(label="See all coffees", style="primary")
    ghost = {"label": "Order history", "sentence": "people who ordered before"}
    left = [
        block("heading", value=Shape(text="Coffee of the month", level="h2")),
        block("image", value=picture),
        block("rich_text", value=Shape(text=Prose(PROSE))),
        block("button", value=button, url="/shop/"),
        Piece("portal/hidden.html", ghost),
    ]
    right = [block("card_on_file", heading="Cards", cards=cast.cards())]
    main = block("columns", value=Shape(left=left, right=right, ratio="main_aside"))
    even = Shape(
        left=[block("heading", id="more", value=Shape(text="More", level="h2"))], ratio="even"
    )
    even.right = [
        block("button", id="ask", value=Shape(label="Ask us", style="quiet"), url="/ask/")
    ]
    evenly = block("columns", id="even", value=even)
    return page("The coffee club", main, evenly, introduction="What comes when, and why.")


def subscriptions(rows: list[Shape]) -> Specimen:
    """A page of these subscriptions."""
    return page("Subscriptions", block("subscription_controls", rows=rows))


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
    "cards": lambda: page("Cards", block("card_on_file", cards=cast.cards())),
    "denied": lambda: ("403.html", {}),
    "empty": empty,
    "fault": lambda: ("500.html", {}),
    "home": home,
    "kit": kit,
    "message": lambda: ("portal/message.html", {**OUT, **SAID}),
    "not-admitted": not_admitted,
    "not-found": lambda: ("404.html", {}),
    "order": lambda: ("portal_blocks/order_detail.html", cast.order_detail()),
    "orders": orders,
    "panels": lambda: subscriptions(subscribers.with_open_panels()),
    "sign-in": sign_in,
    "sign-in-wait": lambda: sign_in(retry_after_minutes=12),
    "sign-in-wrong": wrong_sign_in,
    "sign-out": lambda: ("accounts/signed_out.html", {"still_in": True}),
    "signed-out": lambda: ("accounts/signed_out.html", OUT),
    "states": lambda: subscriptions(subscribers.in_every_state()),
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
        "csrf_token": "specimen",
        "block_css": [path for path in assets if path.endswith(".css")],
        "block_js": [path for path in assets if path.endswith(".js")],
    }


@override_settings(ROOT_URLCONF="tests.themes.urls")
def render(name: str, **changes: Any) -> str:
    """Return one specimen's HTML, its context changed by `changes`."""
    template, context = PAGES[name]()
    return render_to_string(template, {**frame(), **context, **changes})
