"""The demo's way to cancel: why, something else instead, and then it is done. Three pages."""

from __future__ import annotations

from typing import Any

from access_rules.presets import ANY_CUSTOMER
from cms.demo.pages import Block, PageSpec, block, items

CODE = "STAY20"
"""The promotion code that is offered: a fifth less for three charges."""


def leaving_pages() -> PageSpec:
    """Return the first page with the other two below it."""
    offers = PageSpec(
        "Before you go", "before-you-go", ANY_CUSTOMER, _offers(), in_menu=False,
        children=(PageSpec("Cancel", "confirm", ANY_CUSTOMER, (_confirm(),), in_menu=False),),
    )  # fmt: skip
    return PageSpec(
        "Cancel a subscription", "cancel", ANY_CUSTOMER, (_reasons(),), in_menu=False,
        children=(offers,),
    )  # fmt: skip


def _reasons() -> Block:
    reasons = (
        ("Too much coffee piles up", "unused", "too-much", "@before-you-go"),
        ("It costs too much", "too_expensive", "price", "@before-you-go"),
        ("The coffee is not for me", "low_quality", "taste", "@before-you-go"),
        ("I am moving, or travelling", "other", "away", "@before-you-go"),
        ("Something else", "other", "other", "@confirm"),
    )
    return block(
        "cancel_reasons",
        heading="Why do you want to cancel?",
        words="It helps us roast better. You need not say.",
        reasons=items(
            *(
                {"words": words, "means": means, "key": key, "next": page}
                for words, means, key, page in reasons
            )
        ),
        ask_comment=True,
        button="Go on to cancel",
        next="@confirm",
        keep_label="Keep my subscription",
    )


def _offers() -> tuple[Block, ...]:
    def offer(kind: str, words: str, *reasons: str, **more: Any) -> Block:
        value: dict[str, Any] = {
            "offer": kind,
            "words": f"<p>{words}</p>",
            "for_reasons": items(*reasons),
            "decline": "No, go on to cancel",
            "keep_label": "Keep my subscription",
            "next": "@confirm",
            **more,
        }
        return block("cancel_offer", **value)

    return (
        offer("skip", "Drink what you have first. Your price stays as it is.", "too-much"),
        offer("pause", "Away, or simply somewhere else? We wait.", "away", weeks=8),
        offer("discount", "Three bags with a fifth off, from the next one.", "price", code=CODE),
        offer(
            "talk",
            "Tell us what you like, and the roaster picks your next bag herself.",
            "taste",
            address="https://kestrel.example/ask-the-roaster",
        ),
    )


def _confirm() -> Block:
    return block(
        "cancel_confirm",
        heading="Cancel your subscription",
        words="<p>Your orders, your invoices and this portal stay open to you.</p>",
        lost=items("Free shipping on every order", "First pick of small lots"),
        cancel_when="period_end",
        button="Cancel subscription",
        keep_label="Keep my subscription",
    )
