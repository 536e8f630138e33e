from __future__ import annotations

from dataclasses import replace

import pytest

from billing.actions.change_delivery import NoteTooLong, change_address, change_note, undo_delivery
from billing.actions.errors import Foreign, OutOfDate
from billing.actions.skip import skip_next
from billing.actions.undoing import undo_of
from billing.gateway.client import api
from billing.models import Subscription
from tests.billing.buying import again, requests

THERE = {"name": "Ada Königsberger", "line1": "Weg 1 🏡", "city": "Berlin", "country": "DE"}
NOTE = "Alles Gute zum Geburtstag 🎂 " * 15


def _row():
    return Subscription.objects.get()


def test_address_is_kept_at_stripe_and_shown_here(bought, asking):
    assert change_address(bought, asking, address=THERE).outcome == "done"
    assert _row().shipping_address == THERE
    metadata = api().subscriptions.retrieve(bought.external_id).metadata.to_dict()
    assert metadata["portico_to_line1"] == "Weg 1 🏡"


def test_another_address_leaves_nothing_of_the_one_before(bought, asking):
    change_address(bought, asking, address={**THERE, "line2": "2nd floor", "phone": "+4930"})
    change_address(_row(), again(asking), address=THERE)
    assert _row().shipping_address == THERE


def test_without_an_address_parcels_go_where_the_others_go(bought, asking):
    change_address(bought, asking, address=THERE)
    operation = change_address(_row(), again(asking), address={})
    assert operation.message == "The next parcels go to your usual address."
    assert _row().shipping_address == {}


def test_a_note_is_kept_with_all_its_signs(bought, asking):
    operation = change_note(bought, asking, note=NOTE)
    assert operation.message == "Your note is saved. It lies in the next parcel."
    assert _row().gift_note == NOTE


def test_a_note_that_does_not_fit_is_not_asked_for(stripe, bought, asking):
    with pytest.raises(NoteTooLong):
        change_note(bought, asking, note="a" * 451)
    assert requests(stripe, "POST", "/v1/subscriptions/%") == []


def test_what_is_so_already_is_not_asked_for(stripe, bought, asking):
    assert change_note(bought, asking, note="").outcome == "done"
    assert requests(stripe, "POST", "/v1/subscriptions/%") == []


def test_a_double_click_asks_once(stripe, bought, asking):
    for row in (bought, _row()):
        assert change_note(row, asking, note="Enjoy").outcome == "done"
    assert len(requests(stripe, "POST", "/v1/subscriptions/%")) == 1


def test_nothing_is_sent_of_what_has_ended(bought, asking):
    bought.state = "cancelled"
    operation = change_address(bought, asking, address=THERE)
    assert (operation.outcome, operation.error_code) == ("refused", "ended")


def test_with_stripe_away_nothing_is_claimed(stripe, bought, asking):
    stripe.fault("lost_response", match="POST /v1/subscriptions", times=3)
    assert change_note(bought, asking, note="Enjoy").outcome == "unknown"


def test_the_way_back_names_the_change(bought, portal, asking, now):
    operation = change_note(bought, asking, note="Enjoy")
    inverse = undo_of(operation, portal, now=now)
    assert inverse.press == "gift"
    assert inverse.fields == {"subscription": bought.external_id, "undo": str(operation.pk)}


def test_undo_puts_back_what_was_there(bought, asking):
    change_address(bought, asking, address=THERE)
    moved = change_address(_row(), again(asking), address={**THERE, "line1": "Other 2"})
    undo_delivery(moved, _row(), again(asking))
    assert _row().shipping_address == THERE


def test_what_was_changed_since_is_not_undone(bought, asking):
    first = change_note(bought, asking, note="Enjoy")
    change_note(_row(), again(asking), note="Cheers")
    with pytest.raises(OutOfDate):
        undo_delivery(first, _row(), again(asking))


def test_only_a_change_of_this_is_undone(bought, asking):
    skipped = skip_next(bought, asking)
    with pytest.raises(Foreign):
        undo_delivery(skipped, _row(), again(asking))


def test_an_operation_of_another_shop_is_refused(bought, portal, asking):
    portal.shop_id += 1
    with pytest.raises(Foreign):
        change_note(bought, replace(asking, portal=portal), note="Enjoy")
