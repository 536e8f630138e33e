"""The card form: Stripe's own fields inside a form of ours.

A block puts one into its template by `portal_blocks/card_form.html` and names "paying" among its
`parts`. The form posts to the block's action for its first half, which answers with `to_browser`;
then the browser confirms with Stripe; then the second half is posted the operation's id.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse

from billing.models import Operation
from portal_blocks.base import Place
from portal_blocks.viewer import Viewer

SETUP, PAYMENT = "setup", "payment"


@dataclass(frozen=True, slots=True)
class CardForm:
    """One card form. `kind`: "setup" saves a card, "payment" pays `amount` of `currency` with it.

    `name` tells the forms of one block apart. `hidden` is posted along. `operation_id` is what the
    first half is asked under; after each try the browser is given another. `settings_url` tells the
    browser where Stripe.js is, and under which key; it is empty in a preview.
    """

    kind: str
    name: str
    begin_url: str
    finish_url: str
    back_url: str
    label: str
    settings_url: str = ""
    amount: int = 0
    currency: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


def card_form(
    place: Place,
    viewer: Viewer,
    *,
    kind: str,
    begin: str,
    finish: str,
    label: str,
    **details: Any,
) -> CardForm:
    """Return a form of the block at `place`, whose actions `begin` and `finish` are its halves."""
    return CardForm(
        kind=kind,
        name=f"{begin}-{place.block_id}",
        begin_url=place.action_url(begin),
        finish_url=place.action_url(finish),
        back_url=place.page_url,
        label=label,
        settings_url="" if viewer.is_preview else settings_url(),
        **details,
    )


def settings_url() -> str:
    """Return the address that tells a browser with which key of Stripe's to begin."""
    return reverse("card_form_settings", urlconf=settings.REALM_URLCONFS["portal"])


def to_browser(operation: Operation, *, secret: str = "", **details: Any) -> dict[str, Any]:
    """Return what the script is told: what to go on with, and under which id to try again.

    `back` is where a bank that asks on a page of its own sends the customer.

    `card`: the card on file to confirm with. Without a secret there is nothing to confirm, and
    the second half says what came of it.
    """
    urls = settings.REALM_URLCONFS["portal"]
    return {
        "operation": str(operation.pk),
        "again": str(uuid.uuid4()),
        "back": reverse("come_back", urlconf=urls, args=[operation.pk]),
        "client_secret": secret,
        **details,
    }
