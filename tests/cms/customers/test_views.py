"""One customer's page: what they see of each portal, what rules know of them, their tags."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from accounts.models import CustomerNote
from billing.models import AuditEntry, Subscription
from tests.cms.staff import client_of, member, merchant
from tests.pages import make_home, make_page, text

COPIED = (
    *("shop", "customer", "state", "state_since", "raw_status", "items", "currency", "amount"),
    *("interval", "started_at", "fetched_at"),
)
SEES, CHANGES = "accounts.view_customer", "accounts.change_customer"


@pytest.fixture
def home(shop, people):
    home = make_home(shop, text("Hello"), rule=ANY_CUSTOMER)
    make_page(Page.objects.get(pk=home.pk), "perks", rule=ACTIVE)
    make_page(Page.objects.get(pk=home.pk), "back", rule=INACTIVE)
    return home


@pytest.fixture
def editor(db):
    return client_of(merchant())


def shown(client, customer) -> str:
    return " ".join(client.get(f"/admin/customers/{customer.pk}/").content.decode().split())


def tag(client, customer, words):
    return client.post(f"/admin/customers/{customer.pk}/tags/", {"tags": words})


def test_every_page_stands_there_with_its_decision(editor, home, people):
    told = shown(editor, people["cancelled"])
    assert "What they see" in told
    assert "Perks <span" in told
    assert "Inactive: the subscription was cancelled, since" in told
    assert f"who=customer-{people['cancelled'].pk}" in told
    assert f"mode=customer-{people['cancelled'].pk}" in told


def test_staff_see_it_of_their_own_portals_alone(home, people, club):
    told = shown(client_of(member(home, SEES)), people["active"])
    assert "shop.localhost" in told
    assert "club.localhost" not in told


def test_whoever_may_not_look_as_a_customer_is_not_led_there(home, people):
    told = shown(client_of(member(home, SEES)), people["active"])
    assert "mode=customer-" not in told
    assert "/admin/why/" in told


def test_a_deleted_customer_sees_nothing(editor, home, people, now):
    people["active"].deleted_at = now
    people["active"].save()
    assert "What they see" not in shown(editor, people["active"])


def test_what_rules_know_is_told_in_words(editor, home, people):
    told = shown(editor, people["active"])
    assert "<dt>Country</dt><dd>United Kingdom</dd>" in told
    assert "<dt>Bought</dt><dd>Membership</dd>" in told


def test_tags_are_kept_and_noted(editor, home, people):
    tag(editor, people["active"], "gold, early bird ,gold,")
    people["active"].refresh_from_db()
    assert people["active"].tags == ["early bird", "gold"]
    assert "changed the tags" in shown(editor, people["active"])
    assert AuditEntry.objects.get(action="set_tags").after == {"tags": ["early bird", "gold"]}


@pytest.mark.parametrize("words", ["x" * 61, ",".join(f"tag {n}" for n in range(51)), "a\x00b"])
def test_tags_that_cannot_be_kept_are_refused(editor, home, people, words):
    answer = tag(editor, people["active"], words)
    people["active"].refresh_from_db()
    assert answer.status_code == 302
    assert people["active"].tags == []


def test_whoever_may_only_look_changes_no_tags(home, people):
    client = client_of(member(home, SEES))
    assert "Keep tags" not in shown(client, people["active"])
    tag(client, people["active"], "gold")
    people["active"].refresh_from_db()
    assert people["active"].tags == []


def test_whoever_may_change_customers_changes_them(home, people):
    client = client_of(member(home, SEES, CHANGES))
    assert "Keep tags" in shown(client, people["active"])
    tag(client, people["active"], "gold")
    people["active"].refresh_from_db()
    assert people["active"].tags == ["gold"]


def test_more_pages_ask_no_more_queries(editor, home, people):
    def asked() -> int:
        shown(editor, people["active"])
        with CaptureQueriesContext(connection) as queries:
            shown(editor, people["active"])
        return len(queries)

    few, parent = asked(), Page.objects.get(pk=home.pk)
    for number in range(5):
        make_page(parent, f"more-{number}", text("Words"), rule=ACTIVE)
        parent.refresh_from_db()
    assert asked() == few


@pytest.mark.parametrize("rest", ["", "act/"])
def test_many_subscriptions_and_notes_ask_no_more_queries(editor, home, people, now, rest):
    customer, one = people["active"], people["active"].subscriptions.get()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(f"/admin/customers/{customer.pk}/{rest}")
        return len(queries)

    asked()
    few, fields = asked(), {name: getattr(one, name) for name in COPIED}
    more = [Subscription(**fields, external_id=f"sub_{n}") for n in range(500)]
    Subscription.objects.bulk_create(more)
    notes = [CustomerNote(customer=customer, text=f"{n}", at=now) for n in range(200)]
    CustomerNote.objects.bulk_create(notes)
    assert asked() <= few + 1


@pytest.mark.parametrize(
    "address", ["nobody/", "nobody/notes/", "nobody/tags/", "refund/none/", "9" * 30 + "/"]
)
def test_an_address_of_nobody_is_not_found(editor, address):
    assert editor.get(f"/admin/customers/{address}").status_code == 404


@pytest.mark.parametrize(
    "before", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-22", "<b>"]
)
def test_a_story_before_no_sound_moment_is_the_whole_story(editor, people, before):
    answer = editor.get(f"/admin/customers/{people['active'].pk}/", {"before": before})
    assert answer.status_code == 200
