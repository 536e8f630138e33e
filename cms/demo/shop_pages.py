"""The pages of the demo's customer portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from access_rules.presets import ACTIVE, ANY_CUSTOMER
from cms.demo import rules
from cms.demo.account_pages import account_page, help_page
from cms.demo.leaving_pages import leaving_pages
from cms.demo.pages import (
    Block,
    PageSpec,
    block,
    button,
    card,
    heading,
    offer,
    page_link,
    payment_fails,
    picture,
    rescue,
    subscriptions,
    support,
    text,
)


def shop_pages(shop_url: str, prices: Mapping[str, str], now: datetime) -> PageSpec:
    """Return the customer portal's pages. `prices`: Stripe's ids, by `shop.OFFERED`'s keys."""
    safe = text("We never see your card number: our payment partner Stripe keeps it.")
    return PageSpec(
        "Overview",
        "shop",
        ANY_CUSTOMER,
        (_overview(shop_url),),
        children=(
            PageSpec("Orders", "orders", ANY_CUSTOMER, _orders(now)),
            PageSpec("Deliveries", "deliveries", ANY_CUSTOMER, _deliveries()),
            PageSpec("Extras", "extras", ANY_CUSTOMER, _extras(prices, now)),
            PageSpec("Subscriber perks", "perks", ACTIVE, _perks()),
            _tasting(),
            PageSpec(
                "Your hand grinder",
                "grinder",
                rules.GRINDER_OWNERS,
                _grinder(),
                in_menu=False,
                when_denied="page",
                denied_page="extras",
            ),
            PageSpec("Payment", "payment", ANY_CUSTOMER, (_bills(), card(), saved(), safe)),
            help_page(),
            account_page(),
            leaving_pages(),
        ),
    )


def _overview(shop_url: str) -> Block:
    pitch = "Choose a roast and how often; we do the rest. Stop whenever you like."
    plain: dict[str, Any] = {
        "page_size": 5,
        "by_month": False,
        "allow_find": False,
        "allow_again": True,
    }
    latest = block("order_history", heading="Latest orders", **plain)
    table = page_link("tasting", "Take a seat at the tasting table")
    answers = page_link("help", "What people ask")
    grinder = page_link("grinder", "Look after your grinder")
    aside = [
        card(),
        saved(),
        heading("From the roastery"),
        text(f"{table}: three samples, your vote."),
        text(f"{answers}: when parcels leave, how to swap, how fresh."),
        text(f"{grinder}: ten minutes, once a month.", rule=rules.GRINDER_OWNERS),
        support(),
    ]
    main = [
        rescue(),
        subscriptions(rule=rules.EVER_SUBSCRIBED),
        latest,
        heading("Coffee at home, on time", rule=rules.NOT_SUBSCRIBED),
        text(pitch, rule=rules.NOT_SUBSCRIBED),
        button("Choose a subscription", shop_url, rules.NOT_SUBSCRIBED),
    ]
    return block("columns", ratio="main_aside", left=main, right=aside)


def _deliveries() -> tuple[Block, ...]:
    return (
        block("next_charge", show_things=True, show_skip=True, show_move=True, show_manage=True),
        block("shipments", heading="Your parcels", page_size=5, orders_page="@orders"),
    )


def _bills() -> Block:
    return block("invoices_to_pay", heading="Still to be paid", allow_pay=True, allow_update=True)


def saved() -> Block:
    """Return what a customer has saved; nobody sees it who saved nothing."""
    return block("saved_amounts")


def _orders(now: datetime) -> tuple[Block, ...]:
    post = (
        "<b>Coffee under the tree.</b> Parcels take a day longer in December: what you order by "
        "the 16th is there for Christmas. We rest from the 24th and roast again on 4 January."
    )
    switches: dict[str, Any] = {"by_month": True, "allow_find": True, "allow_again": True}
    return (
        *payment_fails("Nothing has been sent since. A new card, and we roast yours the same day."),
        text(post, rule=rules.december(now)),
        block("order_history", heading="", page_size=20, **switches),
    )


