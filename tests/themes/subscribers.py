"""Believable subscriptions to show, in every state, with what can be done. Nothing is saved."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace as Shape
from typing import Any

from billing.models import Subscription
from tests.themes.cast import BAG, CUP, LONG_NAME, PAPER

TONES = {
    "active": "ok",
    "cancelled": "muted",
    "ending": "warn",
    "past_due": "danger",
    "paused": "warn",
    "trialing": "ok",
    "unknown": "muted",
}
NEXT = "Your next charge is €24.00 on Thursday 3 December, to Visa ending 4242."
TRIAL = "Your trial is free until Thursday 3 December. Then we charge €24.00 to Visa ending 4242."
PAUSED = "Nothing is charged or sent until you restart."
ENDING = "Your last parcel leaves on Monday 30 November. Nothing more is charged."
ENDED = "It ended on Saturday 3 October. Nothing more is charged."
DECLINED = (
    "Your bank declined the card on Thursday 19 November. You have not been charged. "
    "Use another card by Thursday 26 November to keep your deliveries."
)
CHECKING = (
    "We are checking with the bank. You can close this page; we will e-mail you. "
    "You will not be charged twice."
)


def action(name: str, label: str, *consequence: str, **facts: Any) -> Shape:
    """One thing that can be done with a subscription."""
    defaults = {"primary": False, "link": "", "open": False, "reasons": [], "day": None}
    defaults["danger"] = name == "cancel"
    back = {"pause": "Keep deliveries", "restart": "Stay paused", "cancel": "Keep subscription"}
    return Shape(
        name=name,
        label=label,
        confirm_label=label,
        back_label=back.get(name, ""),
        consequence=consequence,
        url=f"/subscriptions/{name}/",
        operation_id="6f1c2a1e-6a0e-4a07-a2a4-0d43a0b2f6c1",
        **defaults | facts,
    )


def pause(**facts: Any) -> Shape:
    """Pause, with what it means and the day it may end on."""
    said = (
        "We stop charging and sending from today.",
        "Restart whenever you like; your price stays.",
    )
    day = Shape(
        name="until",
        label="Go on by itself on",
        hint="Leave it empty to restart when you like.",
        first=date(2026, 11, 23),
        last=date(2027, 11, 22),
        value=None,
        required=False,
    )
    return action("pause", "Pause deliveries", *said, day=day, **facts)


def seldom() -> list[Shape]:
    """What stands behind a word."""
    move = action("move", "Move the next charge", "We charge you on the day you choose.")
    return [move, action("plan", "Change plan", link="/plan/")]


def cancel(**facts: Any) -> Shape:
    """Cancel, with what it means and the reasons one may give."""
    comes = "Nothing more is charged. Your last parcel, which is paid for, leaves on 30 November."
    said = comes, "Until Thursday 3 December you can take this back."
    reasons = [("dear", "It costs too much"), ("much", "I have too much of it"), ("else", "Other")]
    return action("cancel", "Cancel subscription", *said, reasons=reasons, **facts)


def restart(**facts: Any) -> Shape:
    """Restart, as the one primary action."""
    said = ("We charge €24.00 today, to Visa ending 4242, and send on Monday 30 November.",)
    return action("restart", "Restart deliveries", *said, primary=True, **facts)


def subscription(pk: int, state: str, sentence: str, *actions: Any, **facts: Any) -> Shape:
    """One subscription's row."""
    of = {
        "state": state,
        "currency": "EUR",
        "amount": 2400,
        "interval": "week",
        "interval_count": 4,
    }
    model = Subscription(pk=pk, **of | facts.pop("of", {}))
    defaults: dict[str, Any] = {"title": "Coffee for two", "picture": BAG, "notice": None}
    defaults |= {"discounts": [], "more": [], "icon": "", "said": None}
    label = str(model.get_state_display())
    shown = {"subscription": model, "state_label": label, "tone": TONES[state]}
    shown["primary"] = next((one for one in actions if one.primary), None)
    shown["actions"] = [one for one in actions if not one.primary and not one.danger]
    shown["last"] = [one for one in actions if one.danger]
    found = {**defaults, **facts}
    found["more_words"] = " · ".join(one.label for one in found["more"])
    shown["anchor"] = f"subscription_controls-subscription-{pk}"
    return Shape(**shown, sentence=sentence, **found)


def active() -> Shape:
    """An active subscription to several things."""
    items = [{"name": "Guji, whole bean, 500 g", "quantity": 1}, {"name": "Cup", "quantity": 2}]
    off = {"discounts": ["20 % off (Spring) until Sunday 3 January 2027"], "more": seldom()}
    return subscription(1, "active", NEXT, pause(), cancel(), of={"items": items}, **off)


def in_every_state() -> list[Shape]:
    """One subscription a state, the unknown outcome and a dear one with a long name among them."""
    update = action("update_card", "Use another card", primary=True, link="/card/")
    keep = action("restart", "Keep my subscription", "It goes on as before.", primary=True)
    yen = {"currency": "JPY", "amount": 1234567, "interval": "year", "interval_count": 1}
    dear = {"title": LONG_NAME, "picture": "", "of": yen}
    declined, checking = Shape(tone="danger", text=DECLINED), Shape(tone="info", text=CHECKING)
    return [
        subscription(2, "past_due", "", update, cancel(), notice=declined),
        subscription(3, "trialing", TRIAL, cancel(), title="Filter club", picture=PAPER),
        subscription(4, "paused", PAUSED, restart(), cancel()),
        subscription(5, "ending", ENDING, keep, **dear),
        subscription(6, "unknown", "", notice=checking),
        subscription(7, "cancelled", ENDED, title="Decaf for one", picture=CUP),
    ]


def with_open_panels() -> list[Shape]:
    """What each step looks like before it is confirmed."""
    return [
        subscription(8, "active", NEXT, pause(open=True), cancel()),
        subscription(9, "active", NEXT, pause(), cancel(open=True), title=LONG_NAME),
        subscription(10, "paused", PAUSED, restart(open=True), cancel()),
    ]
