"""Change what a customer says of themselves: name, phone, where bills and parcels go.

Customers of Stripe are changed there, and the mirror takes the answer; those from elsewhere are
changed here alone, and no import of orders writes over it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Customer
from billing.actions import messages
from billing.actions.card_use import step_once, write_down
from billing.actions.errors import Foreign, OutOfDate
from billing.actions.operation import Asking, Command, Target, Told, carry_out, conclude
from billing.actions.undoing import Inverse, undone_by
from billing.details import ADDRESSES, PARTS, UPDATE_DETAILS, owners, target_of
from billing.facts import rebuild_facts
from billing.gateway.customers import fetch_customer, list_cards, set_detail
from billing.gateway.errors import GatewayError, Refused
from billing.gateway.records import CustomerRecord
from billing.mirror.customers import SOURCE, store_customer, values_of
from billing.mirror.locks import locked
from billing.models import Operation, Outcome
from billing.regions import region_of
from portals.registry import Portal

logger = logging.getLogger(__name__)

UNCHANGED = gettext_lazy("Your details are as before.")
Value = str | Mapping[str, str]


def update_details(
    customer_ids: Collection[int], asking: Asking, *, part: str, value: Value
) -> Operation:
    """Have one of `PARTS` changed for all these customers, who are one person.

    An address has the keys of `AddressRecord`, those without a value left out; empty takes away
    what is there. Raise `Foreign` where there is no such customer any more.
    """
    people = owners(customer_ids)
    return _change(people, asking, part=part, values={str(one.pk): value for one in people})


def undo_details(operation: Operation, customer_ids: Collection[int], asking: Asking) -> Operation:
    """Put back what a change has changed.

    Raise `OutOfDate` where it has been changed again since, `Foreign` for what is not theirs.
    """
    people = owners(customer_ids)
    is_theirs = operation.customer_id in {one.pk for one in people}
    if operation.action != UPDATE_DETAILS or not is_theirs:
        raise Foreign(_("This is not part of your details."), "foreign")
    part, wanted = operation.params["part"], operation.params["values"]
    changed = [one for one in people if str(one.pk) in wanted]
    if any(getattr(one, part) != wanted[str(one.pk)] for one in changed):
        raise OutOfDate(
            _("This was changed again meanwhile, so nothing was put back."), "changed_again"
        )
    before = operation.before["values"]
    theirs = {str(one.pk): before[str(one.pk)] for one in changed}
    return _change(changed, asking, part=part, values=theirs, is_undo=True)


def settle_details(operation: Operation, *, now: datetime, is_over: bool) -> None:
    """Look whether all of the customers are as they should be. Raise the gateway's errors."""
    part = operation.params["part"]
    is_so = True
    for customer, value in _wanted(operation):
        if customer.source == SOURCE:
            record = fetch_customer(customer.external_id)
            _show(record, now=now)
            is_so = is_so and values_of(record)[part] == value
        else:
            is_so = is_so and getattr(customer, part) == value
    if is_so:
        conclude(operation, _done(operation), now=now)
    elif is_over:
        not_done = Told(Outcome.REFUSED, messages.not_done(str(UNCHANGED)), "not_done")
        told = _partly("not_done") if operation.after.get("steps") else not_done
        conclude(operation, told, now=now)


@undone_by(UPDATE_DETAILS)
def _way_back(operation: Operation, _portal: Portal) -> Inverse | None:
    if operation.params.get("is_undo", True):
        return None
    return Inverse("undo", {"undo": str(operation.pk)})


def _change(
    people: list[Customer],
    asking: Asking,
    *,
    part: str,
    values: Mapping[str, Value],
    is_undo: bool = False,
) -> Operation:
    if not people or part not in PARTS:
        raise Foreign(_("This is not part of your details."), "foreign")
    main = people[0]
    before = {str(one.pk): getattr(one, part) for one in people}
    params = {"part": part, "values": dict(values), "is_undo": is_undo}
    is_so = before == params["values"]
    command = Command(
        UPDATE_DETAILS,
        Target(
            main.pk,
            main.shop_id,
            target_of(part, main.external_id),
            before={part: getattr(main, part), "values": before},
        ),
        ask=lambda operation: _ask(operation, now=asking.now),
        unchanged=UNCHANGED,
        answer=Told(Outcome.DONE, _("Nothing had to be changed."), "unchanged") if is_so else None,
        params=params,
    )
    return carry_out(command, asking)


def _ask(operation: Operation, *, now: datetime) -> Told:
    part = operation.params["part"]
    told = None
    for customer, value in _wanted(operation):
        try:
            if customer.source == SOURCE:
                _tell_stripe(operation, customer, part, value, now=now)
            else:
                _write_here(operation, customer, part, value, now=now)
        except Refused as fault:
            if not operation.after.get("steps"):
                raise
            told = _partly(fault.code, fault.request_id)
    return told or _done(operation)


def _tell_stripe(
    operation: Operation, customer: Customer, part: str, value: Value, *, now: datetime
) -> None:
    answers: list[CustomerRecord] = []

    def write(step: str) -> str:
        record = set_detail(customer.external_id, part, value, operation_id=operation.pk, step=step)
        answers.append(record)
        return record.request_id

    step_once(operation, f"{part}:{customer.pk}", write, now=now)
    for record in answers:
        _show(record, now=now)


def _write_here(
    operation: Operation, customer: Customer, part: str, value: Value, *, now: datetime
) -> None:
    with transaction.atomic():
        row = locked(customer.pk)
        setattr(row, part, value)
        if part in ADDRESSES:
            lives_at = row.billing_address or row.shipping_address
            row.country = lives_at.get("country", "")
            row.region = region_of(row.country, lives_at.get("state", ""))
        row.save(update_fields=[part, "country", "region"])
        rebuild_facts([row.pk], now=now)
        write_down(operation, f"{part}:{customer.pk}", now=now)


def _show(record: CustomerRecord, *, now: datetime) -> None:
    """Put the answer into the mirror. What goes wrong with that, the webhook's handler mends."""
    try:
        store_customer(record, list_cards(record.external_id), now=now)
    except GatewayError:
        logger.warning("The mirror of %s waits for its webhook.", record.external_id)


def _wanted(operation: Operation) -> list[tuple[Customer, Value]]:
    values: dict[str, Value] = operation.params["values"]
    return [(one, values[str(one.pk)]) for one in owners([int(pk) for pk in values])]


def _done(operation: Operation) -> Told:
    part, values = operation.params["part"], operation.params["values"]
    message = {
        "name": _("Your name is saved."),
        "phone": _("Your phone number is saved."),
        "billing_address": _("Your billing address is saved. Your next invoices carry it."),
        "shipping_address": _("Your delivery address is saved. Your next parcels go there."),
    }[part]
    if operation.params["is_undo"]:
        message = _("It is as it was before.")
    return Told(Outcome.DONE, message, after={part: values[str(operation.customer_id)]})


def _partly(code: str, request_id: str = "") -> Told:
    message = _("This was saved for a part of your purchases only. Try again, or write to us.")
    return Told(Outcome.REFUSED, message, code, request_id=request_id)
