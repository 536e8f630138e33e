"""The pages of the demo's membership portal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from cms.demo import rules
from cms.demo.account_pages import account_page
from cms.demo.leaving_pages import leaving_pages
from cms.demo.pages import (
    Block,
    PageSpec,
    block,
    button,
    card,
    heading,
    items,
    offer,
    page_link,
    payment_fails,
    picture,
    rescue,
    subscriptions,
    support,
    text,
)


def club_pages(shop_url: str, prices: Mapping[str, str]) -> PageSpec:
    """Return the membership portal's pages. `prices`: as in `shop_pages`."""
    brewing = PageSpec("Brewing", "brewing", ACTIVE, _brewing())
    return PageSpec(
        "Clubhouse",
        "club",
        ANY_CUSTOMER,
        _clubhouse(),
        children=(
            PageSpec("This month's roast", "roast", ACTIVE, _roast(), children=(brewing,)),
            _cupping(shop_url),
            PageSpec("Come back", "come-back", INACTIVE, _come_back(shop_url, prices)),
            PageSpec("Payment", "payment", ANY_CUSTOMER, (rescue(), card(), support())),
            account_page(),
            leaving_pages(),
        ),
    )


def _clubhouse() -> tuple[Block, ...]:
    soon = "This month's roast rests until Tuesday. On Wednesday it is on its way to you."
    resting = (
        "<b>Your membership is resting.</b> Your orders are still here, and your member number "
        "stays yours."
    )
    evening = f"Every last Thursday we cup together: {page_link('cupping', 'the next evening')}."
    plain: dict[str, Any] = {
        "page_size": 5,
        "by_month": False,
        "allow_find": False,
        "allow_again": False,
    }
    main = [
        text(soon, evening, rule=ACTIVE),
        text(resting, rule=INACTIVE),
        subscriptions("Your membership"),
        block("order_history", heading="Latest orders", **plain),
    ]
    ways = items(
        {"page": "@roast", "text": "Where it grew, how it tastes"},
        {"page": "@brewing", "text": "Two recipes we use ourselves"},
        {"page": "@cupping", "text": "The last Thursday of every month"},
    )
    aside = [
        block("membership_card", show_number=True, show_since=True),
        block("menu", ACTIVE, heading="In the clubhouse", links=ways, look="list"),
        support(),
    ]
    return (
        block("welcome", text=""),
        rescue(),
        picture("@hero", "Morning light over coffee hills"),
        block("columns", ratio="main_aside", left=main, right=aside),
    )


def _roast() -> tuple[Block, ...]:
    return (
        *payment_fails("Your place in the club is kept for a week; a new card keeps the roast."),
        heading("Finca La Piragua, Huila"),
        picture("@cherries", "Ripe coffee cherries on a branch", "La Piragua, the week of picking"),
        text(
            "Washed Caturra from 1,750 m. Blackcurrant first, then cane sugar.",
            "Rest it for a week. It keeps getting sweeter until day twenty.",
        ),
    )


def _brewing() -> tuple[Block, ...]:
    pour_over = "15 g medium fine, 250 g water at 94 °C. Bloom 40 g for 30 seconds."
    moka = "17 g fine, hot water below the valve, low heat. Off at the first hiss."
    return (
        text(
            "Two recipes we use ourselves, for one large cup each. "
            "Weigh the coffee and the water; everything else forgives."
        ),
        block(
            "columns",
            ratio="even",
            left=[heading("Pour over"), text(pour_over)],
            right=[heading("Moka pot"), text(moka)],
        ),
        block(
            "download",
            document="@recipe-card",
            title="Both recipes on one card",
            text="To print, for the kitchen wall.",
        ),
    )


def _cupping(shop_url: str) -> PageSpec:
    """Return a page for members, with an invitation for everybody else, signed out too."""
    what = (
        "On the last Thursday of every month we put six coffees on the long table and taste until "
        "somebody says blackcurrant. The roaster is there, and the kettle never cools."
    )
    return PageSpec(
        "Cupping evenings",
        "cupping",
        ACTIVE,
        (
            text(
                "<b>Doors at seven, first cup at half past.</b> Lindenstraße 14, Berlin, the "
                "green gate, through the yard.",
                "Bring your own spoon if you have a favourite. Bring a friend if you like: "
                "every member has one seat to give away.",
            ),
            heading("On the table"),
            text("Two washed from Huila, a natural from Guji, and three that we may not tell."),
        ),
        in_menu=False,
        when_denied="teaser",
        teaser=(
            text(what, "Members of The Roast Club come for free, with a friend."),
            button("Join the club", shop_url),
        ),
        when_signed_out="same",
    )


def _come_back(shop_url: str, prices: Mapping[str, str]) -> tuple[Block, ...]:
    kept = (
        "<b>Your place is kept.</b> You left less than two months ago, so your member number and "
        "your price are still yours."
    )
    roast = (
        "Members drink what we roast for ourselves: small lots, sent the day after roasting, "
        "at the price you joined with."
    )
    morning = (
        "Remember the first cup on a Saturday, with the bag just opened? We roasted this morning, "
        "and the price is the one you joined with."
    )
    yearly = "A year of the filter of the month, two months of it on us."
    return (
        text(kept, rule=rules.LEFT_LATELY),
        text(roast, rule=rules.half(first=True)),
        text(morning, rule=rules.half(first=False)),
        subscriptions("Your membership"),
        offer(prices["filter Yearly"], yearly, rules.LEFT, button="Come back for a year"),
        button("See all roasts", shop_url),
    )
