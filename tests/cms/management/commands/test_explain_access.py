"""`manage.py explain_access`: what it tells, as text and as JSON, and what it cannot tell."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from access_rules.presets import ACTIVE, EVERYONE, INACTIVE
from accounts.models import Customer
from tests.pages import make_home, make_page, text

SHOP = "shop.localhost"


@pytest.fixture
def pages(shop, people):
    home = make_home(shop, text("For all"), text("For the active", ACTIVE))
    make_page(Page.objects.get(pk=home.pk), "perks", text("Perks"), rule=ACTIVE)


def told(*options: str, customer: str = "cancelled@example.com") -> str:
    out = StringIO()
    call_command("explain_access", "--portal", SHOP, "--customer", customer, *options, stdout=out)
    return out.getvalue()


def as_json(*options: str, **named: str) -> Any:
    return json.loads(told("--json", *options, **named))


def test_without_a_page_every_page_is_told(pages):
    [person] = as_json()["people"]
    assert person["admitted"]
    assert {one["path"]: one["allowed"] for one in person["pages"]} == {"/": True, "/perks/": False}
    assert "rules" not in person["pages"][0]


def test_with_a_page_its_rules_and_blocks_are_told(pages):
    [page] = as_json("--page", "/")["people"][0]["pages"]
    assert [one["shown"] for one in page["blocks"]] == [True, False]
    assert page["rules"][-1]["rule"]["met"] is True
    assert "since" in page["blocks"][1]["rule"]["fact"]


def test_the_shape_of_the_json_is_kept(pages):
    answer = as_json("--page", "/perks/")
    assert set(answer) == {"version", "portal", "at", "people"}
    person = answer["people"][0]
    about = {"customer", "name", "email", "admitted", "admitted_because", "pages"}
    assert set(person) == about
    page = {"page", "path", "title", "allowed", "because", "settled_by", "gets", "led_to"}
    assert set(person["pages"][0]) == page | {"rules", "blocks"}
    assert person["pages"][0]["gets"] == "not_found"


def test_at_another_time_the_answer_is_another(pages):
    now = as_json("--page", "/perks/", customer="past-due@example.com")
    then = as_json("--page", "/perks/", "--at", "2030-01-01", customer="past-due@example.com")
    seen = [one["people"][0]["pages"][0]["allowed"] for one in (now, then)]
    assert seen == [True, False]
    assert then["at"].startswith("2030-01-01T12:00:00")


def test_several_customers_with_one_address_are_each_told(pages, people):
    people["paused"].email = "active@example.com"
    people["paused"].save()
    found = as_json(customer=" Active@Example.com")["people"]
    assert [one["name"] for one in found] == ["Active", "Paused"]


def test_as_text_it_reads_as_lines_with_signs(pages):
    lines = told("--page", "/perks/").splitlines()
    assert lines[0] == "Cancelled <cancelled@example.com>, shop.localhost"
    assert lines[1].startswith("+ Every customer")
    assert lines[2].startswith("  - /perks/ Perks: Inactive: the subscription was cancelled")
    assert any("[settled it]" in line for line in lines)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--portal", "nowhere.localhost"), "Portals: club.localhost, shop.localhost"),
        (("--customer", "nobody@example.com"), "Is it the right portal?"),
        (("--page", "/nowhere/"), "Pages: /, /perks/"),
        (("--page", "/perks/more/"), "is published at /perks/more/"),
        (("--at", "tomorrow"), "Write it like 2026-12-24"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(pages, options, said):
    with pytest.raises(CommandError, match=r".") as refusal:
        told(*options)
    assert said in str(refusal.value)
    assert refusal.value.returncode == 1


def test_a_deleted_customer_is_said_to_be(pages, people, now):
    Customer.objects.filter(pk=people["cancelled"].pk).update(deleted_at=now)
    with pytest.raises(CommandError, match="was deleted"):
        told()


def test_whoever_is_not_admitted_is_told_so(club, people):
    make_home(club, text("Inside"), rule=EVERYONE)
    out = StringIO()
    named = ("--portal", club.host, "--customer", "any@example.com", "--json")
    call_command("explain_access", *named, stdout=out)
    [person] = json.loads(out.getvalue())["people"]
    assert not person["admitted"]
    assert person["admitted_because"] == "Not a member of Green Club."


def test_a_page_for_the_inactive_is_seen_by_them(shop, people):
    home = make_home(shop, rule=EVERYONE)
    make_page(Page.objects.get(pk=home.pk), "back", rule=INACTIVE)
    [page] = as_json("--page", "/back/")["people"][0]["pages"]
    assert page["allowed"]
    assert page["gets"] is None
