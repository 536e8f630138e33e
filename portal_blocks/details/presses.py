"""From a form that was sent to a change of details, and back to words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from billing.actions.update_details import undo_details, update_details
from billing.details import BILLING, NAME, PHONE, SHIPPING, UPDATE_DETAILS
from billing.models import Outcome
from billing.queries import operation_of
from portal_blocks.addresses.fields import BILLING as OF_BILLING
from portal_blocks.addresses.fields import DELIVERY, SWITCH
from portal_blocks.addresses.formats import format_of
from portal_blocks.addresses.labels import MOST, label_of
from portal_blocks.addresses.phones import phone_from
from portal_blocks.addresses.reading import EnteredAddress, address_from
from portal_blocks.addresses.words import fault_of, missing, tidy
from portal_blocks.asking import answered, asking_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.details.about import (
    BILLING_PREFIX,
    DELIVERY_PREFIX,
    EDITABLE,
    HIDDEN,
    PERSON,
    SAME,
    About,
)


def name(call: ActionCall) -> ActionResult:
    """Save the name."""
    typed = call.data.get(NAME, "")
    text = tidy(typed)
    fault = fault_of(text, MOST[NAME]) if text else missing(label_of(NAME, format_of("")))
    return _faulty(NAME, typed, fault) if fault else _save(call, NAME, text)


def phone(call: ActionCall) -> ActionResult:
    """Save the phone number, or take it away."""
    typed = call.data.get(PHONE, "")
    number, fault = phone_from(typed, _country(call))
    return _faulty(PHONE, typed, fault) if fault else _save(call, PHONE, number)


def billing(call: ActionCall) -> ActionResult:
    """Save where bills go."""
    given = address_from(call.data, prefix=BILLING_PREFIX, kind=OF_BILLING)
    return _save_address(call, BILLING, given)


def delivery(call: ActionCall) -> ActionResult:
    """Save where parcels go, which may be where bills go."""
    is_same = _goes_to_billing(call)
    data = _as_billing(call) if is_same else call.data
    given = address_from(data, prefix=DELIVERY_PREFIX, kind=DELIVERY)
    about_person = {DELIVERY_PREFIX + part for part in PERSON}
    if is_same and about_person.issuperset(given.faults):
        given = replace(given, entered={**given.entered, DELIVERY_PREFIX + SAME: "1"})
    return _save_address(call, SHIPPING, given)


def undo(call: ActionCall) -> ActionResult:
    """Put back what one change of theirs has changed, where they may change that part."""
    try:
        pk = uuid.UUID(call.data.get("undo", ""))
    except ValueError:
        raise ActionRefused from None
    done = operation_of(call.viewer.customer_ids, pk)
    if done is None or done.action != UPDATE_DETAILS or done.outcome != Outcome.DONE:
        raise ActionRefused
    part = done.params.get("part", "")
    if call.value.get(part) != EDITABLE:
        raise ActionRefused
    ids = call.viewer.customer_ids
    result = answered(lambda: undo_details(done, ids, asking_of(call)), call)
    return replace(result, target=part)


def _save_address(call: ActionCall, part: str, given: EnteredAddress) -> ActionResult:
    if given.is_unfinished:
        asking_of(call)  # a form without an id is none of ours
        return given.shown_again(part)
    return _save(call, part, given.address)


def _save(call: ActionCall, part: str, value: str | Mapping[str, str]) -> ActionResult:
    ids = call.viewer.customer_ids
    result = answered(lambda: update_details(ids, asking_of(call), part=part, value=value), call)
    return replace(result, target=part)


def _faulty(part: str, typed: str, fault: str) -> ActionResult:
    entered = {part: typed[:2000].replace("\x00", "")}
    return ActionResult("error", fault, target=part, faults={part: fault}, entered=entered)


def _country(call: ActionCall) -> str:
    return About(call.viewer.data.details, call.value, call.viewer).country


def _goes_to_billing(call: ActionCall) -> bool:
    """Whether the box is ticked, and there is an address that it means."""
    is_ticked = bool(call.data.get(DELIVERY_PREFIX + SAME) and _billing_address(call).get("line1"))
    return is_ticked and DELIVERY_PREFIX + SWITCH not in call.data


def _billing_address(call: ActionCall) -> Mapping[str, str]:
    """The billing address, none where the merchant does not let customers see it."""
    return {} if call.value.get(BILLING) == HIDDEN else call.viewer.data.details.billing_address


def _as_billing(call: ActionCall) -> Mapping[str, str]:
    """What would have been sent, had they typed their billing address."""
    place = {DELIVERY_PREFIX + part: text for part, text in _billing_address(call).items()}
    sent = {DELIVERY_PREFIX + part: call.data.get(DELIVERY_PREFIX + part, "") for part in PERSON}
    return {**place, **sent}
