"""The pages about the customer: details, sign-ins, data; and where help is."""

from __future__ import annotations

from typing import Any

from access_rules.presets import ANY_CUSTOMER
from cms.demo.pages import PageSpec, block, items

_CHANGED: dict[str, Any] = dict.fromkeys(
    ("name", "phone", "billing_address", "shipping_address"), "editable"
)
_ANSWERS = (
    (
        "When does my parcel leave?",
        "We roast on Mondays and post on Tuesdays. What you order or change by Sunday night is in.",
    ),
    (
        "Can I have another coffee next time?",
        "Yes. Open your subscription and choose “Change plan”; you see the price before you agree.",
    ),
    (
        "I am away for a month.",
        "Skip the next charge, or pause until the day you are back. Your price stays.",
    ),
    (
        "How fresh is it?",
        "The day of the roast stands on every bag. It is at its best from day seven to thirty.",
    ),
    (
        "My card has changed.",
        "Enter the new one under “Payment”. Choose there which subscriptions it pays.",
    ),
)


def account_page() -> PageSpec:
    """Return the page with everything about the person."""
    question = {
        "key": "news",
        "words": "Write to me about new coffees",
        "more": "About once a month, from the roastery. Never from anybody else.",
    }
    return PageSpec(
        "Your account",
        "account",
        ANY_CUSTOMER,
        (
            block(
                "details",
                heading="Your details",
                email="shown",
                **_CHANGED,
            ),
            block("account", heading="Where you are signed in", show_sessions=True),
            block(
                "privacy",
                heading="Your data",
                questions=items(question),
                allow_copy=True,
                allow_erase=True,
            ),
        ),
        in_menu=False,
    )


def help_page() -> PageSpec:
    """Return the page with answers, and whom to ask."""
    answers = ({"question": ask, "answer": f"<p>{told}</p>"} for ask, told in _ANSWERS)
    return PageSpec(
        "Help",
        "help",
        ANY_CUSTOMER,
        (
            block("faq", heading="What people ask", questions=items(*answers)),
            block(
                "support_contact",
                heading="Need a hand?",
                text="A person answers, usually the same day.",
            ),
        ),
    )
