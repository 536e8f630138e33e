"""The pages of the demo's two portals, as a merchant could have built them in the editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from cms.models import PortalPage

Block = dict[str, Any]
Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: `blocks` and `children` in order."""

    title: str
    slug: str
    rule: Rule
    blocks: tuple[Block, ...]
    in_menu: bool = True
    children: tuple[PageSpec, ...] = ()


def block(kind: str, rule: Rule = EVERYONE, **value: Any) -> Block:
    """Return one block of a stream as it is stored."""
    return {"type": kind, "id": str(uuid4()), "value": {**value, "visibility": dict(rule)}}


def text(*paragraphs: str, rule: Rule = EVERYONE) -> Block:
    """Return a text block."""
    return block("rich_text", rule, text="".join(f"<p>{line}</p>" for line in paragraphs))


def subscriptions(heading: str = "Your subscription") -> Block:
    """Return the subscriptions block with everything allowed."""
    names = ("pause", "restart", "skip", "cancel", "move", "coupon", "plan")
    switches: Any = {f"allow_{name}": True for name in names}
    return block("subscription_controls", heading=heading, most=3, **switches)


def offer(price: str, words: str, rule: Rule = EVERYONE, **value: Any) -> Block:
    """Return something to buy; nothing is asked of the merchant but the price and some words."""
    said = {"price": price, "words": f"<p>{words}</p>", "most": 1, "once": False}
    return block("offer", rule, **{**said, "allow_new_card": True, **value})


def button(label: str, address: str, rule: Rule = EVERYONE, style: str = "quiet") -> Block:
    """Return a button that leads elsewhere."""
    return block("button", rule, label=label, page=None, address=address, style=style)


def card() -> Block:
    """Return the block with the cards on file."""
    switches: Any = {"allow_update": True, "allow_remove": True, "allow_pay": True}
    return block("card_on_file", heading="Your card", **switches)


def picture(image: int) -> Block:
    """Return the large picture."""
    return block("image", image=image, alt="Morning light over coffee hills", caption="")


def support() -> Block:
    """Return whom to write to."""
    return text(
        "Something not right with a delivery? Write to "
        '<a href="mailto:hello@kestrel.example">hello@kestrel.example</a> and a person answers, '
        "usually the same day."
    )


def shop_pages(shop_url: str, hero: int, prices: Mapping[str, str]) -> PageSpec:
    """Return the customer portal's pages. `prices`: Stripe's ids, by `shop.OFFERED`'s keys."""
    orders = block("order_history", heading="All your orders", page_size=20)
    safe = text("We never see your card number: our payment partner Stripe keeps it.")
    return PageSpec(
        "Overview",
        "shop",
        ANY_CUSTOMER,
        (_overview(shop_url),),
        children=(
            PageSpec("Orders", "orders", ANY_CUSTOMER, (orders,)),
            PageSpec("Extras", "extras", ANY_CUSTOMER, _extras(prices)),
            PageSpec("Subscriber perks", "perks", ACTIVE, _perks(hero)),
            PageSpec("Payment", "payment", ANY_CUSTOMER, (card(), safe)),
        ),
    )


def _overview(shop_url: str) -> Block:
    pitch = "<b>Coffee at home, on time.</b> Choose a roast and how often; we do the rest."
    latest = block("order_history", heading="Latest orders", page_size=5)
    aside = [
        card(),
        text(pitch, rule=INACTIVE),
        button("Choose a subscription", shop_url, INACTIVE),
        block("heading", text="Need a hand?", level="h3"),
        support(),
    ]
    return block("columns", ratio="main_aside", left=[subscriptions(), latest], right=aside)


def _extras(prices: Mapping[str, str]) -> tuple[Block, ...]:
    grinder = "Steel burrs, forty clicks, and quiet enough for six in the morning."
    once = "One bag, in the next parcel or on its own."
    monthly = "A bag every month, for the evenings. Stop whenever you like."
    return (
        text("Add something to your next parcel. You see the whole amount before you pay."),
        offer(prices["grinder Hand grinder"], grinder, once=True),
        offer(prices["decaf One bag"], once, most=5),
        offer(prices["decaf Monthly"], monthly, ACTIVE),
    )


def _perks(hero: int) -> tuple[Block, ...]:
    return (
        picture(hero),
        text(
            "<b>Free shipping, always.</b> Your parcels travel free, single orders included.",
            "<b>First pick.</b> Small lots open to subscribers a day before everybody else.",
            "<b>Swap any time.</b> Tell us by Monday and the next bag is another one.",
        ),
    )


def club_pages(shop_url: str, hero: int, prices: Mapping[str, str]) -> PageSpec:
    """Return the membership portal's pages. `prices`: as in `shop_pages`."""
    brewing = PageSpec("Brewing", "brewing", ACTIVE, _brewing())
    return PageSpec(
        "Clubhouse",
        "club",
        ANY_CUSTOMER,
        _clubhouse(hero),
        children=(
            PageSpec("This month's roast", "roast", ACTIVE, _roast(), children=(brewing,)),
            PageSpec("Come back", "come-back", INACTIVE, _come_back(shop_url, prices)),
            PageSpec("Payment", "payment", ANY_CUSTOMER, (card(), support())),
        ),
    )


def _clubhouse(hero: int) -> tuple[Block, ...]:
    soon = "This month's roast rests until Tuesday. On Wednesday it is on its way to you."
    resting = (
        "<b>Your membership is resting.</b> Your orders are still here, and so is your place: "
        "a paused membership restarts with one button."
    )
    return (
        picture(hero),
        text(soon, rule=ACTIVE),
        text(resting, rule=INACTIVE),
        subscriptions("Your membership"),
        block("order_history", heading="Your parcels", page_size=5),
    )


def _roast() -> tuple[Block, ...]:
    return (
        block("heading", text="Finca La Piragua, Huila", level="h2"),
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
            left=[block("heading", text="Pour over", level="h2"), text(pour_over)],
            right=[block("heading", text="Moka pot", level="h2"), text(moka)],
        ),
    )


def _come_back(shop_url: str, prices: Mapping[str, str]) -> tuple[Block, ...]:
    pitch = (
        "Members drink what we roast for ourselves: small lots, sent the day after roasting, "
        "at the price you joined with."
    )
    yearly = "A year of the filter of the month, two months of it on us."
    return (
        text(pitch),
        subscriptions("Your membership"),
        offer(prices["filter Yearly"], yearly, button="Come back for a year"),
        button("See all roasts", shop_url),
    )


def plant(parent: Any, spec: PageSpec) -> PortalPage:
    """Publish a page and all below it under `parent`."""
    page = PortalPage(
        title=spec.title,
        slug=spec.slug,
        show_in_menus=spec.in_menu,
        visibility=dict(spec.rule),
        body=list(spec.blocks),
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    for child in spec.children:
        plant(page, child)
    return page
