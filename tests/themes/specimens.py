"""Every page and block of the theme in every state, written to a folder to be looked at.

Run by the browser tests; to look for yourself: `python -m tests.themes.specimens FOLDER`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace as Shape
from typing import Any

from django.conf import settings
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import override_settings

from tests.themes import cast

PORTAL = Shape(
    name="Northwind Coffee",
    shop_name="Northwind Coffee Roasters GmbH",
    currency_display="symbol",
    support_email="hello@northwind.example",
)
PICTURES = {
    "bag": '<rect width="96" height="96" fill="#e6ddd0"/><path d="M32 26h32l4 54H28z" '
    'fill="#6b4a35"/><path d="M32 26l3-8h26l3 8z" fill="#533828"/>'
    '<rect x="37" y="42" width="22" height="20" rx="2" fill="#efe6d8"/>',
    "cup": '<rect width="96" height="96" fill="#d9e0e0"/><path d="M26 36h38v26a12 12 0 0 1-12 12'
    'H38a12 12 0 0 1-12-12z" fill="#2f5560"/><path d="M64 42h5a8 8 0 0 1 0 18h-5" fill="none" '
    'stroke="#2f5560" stroke-width="5"/>',
    "paper": '<rect width="96" height="96" fill="#e9e4da"/><path d="M20 30h56L58 70H38z" '
    'fill="#fbf8f1" stroke="#cfc5b2" stroke-width="2"/><path d="M40 30l-4 36" stroke="#ddd4c3"/>',
}


@dataclass
class Piece:
    """A block as a page finds it in a stream: `{% include_block piece with id=piece.id %}`."""

    name: str
    context: dict[str, Any] = field(default_factory=dict)
    id: str = ""

    def render_as_block(self, context: dict[str, Any] | None = None) -> str:
        """Render the block's template in its page's context."""
        folder = "portal_blocks"
        return render_to_string(f"{folder}/{self.name}.html", {**(context or {}), **self.context})


class Picture:
    """Stands in for a Wagtail image."""

    def get_rendition(self, spec: Any) -> Any:
        """Return the one picture, whatever is asked for."""
        return Shape(url=cast.BAG, width=960, img_tag=self._tag)

    def get_renditions(self, *specs: Any) -> dict[str, Any]:
        """Return one rendition a spec."""
        return {spec.spec: self.get_rendition(spec) for spec in specs}

    @staticmethod
    def _tag(attributes: dict[str, str]) -> str:
        from django.forms.utils import flatatt

        return f"<img{flatatt({'src': cast.BAG, 'width': '960', 'height': '540'} | attributes)}>"


def value(**facts: Any) -> dict[str, Any]:
    """A block's value, as its context."""
    return {"value": Shape(**{"heading": ""} | facts)}


def page(title: str, *body: Piece, **facts: Any) -> tuple[str, dict[str, Any]]:
    """A portal page of these blocks."""
    shown = Shape(title=title, introduction=facts.pop("introduction", ""), body=body)
    return "portal/page.html", {"page": shown, **facts}


def controls(*rows: Any, heading: str = "") -> Piece:
    """The block of these subscriptions."""
    return Piece("subscription_controls", {**value(heading=heading), "rows": rows}, "s")


NEXT = "Your next charge is €24.00 on Thursday 3 December, to Visa ending 4242."


def active(**facts: Any) -> Any:
    """An active subscription."""
    items = [{"name": "Guji, whole bean, 500 g", "quantity": 1}, {"name": "Cup", "quantity": 2}]
    facts = {"of": {"items": items}} | facts
    return cast.subscription(1, "Active", "ok", NEXT, cast.pause(), cast.cancel(), **facts)


def home() -> tuple[str, dict[str, Any]]:
    rows = cast.order_rows()[:3]
    orders = Piece("order_history", {**value(heading="Latest orders"), "rows": rows}, "o")
    card = Piece("card_on_file", {**value(heading="Card"), "cards": cast.cards()[:1]}, "c")
    return page("Hello Sam", controls(active(), heading="Your subscription"), orders, card)


def orders() -> tuple[str, dict[str, Any]]:
    pages = {"older_url": "?before=7", "newer_url": "?after=3"}
    rows = {"rows": cast.order_rows()}
    return page("Orders", Piece("order_history", value() | rows | pages), introduction="All you ordered here, the newest first.")


def empty() -> tuple[str, dict[str, Any]]:
    return page(
        "Your account",
        Piece("order_history", {**value(heading="Orders"), "rows": []}),
        controls(heading="Subscriptions"),
        Piece("card_on_file", {**value(heading="Cards"), "cards": []}),
        messages=[Message(levels.SUCCESS, "Your deliveries are paused from today.")],
    )


def states() -> tuple[str, dict[str, Any]]:
    update = cast.action("update_card", "Use another card", primary=True, link="/card/")
    declined = "Your bank declined the card on Thursday 19 November. You have not been charged. Use another card by Thursday 26 November to keep your deliveries."
    checking = "We are checking with the bank. You can close this page; we will e-mail you. You will not be charged twice."
    yen = {"currency": "JPY", "amount": 1234567, "interval": "year", "interval_count": 1}
    make = cast.subscription
    rows = [
        make(2, "Payment failed", "danger", "", update, cast.cancel(), notice=Shape(tone="danger", text=declined)),
        make(3, "Trial", "info", "Your trial ends on Thursday 3 December. Then you pay €24.00 every 4 weeks, with Visa ending 4242.", cast.cancel(), title="Filter club", picture=cast.PAPER),
        make(4, "Paused", "warn", "Nothing is charged or sent until you restart.", cast.restart(), cast.cancel()),
        make(5, "Ending", "warn", "Your last parcel leaves on Monday 30 November. Nothing more is charged.", cast.action("restart", "Keep my subscription", "It goes on as before.", primary=True), title=cast.LONG_NAME, picture="", of=yen),
        make(6, "Being checked", "neutral", "", notice=Shape(tone="info", text=checking)),
        make(7, "Cancelled", "neutral", "It ended on Saturday 3 October. Nothing more is charged.", title="Decaf for one", picture=cast.CUP),
    ]  # fmt: skip
    return page("Subscriptions", controls(*rows))


