"""What is not known yet: said as such, asked for again, and settled in the same place."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from billing.models import Operation
from cms.acting.told import KEPT
from tests.cms.acting.conftest import HTMX, html, press

CHECKING = "We are checking with our payment partner."


@pytest.fixture
def looks(monkeypatch):
    """What Stripe would have been asked; an outcome put there is what it shows."""
    seen: list[Any] = []
    found: dict[Any, Any] = {}

    def look(operation, *, now):
        seen.append(operation.pk)
        Operation.objects.filter(pk=operation.pk).update(**found)
        operation.refresh_from_db()
        return operation

    monkeypatch.setattr("cms.acting.looking.look", look)
    return seen, found


@pytest.fixture
def unknown(visit, shop, page, paused):
    """A customer's browser, and an operation that no answer came for."""
    paused.values = {"outcome": "unknown", "message": "No answer."}
    client = visit(shop, "active")
    press(client, page)
    return client, Operation.objects.get()


def address(operation):
    return f"/do/look/{operation.pk}/"


def test_unknown_is_said_to_be_checked_and_asks_again(unknown):
    client, operation = unknown
    shown = html(client.get("/"))
    assert (CHECKING in shown, "No answer." in shown) == (True, False)
    assert f'data-look="{address(operation)}"' in shown
    assert "notice--info" in shown


def test_it_is_said_on_every_page_until_it_is_known(unknown):
    client, _ = unknown
    assert all(CHECKING in html(client.get("/")) for _ in "abc")
    Operation.objects.update(outcome="done", message="Paused.", settled_at=timezone.now())
    assert "Paused." in html(client.get("/"))
    assert "Paused." not in html(client.get("/"))


def test_it_is_not_told_to_the_next_one_at_the_same_browser(unknown, people):
    client, _ = unknown
    Operation.objects.update(customer=people["any"])
    assert CHECKING not in html(client.get("/"))


def test_nobody_is_kept_waiting_for_ever(unknown):
    client, _ = unknown
    Operation.objects.update(created_at=timezone.now() - KEPT)
    shown = html(client.get("/"))
    assert (CHECKING in shown, "data-look" in shown) == (True, False)


def test_script_is_told_nothing_as_long_as_nothing_is_new(unknown, looks):
    client, operation = unknown
    answer = client.get(address(operation), headers=HTMX)
    assert (answer.status_code, answer.content, looks[0]) == (204, b"", [operation.pk])


def test_stripe_is_not_asked_again_at_once(unknown, looks):
    client, operation = unknown
    for _ in "abc":
        client.get(address(operation), headers=HTMX)
    assert looks[0] == [operation.pk]


@pytest.mark.parametrize(
    ("outcome", "tone"), [("done", "notice--ok"), ("refused", "notice--danger")]
)
def test_what_is_known_is_shown_on_the_page_they_are_at(unknown, looks, outcome, tone):
    client, operation = unknown
    looks[1].update(outcome=outcome, message="So it is.", settled_at=timezone.now())
    answer = client.get(address(operation), headers=HTMX)
    shown = html(answer)
    assert (answer.status_code, "So it is." in shown, tone in shown) == (200, True, True)


def test_without_a_script_looking_leads_back_to_the_page(unknown, looks):
    client, operation = unknown
    came = {"Referer": "http://shop.localhost/?kind=paid"}
    answer = client.get(address(operation), headers=came)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert looks[0] == [operation.pk]


def test_who_does_not_say_where_they_were_is_led_to_the_first_page(unknown, looks):
    client, operation = unknown
    assert client.get(address(operation)).headers["Location"] == "/"


@pytest.mark.parametrize("key", ["any", ""])
def test_stranger_is_refused(unknown, visit, shop, looks, key):
    answer = visit(shop, key).get(address(unknown[1]), headers=HTMX)
    assert (answer.status_code, looks[0]) == (404 if key else 401, [])


def test_id_made_up_is_no_page(unknown, looks):
    client, _ = unknown
    assert client.get(f"/do/look/{uuid4()}/").status_code == 404


def test_looking_changes_nothing_by_post(unknown, looks):
    client, operation = unknown
    assert client.post(address(operation)).status_code == 405
    assert looks[0] == []