def _christmas(now: datetime) -> Block:
    """Return how long there is to order for Christmas; gone once it is over."""
    last = f"{now.year}-12-16"
    return block("countdown", heading="Order for Christmas", day=last, hour="18:00", over="")


def _extras(prices: Mapping[str, str], now: datetime) -> tuple[Block, ...]:
    grinder = "Steel burrs, forty clicks, and quiet enough for six in the morning."
    once = "One bag, in the next parcel or on its own."
    monthly = "A bag every month, for the evenings. Stop whenever you like."
    ready = (
        "Three months of fresh beans, and still no grinder of ours? Then this is for you: "
        "the grinder, the dripper and a bag to begin with, for little more than the grinder alone."
    )
    return (
        text("Add something to your next parcel. You see the whole amount before you pay."),
        _christmas(now),
        offer(
            prices["grinder Hand grinder"],
            grinder,
            once=True,
            allow_decline=True,
            second_price=prices["decaf One bag"],
            second_words="<p>Not the day for a grinder. A bag of decaf for the evenings?</p>",
        ),
        block(
            "testimonial",
            quote="I set it to eighteen clicks in March and have not touched it since.",
            who="Paul Hartmann",
            about="Hamburg, with us since the second roast",
        ),
        offer(
            prices["set For subscribers"],
            ready,
            rules.READY_FOR_A_GRINDER,
            once=True,
            picture="@morning-set",
        ),
        offer(prices["decaf One bag"], once, title="Decaf, one bag", most=5),
        offer(prices["decaf Monthly"], monthly, ACTIVE, title="Decaf, a bag every month"),
    )


def _perks() -> tuple[Block, ...]:
    stays = (
        "<b>Yours until the last day.</b> Your subscription is about to end; all of this goes on "
        "until it does. If you change your mind, one button on the overview keeps it going."
    )
    return (
        picture("@hero", "Morning light over coffee hills"),
        text(stays, rule=rules.ABOUT_TO_END),
        text(
            "<b>Free shipping, always.</b> Your parcels travel free, single orders included.",
            "<b>First pick.</b> Small lots open to subscribers a day before everybody else.",
            "<b>Swap any time.</b> Tell us by Sunday night and the next bag is another one.",
        ),
    )


def _tasting() -> PageSpec:
    """Return a page for regulars, with a taste of it for everybody else, signed out too."""
    what = (
        "Four times a year we cannot decide what to buy. So we post three samples, fifty grams "
        "each, to the people who know our coffee best, and buy what they like."
    )
    who = (
        "Seats are for regulars in Europe: three orders or three renewals, and an address that "
        "the samples reach while they are fresh."
    )
    return PageSpec(
        "The tasting table",
        "tasting",
        rules.TASTERS,
        (
            text("<b>You have a seat.</b> The next samples leave us on the first Monday in March."),
            heading("How we taste"),
            text(
                "Weigh 12 g of each, grind medium, and pour 200 g of water just off the boil.",
                "Wait four minutes, break the crust, skim, and taste again as it cools.",
                "Write down one word for each and send us all three. The first word is the best.",
            ),
            support(),
        ),
        in_menu=False,
        when_denied="teaser",
        teaser=(text(what, who), button("See the extras", "@extras", ANY_CUSTOMER)),
        when_signed_out="same",
    )


def _grinder() -> tuple[Block, ...]:
    return (
        text("Burrs dull with old oil long before they dull with use. Ten minutes once a month:"),
        block(
            "rich_text",
            text="<ol><li>Turn the ring to the left until the burr comes out.</li>"
            "<li>Brush both halves dry. No water: the steel would mind.</li>"
            "<li>Put it back, close it gently, and open it again by eighteen clicks.</li></ol>",
        ),
        heading("Where to begin"),
        text("Espresso: 8 clicks. Moka pot: 12. Pour over: 18 to 22. French press: 28."),
    )
