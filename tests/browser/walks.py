"""What customers do, as a table: the steps, the words that come back, and what Stripe then has."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Step = Callable[[Any], None]
Read = Callable[[Any], Any]
BERLIN = ZoneInfo("Europe/Berlin")  # the demo's portals
TODAY = datetime.now(BERLIN).date()
SOON = TODAY + timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Walk:
    """What one customer does, the words that come back, and what Stripe has afterwards.

    `undone` are the words after “Undo”; empty where there is none.
    """

    who: str
    steps: tuple[Step, ...]
    says: str
    reads: Read
    becomes: Any
    undone: str = ""
    path: str = "/"


def opens(label: str) -> Step:
    """Open a panel."""
    shown = re.compile(rf"^\s*{label}")
    return lambda page: page.locator("summary:visible", has_text=shown).first.click()


def presses(label: str) -> Step:
    """Press a button; it may go on to name what it is about."""
    named = re.compile(rf"^{label}\b")
    return lambda page: page.get_by_role("button", name=named).first.click()


def follows(label: str) -> Step:
    """Follow a link."""
    named = re.compile(rf"^{label}\b")
    return lambda page: page.get_by_role("link", name=named).first.click()


def types(label: str, text: object) -> Step:
    """Fill in a field."""
    return lambda page: page.get_by_label(label).locator("visible=true").first.fill(str(text))


def takes(label: str) -> Step:
    """Choose one of several."""
    return lambda page: page.get_by_label(label).first.check()


def selects(option: str) -> Step:
    """Choose from the only list."""
    return lambda page: page.locator("select:visible").first.select_option(option)


def agrees(page: Any) -> None:
    """Press the button below what it will cost."""
    page.locator(".agreement button[type=submit]").click()


def on_day(at: int | None) -> date | None:
    """The day of a moment at Stripe, as the portal counts days."""
    return datetime.fromtimestamp(at, BERLIN).date() if at else None


def item(found: Any) -> Any:
    """The only thing in a subscription."""
    return found["items"]["data"][0]


def charged_on(found: Any) -> date | None:
    """When the next charge is due."""
    return on_day(found["trial_end"] or item(found)["current_period_end"])


def rhythm(found: Any) -> tuple[str, int]:
    """How often something comes."""
    recurring = item(found)["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]


ANEW = "Your subscription is changed."
ADDRESS = (types("Street address", "Bergmannstraße 9"), types("Postal code", "10961"))
OF_SUBSCRIPTIONS = {
    "skip": Walk(
        "wanda", (opens("Skip the next charge"), presses("Skip it")),
        "The next charge is skipped.", charged_on, TODAY + timedelta(days=56),
        undone="Your next charge is back on its day.",
    ),
    "move": Walk(
        "wanda",
        (opens("More"), opens("Move the next"), types("Charge me on", SOON), presses("Move it")),
        "Your next charge comes on the day you chose.", charged_on, SOON,
        undone="Your next charge is back on its day.",
    ),
    "pause until a day": Walk(
        "wanda", (opens("Pause"), types("Go on by itself on", SOON), presses("Pause now")),
        "It goes on by itself on the day you chose.",
        lambda found: on_day((found["pause_collection"] or {}).get("resumes_at")), SOON,
        undone="Your subscription is running again.",
    ),
    "frequency": Walk(
        "petra",
        (
            *(opens("More"), follows("Change how often"), takes("Every 2 weeks")),
            *(presses("See what it costs"), agrees),
        ),
        ANEW, rhythm, ("week", 2),
    ),
    "quantity": Walk(
        "petra",
        (
            *(opens("More"), follows("Change how many"), selects("3")),
            *(presses("See what it costs"), agrees),
        ),
        ANEW, lambda found: item(found)["quantity"], 3,
    ),
    "plan": Walk(
        "paula",
        (
            *(opens("More"), follows("Change plan"), takes("Every two weeks")),
            *(presses("See what it costs"), agrees),
        ),
        ANEW, lambda found: item(found)["price"]["nickname"], "Every two weeks",
    ),
    "code": Walk(
        "dora",
        (
            *(opens("More"), follows("Use a code"), types("Promotion code", "STAY20")),
            *(presses("See what it saves"), presses("Use this code")),
        ),
        "Your code is used", lambda found: len(found["discounts"]), 1,
    ),
    "address": Walk(
        "wanda",
        (
            *(opens("More"), follows("Change the delivery address"), types("Full name", "Wanda")),
            *ADDRESS, types("Town or city", "Berlin"), presses("Save the address"),
        ),
        "Your address is saved. The next parcels go there.",
        lambda found: found["metadata"].get("portico_to_line1"), "Bergmannstraße 9",
        undone="The next parcels go to your usual address.",
    ),
    "gift note": Walk(
        "wanda",
        (
            *(opens("More"), opens("Add a gift note"), types("Your note", "Drink it slowly.")),
            presses("Save the note"),
        ),
        "Your note is saved.", lambda found: found["metadata"].get("portico_gift_note"),
        "Drink it slowly.",
        undone="There is no note in the parcels any more.",
    ),
    "cancel": Walk(
        "petra",
        (
            *(follows("Cancel"), takes("Too much coffee piles up"), presses("Go on to cancel")),
            *(presses("No, go on to cancel"), presses("Cancel subscription")),
        ),
        "Your subscription is cancelled.", lambda found: found["cancel_at_period_end"], True,
        undone="Your subscription is running again.",
    ),
    "keep": Walk(
        "kemal", (opens("Keep it"), presses("Keep my subscription")),
        "Your subscription is running again.", lambda found: found["cancel_at_period_end"], False,
    ),
}  # fmt: skip
OF_CUSTOMERS = {
    "name": Walk(
        "wanda", (opens("Change.*name"), types("Full name", "Wanda W. Weber"), presses("Save")),
        "Your name is saved.", lambda found: found["name"], "Wanda W. Weber",
        undone="It is as it was before.", path="/account/",
    ),
    "phone": Walk(
        "wanda", (opens("Change.*phone"), types("Phone number", "030 2091600 77"), presses("Save")),
        "Your phone number is saved.", lambda found: found["phone"], "+4930209160077",
        undone="It is as it was before.", path="/account/",
    ),
    "billing address": Walk(
        "wanda", (opens("Change.*billing"), *ADDRESS, presses("Save")),
        "Your billing address is saved.", lambda found: found["address"]["line1"],
        "Bergmannstraße 9",
        undone="It is as it was before.", path="/account/",
    ),
    "delivery address": Walk(
        "paula",
        (opens("Add.*delivery"), takes("Same as billing address"), presses("Save")),
        "Your delivery address is saved.",
        lambda found: found["shipping"] and found["shipping"]["address"]["line1"],
        "Oranienstraße 187",
        undone="It is as it was before.", path="/account/",
    ),
}  # fmt: skip
