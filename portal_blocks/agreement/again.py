"""Buying again what was bought before: what it costs now, and which card pays.

A new card is entered on the page where what waits for the customer is finished, so that nothing
but the button has to know of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from billing.actions.baskets import Quote
from billing.actions.errors import ActionError
from billing.actions.selling import NEW_CARD
from billing.models import Card
from portal_blocks.agreement.costs import pay_label
from portal_blocks.base import Place
from portal_blocks.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Again:
    """A form to buy it again. `found` is None where it cannot be bought now; `problem` says why.

    `what` is posted along: it names what was bought before. `card` is the customer's main one.
    """

    agree_url: str
    shown_at: str
    back_url: str
    what: Mapping[str, str]
    card: Card | None
    found: Quote | None = None
    problem: str = ""
    button: str = ""
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def pays_with(self) -> str:
        """What the main button posts: the id of the card on file, else that it is a new one."""
        return self.card.external_id if self.card is not None else NEW_CARD

    @property
    def may_choose(self) -> bool:
        """Whether a new card is the other way to pay."""
        return self.card is not None and self.found is not None and bool(self.found.cost.due)


def again_form(
    preview: Callable[[], Quote],
    viewer: Viewer,
    *,
    place: Place,
    view: str,
    what: Mapping[str, str],
    customer_id: int | None,
    back_url: str,
) -> Again:
    """Return the form of the block's `view` for the one thing in `what`. Asks for a quote.

    `customer_id` is who bought it, out of those that the viewer is.
    """
    [key] = what.values()
    mine = (card for card in viewer.data.cards if card.customer_id == customer_id)
    card = next((card for card in mine if card.is_default), None)
    found, problem = _quoted(preview)
    return Again(
        agree_url=place.action_url("again"),
        shown_at=place.view_url(view, key),
        back_url=back_url,
        what=what,
        card=card,
        found=found,
        problem=problem,
        button=pay_label(found, viewer) if found is not None else "",
    )


def _quoted(preview: Callable[[], Quote]) -> tuple[Quote | None, str]:
    try:
        return preview(), ""
    except ActionError as fault:
        return None, fault.message
