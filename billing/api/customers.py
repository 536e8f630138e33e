"""What is said of an order's customer, beside the address and the name."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StrictStr

from billing.api.faults import conflict
from billing.api.fields import Closed
from billing.attributes import AttributeRefused, clean_attributes
from billing.tags import MOST as MOST_TAGS
from billing.tags import TagRefused, clean_tags


def _tags(words: list[str]) -> list[str]:
    try:
        return clean_tags(words)
    except TagRefused as refused:
        raise conflict("", refused.message, _("Shorten it or leave some out.")) from None


def _attributes(pairs: dict[str, str]) -> dict[str, str]:
    try:
        return clean_attributes(pairs)
    except AttributeRefused as refused:
        raise conflict("", refused.message, _("Shorten it or leave some out.")) from None


class SentCustomer(Closed):
    """What rules may ask of the customer. What is left out stays as it is."""

    tags: Annotated[list[StrictStr], Field(max_length=MOST_TAGS), AfterValidator(_tags)] = Field(
        default=[], description="Added to those the customer has; none is taken away."
    )
    attributes: Annotated[dict[StrictStr, StrictStr], AfterValidator(_attributes)] = Field(
        default={},
        description="Your own names and values, such as `plan`: `gold`. An empty value takes one "
        "away. A customer of Stripe has Stripe's metadata in their place.",
    )