def panels() -> tuple[str, dict[str, Any]]:
    make = cast.subscription
    rows = [
        make(8, "Active", "ok", NEXT, cast.pause(open=True), cast.cancel()),
        make(9, "Active", "ok", NEXT, cast.pause(), cast.cancel(open=True), title=cast.LONG_NAME),
        make(10, "Paused", "warn", "Nothing is charged or sent until you restart.", cast.restart(open=True), cast.cancel()),
    ]  # fmt: skip
    return page("Subscriptions", controls(*rows))


def kit() -> tuple[str, dict[str, Any]]:
    text = Shape(
        render_as_block=lambda context: "<h2>How it works</h2><p>We roast on Mondays and send on Tuesdays. <a href='/help/'>Read how we pick the beans</a>, or write to us.</p><ul><li>Whole bean, or ground for your brewer</li><li>Pause whenever you like</li></ul>"
    )  # fmt: skip
    left = [
        Piece("heading", value(text="This month’s coffee", level="h2")),
        Piece("image", value(image=Picture(), alt="A bag of coffee", caption="Guji, from Ethiopia.")),
        Piece("rich_text", value(text=text)),
        Piece("button", {**value(label="See all coffees", style="primary"), "url": "/shop/"}),
        Piece("hidden", {"label": "Order history", "sentence": "is hidden from people who never ordered."}),
    ]  # fmt: skip
    right = [Piece("card_on_file", {**value(heading="Cards"), "cards": cast.cards()})]
    columns = Piece("columns", value(left=left, right=right, ratio="main_aside"))
    wide = Piece("columns", value(left=left[:1], right=left[3:4], ratio="even"))
    return page("The coffee club", columns, wide, introduction="What comes when, and why.")


def form(**errors: list[str]) -> Shape:
    """A sign-in form as its template reads it."""
    asked = {name: Shape(value="", errors=errors.get(name, [])) for name in ("email", "order_number")}
    return Shape(errors=errors, non_field_errors=errors.get("all", []), **asked)


OUT = {"signed_in": False, "menu": [], "viewer_name": ""}
WRONG = ["We find no order with this address and number. Check both in the e-mail we sent you."]
NOT_MEMBER = {
    "reason": "Your purchases so far don’t include a membership.",
    "email": "sam@example.com",
    "other_portals": [Shape(name="Northwind Coffee", url="/")],
    "join_url": "/join/",
    "support_email": "hello@northwind.example",
}
SAID = {
    "heading": "You have been signed out",
    "text": ["You were away for a while, so we signed you out to keep your orders private."],
    "actions": [Shape(label="Sign in again", url="/sign-in/", primary=True)],
}
PAGES: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = {
    "home": home,
    "orders": orders,
    "order": lambda: ("portal_blocks/order_detail.html", cast.order_detail()),
    "empty": empty,
    "states": states,
    "panels": panels,
    "kit": kit,
    "cards": lambda: page("Cards", Piece("card_on_file", {**value(), "cards": cast.cards()})),
    "sign-in": lambda: ("accounts/sign_in.html", {**OUT, "form": form(), "next": "/orders/"}),
    "sign-in-wrong": lambda: (
        "accounts/sign_in.html",
        {**OUT, "form": form(all=WRONG, email=["Enter your e-mail address."])},
    ),
    "sign-in-wait": lambda: ("accounts/sign_in.html", {**OUT, "retry_after_minutes": 12}),
    "not-admitted": lambda: ("accounts/not_admitted.html", {**OUT, **NOT_MEMBER}),
    "signed-out": lambda: ("accounts/signed_out.html", OUT),
    "message": lambda: ("portal/message.html", {**OUT, **SAID}),
    "not-found": lambda: ("404.html", {}),
    "fault": lambda: ("500.html", {}),
}


def frame() -> dict[str, Any]:
    """What every page is given by its portal."""
    titles = ("Overview", "Orders", "Subscriptions", "Cards", "The coffee club")
    menu = [Shape(title=title, url="/", is_current=title == "Overview") for title in titles]
    slices = sorted(Path(settings.BASE_DIR, "portal_blocks").glob("*/static/portal_blocks/*"))
    assets = [f"portal_blocks/{path.name}" for path in slices]
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
    """Return one specimen's HTML."""
    template, context = PAGES[name]()
    return render_to_string(template, {**frame(), **context, **changes})


def write(folder: Path) -> None:
    """Write all specimens and their static files below `folder`, ready to be served."""
    static = folder / "static"
    for source in settings.STATICFILES_DIRS:
        shutil.copytree(source, static, dirs_exist_ok=True)
    (static / "specimens").mkdir(exist_ok=True)
    for name, shapes in PICTURES.items():
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">{shapes}</svg>'
        (static / "specimens" / f"{name}.svg").write_text(svg)
    for name in PAGES:
        (folder / f"{name}.html").write_text(render(name))
