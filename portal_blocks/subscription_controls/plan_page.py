"""The page on which a plan is chosen, its cost is seen, and the change is agreed to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from billing.actions.errors import ActionError
from billing.actions.plans import (
    ItemChange,
    PlanPreview,
    PreviewLineRecord,
    preview_plan,
    refused_plan,
)
from billing.models import Price, Subscription
from billing.queries import subscription_of
from portal_blocks.base import Place
from portal_blocks.cards import card_label, card_of
from portal_blocks.subscription_controls.choices import (
    ItemChoices,
    change_of,
    choices_of,
    is_allowed,
)
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day
from themes.formats import every

TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a change costs, in sentences. `agreed` is what the customer agrees to."""

    new_plan: str
    new_price: str
    sentences: list[str]
    lines: list[tuple[str, str]]
    button: str
    change: ItemChange
    agreed: str
    operation_id: uuid.UUID


def load_plan(
    value: Mapping[str, Any], viewer: Viewer, place: Place, key: str
) -> dict[str, Any] | None:
    """Return what may be chosen, and what it costs once it is; None for what is not theirs."""
    subscription = subscription_of(viewer.customer_ids, key) if value.get("allow_plan") else None
    if subscription is None:
        return None
    shown: dict[str, Any] = {
        "subscription": subscription,
        "title": _("Change plan"),
        "choices": _choices(subscription, value, viewer),
        "chosen": change_of(place.query),
        "shown_at": f"{place.view_url('plan', key)}?{place.query.urlencode()}",
        "choose_url": place.view_url("plan", key),
        "agree_url": place.action_url("plan"),
        "back_url": place.anchor,
        "cost": None,
        "problem": "",
    }
    why_not = refused_plan(subscription)
    if why_not is not None:
        return {**shown, "problem": why_not[0], "choices": []}
    return {**shown, **_costs(subscription, value, viewer, shown["chosen"])}


def _costs(
    subscription: Subscription, value: Mapping[str, Any], viewer: Viewer, chosen: ItemChange | None
) -> dict[str, Any]:
    if chosen is None:
        return {}
    if not is_allowed(chosen, subscription, value):
        return {"problem": _("This is not sold any more. Choose something else.")}
    try:
        preview = preview_plan(subscription, [chosen], now=viewer.subject.now)
    except ActionError as fault:
        return {"problem": fault.message}
    price = _price(subscription, value, chosen)
    return {"cost": _cost(preview, subscription, viewer, chosen, price)}


def _cost(
    preview: PlanPreview,
    subscription: Subscription,
    viewer: Viewer,
    chosen: ItemChange,
    price: Price | None,
) -> Cost:
    due = amount(preview.due_now, preview.currency, viewer)
    has_to_pay = preview.due_now > 0
    lines = [(_line_words(line, viewer), line.total) for line in preview.lines if line.total]
    return Cost(
        new_plan=_plan_name(price, chosen),
        new_price=_plan_price(price, chosen, viewer),
        sentences=_sentences(preview, subscription, viewer),
        lines=[(words, amount(total, preview.currency, viewer)) for words, total in lines],
        button=_("Pay %(amount)s and change") % {"amount": due} if has_to_pay else _("Change now"),
        change=chosen,
        agreed=preview.fingerprint,
        operation_id=uuid.uuid4(),
    )


def _sentences(preview: PlanPreview, subscription: Subscription, viewer: Viewer) -> list[str]:
    card = card_of(subscription, viewer.data.cards)
    facts = {
        "due": amount(preview.due_now, preview.currency, viewer),
        "credit": amount(preview.credit, preview.currency, viewer),
        "next": amount(preview.next_amount, preview.currency, viewer),
        "date": day(preview.next_charge_at, viewer),
        "card": card_label(card) if card else _("your card"),
    }
    if preview.due_now:
        now = _("We charge %(due)s to %(card)s today.") % facts
    elif preview.credit:
        now = _("Nothing is charged today. %(credit)s is taken off your next charges.") % facts
    else:
        now = _("Nothing is charged today.")
    return [now, _("Your next charge is %(next)s on %(date)s.") % facts]


def _choices(
    subscription: Subscription, value: Mapping[str, Any], viewer: Viewer
) -> list[dict[str, Any]]:
    return [
        {
            "item": each.item,
            "prices": [(price, _price_words(price, viewer)) for price in each.prices],
            "quantities": each.quantities,
        }
        for each in choices_of(subscription, value)
        if _is_a_choice(each)
    ]


def _is_a_choice(each: ItemChoices) -> bool:
    others = [price for price in each.prices if price.external_id != each.item["price"]]
    return bool(others or (each.prices and len(each.quantities) > 1))


def _price(
    subscription: Subscription, value: Mapping[str, Any], chosen: ItemChange
) -> Price | None:
    prices = (price for each in choices_of(subscription, value) for price in each.prices)
    return next((price for price in prices if price.external_id == chosen.price_id), None)


def _price_words(price: Price, viewer: Viewer) -> str:
    return f"{amount(price.unit_amount, price.currency, viewer)} {every(price)}"


def _plan_name(price: Price | None, chosen: ItemChange) -> str:
    if price is None:
        return ""
    return (
        f"{chosen.quantity} {TIMES} {price.product.name}"
        if chosen.quantity > 1
        else price.product.name
    )


def _plan_price(price: Price | None, chosen: ItemChange, viewer: Viewer) -> str:
    if price is None:
        return ""
    total = amount(price.unit_amount * chosen.quantity, price.currency, viewer)
    return f"{total} {every(price)}"


def _line_words(line: PreviewLineRecord, viewer: Viewer) -> str:
    """Our words for what is settled: Stripe's are in one language."""
    if not line.is_proration:
        return line.description
    if line.total < 0:
        return _("What you paid for and do not use")
    return _("What you get instead, until %(date)s") % {"date": day(line.ends_at, viewer)}
