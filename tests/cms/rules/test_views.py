"""The rule builder's questions: who may ask, and what is answered."""

from __future__ import annotations

import pytest
from django.test import Client

from access_rules.conditions import CONDITIONS
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from tests.cms.rules.conftest import asker, bought, rule, selects

FRAME, PICK = "/admin/rules/frame/", "/admin/rules/pick/products/"


def test_the_frame_tells_what_rules_are_made_of(chief, portals):
    told = chief.get(FRAME).json()
    assert [one["key"] for one in told["presets"]] == [
        "everyone",
        "any_customer",
        "active",
        "inactive",
    ]
    assert {one["name"] for one in told["conditions"]} == set(CONDITIONS)
    assert [one["name"] for one in told["portals"]] == ["club.localhost", "shop.localhost"]
    assert (told["may_edit"], told["may_see_customers"]) == (True, True)
    [standing] = [one for one in told["conditions"] if one["name"] == "standing"]
    assert standing["settings"]["value"]["control"] == "choice"


def test_a_rule_is_told_with_its_audience(chief, shop, people):
    told = chief.ask(ACTIVE, where=f"site={shop.site_id}")
    assert told["sentence"].startswith("Active")
    assert (told["audience"]["count"], told["audience"]["total"]) == (4, 7)
    assert told["audience"]["sample"][0] == {
        "name": "Active",
        "email": "active@example.com",
        "url": f"/admin/customers/{people['active'].pk}/",
    }
    assert (told["faults"], told["change"]) == ([], None)


def test_a_composed_rule_is_told_as_a_sentence(chief, shop, grinder):
    told = chief.ask(rule({"condition": "standing", "value": "active"}, bought(grinder)))
    assert told["sentence"].startswith("Whoever is Active and ")
    assert "Grinder" in told["sentence"]


def test_who_gains_and_loses_against_another_rule_is_told(chief, shop, people):
    told = chief.ask(INACTIVE, ACTIVE, where=f"site={shop.site_id}")["change"]
    assert (told["gain"], told["lose"]) == (3, 4)
    assert [one["name"] for one in told["gainers"]] == ["Any", "Paused", "Cancelled"]


def test_what_only_a_visit_tells_is_told_as_at_most(chief, shop, people):
    campaign = {"condition": "campaign", "parameter": "utm_campaign", "value": "spring"}
    told = chief.ask(rule(campaign), where=f"site={shop.site_id}")["audience"]
    assert (told["count"], told["at_most"]) == (0, 7)


def test_a_fault_is_told_with_its_place_and_nobody_is_counted(chief, shop, rod):
    told = chief.ask(rule(bought(rod)), where=f"site={shop.site_id}")
    assert [one["path"] for one in told["faults"]] == ["rule.all[0].products"]
    assert told["audience"] is None
    assert "Fishing" not in str(told)


@pytest.mark.parametrize("asked", [None, {}, [], "x", {"version": 1}, {"version": 1, "all": [[]]}])
def test_what_is_no_rule_is_told_as_faulty(chief, shop, asked):
    told = chief.ask(asked)
    assert told["faults"]
    assert told["audience"] is None


@pytest.mark.parametrize("was", [{}, "x", {"version": 1, "all": []}])
def test_a_broken_rule_before_was_met_by_nobody(chief, shop, people, was):
    told = chief.ask(ACTIVE, was, where=f"site={shop.site_id}")
    assert (told["change"]["gain"], told["change"]["lose"]) == (4, 0)


def test_names_are_for_those_who_may_see_customers(staff, shop, people):
    where = f"site={shop.site_id}"
    told = staff("edit_rules", portals=(shop,)).ask(ACTIVE, INACTIVE, where)
    assert (told["audience"]["count"], told["audience"]["sample"]) == (4, [])
    assert (told["change"]["gainers"], told["change"]["losers"]) == ([], [])
    seen = staff("edit_rules", "view_customer", portals=(shop,)).ask(ACTIVE, where=where)
    assert len(seen["audience"]["sample"]) == 4


def test_what_takes_too_long_is_said(chief, shop, people, monkeypatch):
    monkeypatch.setattr("cms.rules.asking.SECONDS", -1)
    monkeypatch.setattr("cms.rules.bounded.STEPS", 1)
    told = chief.ask(ACTIVE)
    assert told["audience"] is None
    assert "quickly enough" in told["note"]


def test_a_rule_of_very_many_conditions_is_answered(chief, shop, people):
    many = [
        {"condition": "orders_count", "comparison": "at_least", "count": n} for n in range(1500)
    ]
    told = chief.ask(rule(*many, key="any"))
    assert told["faults"] == []
    assert told["audience"] is not None or told["note"]


@pytest.mark.parametrize("permissions", [(), ("view_customer",)])
def test_whoever_may_not_edit_rules_is_told_so(staff, shop, permissions):
    client = staff(*permissions, portals=(shop,))
    assert client.get(FRAME).json()["may_edit"] is False
    for answer in (
        client.get(PICK),
        client.post_json("/admin/rules/audience/", {"rule": EVERYONE}),
    ):
        assert (answer.status_code, answer.json()["error"]) == (
            403,
            "You may look at rules, not change them.",
        )


@pytest.mark.parametrize("path", ["frame/", "pick/products/", "audience/", "changes/{page}/"])
def test_staff_of_another_portal_is_refused(staff, shop, other, path):
    client = staff("edit_rules", portals=(other,))
    address = f"/admin/rules/{path}".format(page=shop.root_page_id) + f"?site={shop.site_id}"
    answer = client.post_json(address, {}) if "audience" in path else client.get(address)
    assert answer.status_code == 404
    assert "no portal of yours" in answer.json()["error"]


@pytest.mark.parametrize("path", ["frame/", "pick/products/", "audience/", "changes/1/"])
def test_stranger_is_refused(db, path):
    answer = Client(headers={"host": "admin.localhost"}).get(f"/admin/rules/{path}")
    assert answer["location"].startswith("/admin/login/")


def test_a_post_of_another_site_is_refused(chief, shop):
    client = asker(chief.user)
    client.handler.enforce_csrf_checks = True
    assert client.post_json("/admin/rules/audience/", {"rule": ACTIVE}).status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 100_000, b"\xff"])
def test_what_cannot_be_read_is_refused(chief, shop, body):
    answer = chief.post("/admin/rules/audience/", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"error": "This cannot be read."})


def test_answers_are_kept_by_nobody(chief, shop):
    assert "no-store" in chief.get(FRAME)["Cache-Control"]


def test_an_audience_costs_few_queries(chief, shop, people, grinder):
    asked = rule({"condition": "standing", "value": "active"}, {"none": [bought(grinder)]})
    where = f"site={shop.site_id}"
    chief.ask(asked, ANY_CUSTOMER, where)
    # Session, staff and their settings; the product here and by name; audience and change.
    assert selects(lambda: chief.ask(asked, ANY_CUSTOMER, where)) <= 3 + 2 + 6
