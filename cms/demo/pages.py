"""What the demo's pages are made of, as a merchant could have built them in the editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from access_rules.presets import EVERYONE
from cms.demo.rules import PAYMENT_FAILS

Block = dict[str, Any]
Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: `blocks`, `teaser` and `children` in order; `denied_page` is a slug."""

    title: str
    slug: str
    rule: Rule
    blocks: tuple[Block, ...]
    in_menu: bool = True
    when_denied: str = "home"
    denied_page: str = ""
    teaser: tuple[Block, ...] = ()
    when_signed_out: str = "sign_in"
    children: tuple[PageSpec, ...] = ()


def block(kind: str, rule: Rule = EVERYONE, **value: Any) -> Block:
    """Return one block of a stream as it is stored."""
    return {"type": kind, "id": str(uuid4()), "value": {**value, "visibility": dict(rule)}}


def items(*values: Any) -> list[dict[str, Any]]:
    """Return the items of a list within a block as they are stored."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def text(*paragraphs: str, rule: Rule = EVERYONE) -> Block:
    """Return a text block."""
    return block("rich_text", rule, text="".join(f"<p>{line}</p>" for line in paragraphs))


def heading(words: str, level: str = "h2", rule: Rule = EVERYONE) -> Block:
    """Return a heading."""
    return block("heading", rule, text=words, level=level)


def page_link(slug: str, words: str) -> str:
    """Return a link to a page of the same portal."""
    return f'<a linktype="page" id="@{slug}">{words}</a>'


def paper_link(name: str, words: str) -> str:
    """Return a link to a document of the library."""
    return f'<a linktype="document" id="@{name}">{words}</a>'


def subscriptions(title: str = "Your subscription", rule: Rule = EVERYONE) -> Block:
    """Return the subscriptions block with everything allowed."""
    names = (
        *("pause", "restart", "skip", "cancel", "move", "coupon", "plan"),
        *("quantity", "frequency", "address", "gift", "card"),
    )
    switches: Any = {f"allow_{name}": True for name in names}
    ways: Any = {"most": 3, "cancel_page": "@cancel", **switches}
    return block("subscription_controls", rule, heading=title, **ways)


def offer(price: str, words: str, rule: Rule = EVERYONE, **value: Any) -> Block:
    """Return something to buy; nothing is asked of the merchant but the price and some words."""
    said = {"price": price, "words": f"<p>{words}</p>", "most": 1, "once": False}
    return block("offer", rule, **{**said, "allow_new_card": True, **value})


def button(label: str, to: str, rule: Rule = EVERYONE, style: str = "quiet") -> Block:
    """Return a button that leads to an address elsewhere, or to a page: `"@slug"`."""
    is_page = to.startswith("@")
    where = {"page": to if is_page else None, "address": "" if is_page else to}
    return block("button", rule, label=label, style=style, **where)


def card() -> Block:
    """Return the block with the cards on file."""
    switches: Any = {"allow_update": True, "allow_remove": True, "allow_pay": False}
    return block("card_on_file", heading="Your card", **switches)


def picture(image: int | str, alt: str, caption: str = "") -> Block:
    """Return a large picture: its key, or `"@name"` of the library."""
    return block("image", image=image, alt=alt, caption=caption)


def support() -> Block:
    """Return whom to write to."""
    words = "Something not right with a delivery? A person answers, usually the same day."
    return block("support_contact", heading="Need a hand?", text=words)


def rescue() -> Block:
    """Return what whoever's payment fails sees first; nobody else sees anything."""
    return block("past_due", allow_update=True, allow_pay=True)


def payment_fails(until_then: str) -> tuple[Block, ...]:
    """Return what is said to whoever's payment fails, and the way to mend it."""
    words = f"<b>Your last payment did not go through.</b> {until_then}"
    way = button("Go to your card", "@payment", PAYMENT_FAILS, "primary")
    return text(words, rule=PAYMENT_FAILS), way
