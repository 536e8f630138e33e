"""An order as other systems send it, and the record it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, model_validator

from billing.api.batches import MOST_ROWS, EachAlone, Unfit
from billing.api.customers import SentCustomer
from billing.api.faults import conflict
from billing.api.fields import (
    Amount,
    Closed,
    Country,
    Currency,
    Email,
    Id,
    Link,
    Moment,
    Name,
    Number,
    OptionalId,
    Quantity,
    SignedAmount,
    Text100,
    Text200,
)
from billing.models import FulfilmentState, PaymentState
from billing.sources.carriers import tracking_url
from billing.sources.records import FulfilmentRecord, OrderLineRecord, OrderRecord
from billing.sources.refunds import RefundRecord

LONGEST_NUMBER = 64
RefKind = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]


class RefundStatus(StrEnum):
    """How a refund stands."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"
    FAILED = "failed"
    CANCELED = "canceled"


class Address(Closed):
    """A postal address."""

    name: Text200 = ""
    line1: Text200 = ""
    line2: Text200 = ""
    city: Text100 = ""
    postal_code: Text100 = ""
    state: Text100 = Field(default="", description="State, province or county.")
    country: Country = Field(default="", description="Two letters of ISO 3166.")
    phone: Text100 = ""

    def stored(self) -> dict[str, Any]:
        """What is kept of it."""
        return {name: value for name, value in self.model_dump().items() if value}


class Line(Closed):
    """One thing bought. Of `unit_amount` and `total` one follows from the other."""

    name: Name = Field(description="What the customer reads.")
    quantity: Quantity = 1
    unit_amount: SignedAmount | None = None
    total: SignedAmount | None = None
    sku: Text100 = Field(default="", description="Finds the product that has it as its id.")
    external_id: OptionalId = ""
    image_url: Link = Field(default="", description="A picture.")

    def record(self) -> OrderLineRecord:
        """The record it becomes."""
        unit, total = self.unit_amount, self.total
        if total is None:
            total = (unit or 0) * self.quantity
        if unit is None:
            unit = round(total / self.quantity) if self.quantity else 0
        return OrderLineRecord(
            name=self.name,
            quantity=self.quantity,
            unit_amount=unit,
            total=total,
            sku=self.sku,
            external_id=self.external_id,
            image_url=self.image_url,
        )


class Refund(Closed):
    """Money given back."""

    external_id: Id
    amount: Amount
    created_at: Moment
    reason: Text200 = ""
    status: RefundStatus = RefundStatus.SUCCEEDED

    def record(self) -> RefundRecord:
        """The record it becomes."""
        return RefundRecord(
            external_id=self.external_id,
            amount=self.amount,
            created_at=self.created_at,
            reason=self.reason,
            status=self.status.value,
        )


class Parcel(Closed):
    """One parcel of an order."""

    external_id: Id
    carrier: Text100 = ""
    tracking_number: Text100 = ""
    tracking_url: Link = Field(default="", description="Made up for known carriers if left out.")
    status: FulfilmentState = FulfilmentState.SHIPPED
    shipped_at: Moment | None = None
    expected_at: Moment | None = None
    delivered_at: Moment | None = None

    def record(self) -> FulfilmentRecord:
        """The record it becomes."""
        said = self.model_dump()
        said["tracking_url"] = self.tracking_url or tracking_url(self.carrier, self.tracking_number)
        return FulfilmentRecord(**{**said, "status": self.status.value})


class Ref(Closed):
    """Another id of the same sale, such as the payment at Stripe."""

    kind: RefKind = Field(
        description="`invoice`, `payment_intent`, `charge`, `checkout_session` are Stripe's."
    )
    ref: Id


