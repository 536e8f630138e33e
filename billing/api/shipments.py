"""A parcel as a warehouse tells of it, and the record it becomes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from billing.api.batches import MOST_ROWS, EachAlone, Unfit
from billing.api.faults import conflict
from billing.api.fields import Closed, Id, Link, Moment, Number, Text60
from billing.sources.finding import OrderNames
from billing.sources.records import FulfilmentRecord
from billing.sources.shipments import ShipmentRecord, parcel_id


class ShipmentStatus(StrEnum):
    """Where a parcel is."""

    UNFULFILLED = "unfulfilled"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class SentShipment(Closed):
    """One parcel of an order that is here already. What is left out stays as it is."""

    order: Number | None = Field(
        default=None, description="The order's number. Or give `order_external_id`, or both."
    )
    order_external_id: Id | None = Field(
        default=None, description="The order's id in the system it is from."
    )
    external_id: Id | None = Field(
        default=None, description="The parcel's id; else its carrier and number name it."
    )
    carrier: Text60 = ""
    tracking_number: Text60 = ""
    tracking_url: Link = Field(default="", description="Made up for known carriers if left out.")
    status: ShipmentStatus | None = Field(
        default=None, description="Else `delivered` with a `delivered_at`, `shipped` without."
    )
    shipped_at: Moment | None = None
    expected_at: Moment | None = None
    delivered_at: Moment | None = None

    @model_validator(mode="after")
    def _names_enough(self) -> Self:
        if self.order is None and self.order_external_id is None:
            message = _("It is not said which order this belongs to.")
            raise conflict("order", message, _("Give order or order_external_id."))
        if self.external_id is None and not (self.carrier and self.tracking_number):
            message = _("It is not said which parcel this is.")
            hint = _("Give external_id, or carrier and tracking_number.")
            raise conflict("external_id", message, hint)
        return self

    @property
    def parcel_id(self) -> str:
        """What the parcel is called here."""
        return self.external_id or parcel_id(self.carrier, self.tracking_number)

    def record(self) -> ShipmentRecord:
        """The record it becomes."""
        at_the_end = ShipmentStatus.DELIVERED if self.delivered_at else ShipmentStatus.SHIPPED
        parcel = FulfilmentRecord(
            external_id=self.parcel_id,
            carrier=self.carrier,
            tracking_number=self.tracking_number,
            tracking_url=self.tracking_url,
            status=(self.status or at_the_end).value,
            shipped_at=self.shipped_at,
            expected_at=self.expected_at,
            delivered_at=self.delivered_at,
        )
        return ShipmentRecord(OrderNames(self.order or "", self.order_external_id or ""), parcel)


class ShipmentsBatch(Closed):
    """Parcels of one shop's orders."""

    shipments: Annotated[
        list[Annotated[SentShipment | Unfit, EachAlone(SentShipment)]], Field(max_length=MOST_ROWS)
    ]
