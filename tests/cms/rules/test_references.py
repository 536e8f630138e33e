from __future__ import annotations

import pytest

from access_rules.errors import RuleFault
from access_rules.models import NamedRule
from access_rules.parsing import parse
from cms.rules.references import check_references, faults_of, faults_of_all
from tests.cms.rules.conftest import bought, club_of, named, rule


def paths(faults: list[RuleFault]) -> list[str]:
    return [fault.path for fault in faults]


def test_what_is_of_the_shop_may_be_named(shop, grinder, gold):
    mine = rule(bought(grinder), named(gold))
    assert faults_of(mine, shop.shop_id) == []
    check_references(parse(mine), shop.shop_id)


def test_another_shops_things_are_refused_where_they_stand(shop, other, grinder, rod):
    club = {
        "condition": "standing_in_club",
        "value": "active",
        "club": club_of(other, "Anglers").pk,
    }
    theirs = rule(bought(grinder), {"any": [bought(rod), club]})
    faults = faults_of(theirs, shop.shop_id)
    assert paths(faults) == ["rule.all[1].any[0].products", "rule.all[1].any[1].club"]
    with pytest.raises(RuleFault, match="no such product"):
        check_references(parse(theirs), shop.shop_id)


def test_another_shops_named_rule_is_refused(other, gold):
    assert paths(faults_of(rule(named(gold)), other.shop_id)) == ["rule.all[0]"]


def test_what_is_gone_is_refused(shop, grinder):
    asked = rule(bought(grinder))
    grinder.delete()
    assert paths(faults_of(asked, shop.shop_id)) == ["rule.all[0].products"]


def test_a_faulty_rule_has_its_own_fault(shop):
    assert paths(faults_of({"version": 1, "all": []}, shop.shop_id)) == ["rule.all"]


def test_a_rule_that_leads_back_to_itself_is_refused(shop, gold):
    silver = NamedRule.objects.create(shop_id=shop.shop_id, name="Silver", rule=rule(named(gold)))
    [fault] = faults_of(rule(named(silver)), shop.shop_id, own=gold.pk)
    assert "leads back to itself" in str(fault)


def test_many_rules_cost_one_query_for_a_kind(shop, grinder, django_assert_num_queries):
    rules = [rule(bought(grinder)) for _ in range(20)]
    with django_assert_num_queries(1):
        assert faults_of_all(rules, shop.shop_id) == [[] for _ in rules]