class SentOrder(Closed):
    """One order, complete: what is left out counts as empty. Amounts are in minor units."""

    external_id: Id = Field(description="Unique in your system; the same order keeps it.")
    number: Number | None = Field(
        default=None, description="What the customer knows it by; else the `external_id`."
    )
    email: Email = Field(default="", description="The customer's; they sign in with it.")
    name: Text200 = Field(default="", description="The customer's.")
    customer: SentCustomer | None = None
    placed_at: Moment
    updated_at: Moment | None = Field(
        default=None, description="Last change in your system: what is older never wins."
    )
    currency: Currency = Field(description="ISO 4217, such as EUR.")
    total: Amount
    subtotal: Amount | None = Field(default=None, description="Else the sum of the lines.")
    discount: Amount = 0
    shipping: Amount = 0
    tax: Amount = 0
    refunded: Amount | None = Field(default=None, description="Else the sum of the refunds.")
    payment_state: PaymentState = PaymentState.PAID
    fulfilment_state: FulfilmentState | None = Field(
        default=None, description="Left as it is where this is left out."
    )
    billing_address: Address | None = None
    shipping_address: Address | None = None
    lines: Annotated[list[Line], Field(max_length=1000)] = []
    refunds: Annotated[list[Refund], Field(max_length=100)] | None = Field(
        default=None, description="Left as they are where this is left out."
    )
    fulfilments: Annotated[list[Parcel], Field(max_length=100)] = []
    refs: Annotated[list[Ref], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if self.number is None and len(self.external_id) > LONGEST_NUMBER:
            raise conflict("number", _("This field is missing."), _long_id())
        if self._refunded() > self.total:
            message = _("More was refunded than the order came to.")
            raise conflict("refunded", message, _("Correct refunded, refunds or total."))
        _each_once("refunds", [one.external_id for one in self.refunds or ()])
        _each_once("fulfilments", [one.external_id for one in self.fulfilments])
        if any(one.kind == "order" for one in self.refs):
            message = _("“order” is the order's own id.")
            raise conflict("refs", message, _("Give it as external_id."))
        return self

    def record(self) -> OrderRecord:
        """The record it becomes."""
        refunded, state = self._payment()
        lines = tuple(line.record() for line in self.lines)
        return OrderRecord(
            external_id=self.external_id,
            number=self.number or self.external_id,
            email=self.email,
            name=self.name,
            placed_at=self.placed_at,
            currency=self.currency,
            total=self.total,
            subtotal=self._subtotal(lines),
            discount=self.discount,
            shipping=self.shipping,
            tax=self.tax,
            refunded=refunded,
            payment_state=state.value,
            fulfilment_state=self.fulfilment_state and self.fulfilment_state.value,
            billing_address=self.billing_address.stored() if self.billing_address else {},
            shipping_address=self.shipping_address.stored() if self.shipping_address else {},
            lines=lines,
            fulfilments=tuple(parcel.record() for parcel in self.fulfilments),
            refunds=self._refunds(),
            refs=tuple((one.kind, one.ref) for one in self.refs),
            tags=tuple(self.customer.tags) if self.customer else (),
            attributes=tuple(self.customer.attributes.items()) if self.customer else (),
            source_updated_at=self.updated_at,
        )

    def _subtotal(self, lines: Sequence[OrderLineRecord]) -> int:
        if self.subtotal is not None:
            return self.subtotal
        if lines:
            return max(sum(line.total for line in lines), 0)
        return max(self.total - self.shipping - self.tax + self.discount, 0)

    def _refunds(self) -> tuple[RefundRecord, ...] | None:
        if self.refunds is None:
            return None
        return tuple(refund.record() for refund in self.refunds)

    def _refunded(self) -> int:
        if self.refunded is not None:
            return self.refunded
        return sum(one.amount for one in self.refunds or () if one.status == RefundStatus.SUCCEEDED)

    def _payment(self) -> tuple[int, PaymentState]:
        """What was given back, and the state that goes with it."""
        refunded, state = self._refunded(), self.payment_state
        if state == PaymentState.REFUNDED and not refunded:
            return self.total, state
        if state == PaymentState.PAID and refunded:
            partly = refunded < self.total
            return refunded, (PaymentState.PARTIALLY_REFUNDED if partly else PaymentState.REFUNDED)
        return refunded, state


class OrdersBatch(Closed):
    """Orders of one shop."""

    orders: Annotated[
        list[Annotated[SentOrder | Unfit, EachAlone(SentOrder)]], Field(max_length=MOST_ROWS)
    ]


def _each_once(field: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        message = _("Two of these have the same external_id.")
        raise conflict(field, message, _("Send each once."))


def _long_id() -> str:
    return _("An external_id of more than %(most)d characters cannot serve as the number.") % {
        "most": LONGEST_NUMBER
    }
