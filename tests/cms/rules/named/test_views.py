"""Named rules in the editor: who sees them, what is refused, and what is kept of each change."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client

from access_rules.decisions import allows
from access_rules.models import NamedRule
from access_rules.presets import ACTIVE, ANY_CUSTOMER, INACTIVE
from access_rules.subject import subject_of
from portals.stamps import PAGES, PORTALS
from tests.cms.rules.conftest import bought, named, rule, selects
from tests.pages import make_home, text

LIST = "/admin/named-rules/"


def address(step: str, one: NamedRule) -> str:
    return f"{LIST}{step}/{one.pk}/"


def sent(asked, name: str = "Gold", **fields) -> dict[str, str]:
    return {"name": name, "note": "", "rule": json.dumps(asked), **fields}


def words(answer) -> str:
    """What stands on a page, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def editor(staff, shop):
    return staff("edit_rules", portals=(shop,))


def test_a_rule_is_made_with_its_name(editor, shop):
    answer = editor.post(f"{LIST}new/", sent(ACTIVE, shop=str(shop.shop_id)))
    assert answer["location"] == LIST
    made = NamedRule.objects.get()
    assert (made.name, made.rule, made.shop_id) == ("Gold", ACTIVE, shop.shop_id)


def test_the_list_tells_who_meets_a_rule_and_where_it_is_used(chief, shop, gold, people):
    NamedRule.objects.filter(pk=gold.pk).update(rule=ACTIVE)
    make_home(shop, text("For gold", rule(named(gold))))
    assert re.search(r"Gold .*Active 4 in 1 place ", words(chief.get(LIST)))


def test_a_rule_is_not_made_for_another_shop(editor, other):
    editor.post(f"{LIST}new/", sent(ACTIVE, shop=str(other.shop_id)))
    assert not NamedRule.objects.exists()


def test_a_rules_shop_stays(chief, gold, other):
    chief.post(address("edit", gold), sent(ACTIVE, shop=str(other.shop_id)))
    assert NamedRule.objects.get(rule=ACTIVE).shop_id == gold.shop_id


def test_a_circle_is_refused_with_a_sentence(editor, gold):
    silver = NamedRule.objects.create(shop=gold.shop, name="Silver", rule=rule(named(gold)))
    answer = editor.post(address("edit", gold), sent(rule(named(silver))))
    assert "leads back to itself" in words(answer)
    assert NamedRule.objects.get(pk=gold.pk).rule == ANY_CUSTOMER


def test_another_shops_product_is_refused(editor, gold, rod):
    answer = editor.post(address("edit", gold), sent(rule(bought(rod))))
    assert "There is no such product in this shop" in words(answer)


def test_a_name_is_given_once_a_shop(editor, gold, shop):
    editor.post(f"{LIST}new/", sent(ACTIVE, shop=str(shop.shop_id)))
    assert NamedRule.objects.count() == 1


def test_a_change_holds_at_once_in_rules_that_use_it(editor, gold, shop, people, now):
    using, facts = rule(named(gold)), people["active"].facts
    subject = subject_of(shop, facts, facts.customer_id, now)
    assert allows(using, subject)
    editor.post(address("edit", gold), sent(INACTIVE))
    assert not allows(using, subject)


def test_a_change_tells_every_process(editor, gold, django_capture_on_commit_callbacks):
    before = cache.get(PAGES), cache.get(PORTALS)
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address("edit", gold), sent(INACTIVE))
    assert cache.get(PAGES) != before[0]
    assert cache.get(PORTALS) != before[1]


def test_the_history_tells_who_changed_what(editor, gold):
    editor.post(address("edit", gold), sent(INACTIVE))
    shown = words(editor.get(address("history", gold)))
    assert "Changed from “Any customer” to “Inactive”" in shown
    assert editor.user.email in shown


def test_a_new_name_alone_is_no_change_of_the_rule(editor, gold):
    editor.post(address("edit", gold), sent(ANY_CUSTOMER, "Silver"))
    assert "Changed from" not in words(editor.get(address("history", gold)))


def test_a_rule_in_use_is_not_deleted(chief, gold, shop):
    home = make_home(shop, text("For gold", rule(named(gold))))
    shown = chief.post(address("delete", gold), follow=True)
    assert NamedRule.objects.filter(pk=gold.pk).exists()
    assert "in use, so it cannot be deleted" in words(shown)
    assert f'href="/admin/pages/{home.pk}/edit/"' in shown.content.decode()


def test_a_rule_that_nothing_uses_is_deleted_after_asking(editor, gold):
    assert "Are you sure" in words(editor.get(address("delete", gold)))
    assert NamedRule.objects.exists()
    editor.post(address("delete", gold))
    assert not NamedRule.objects.exists()


def test_what_uses_a_rule_is_listed(editor, gold):
    assert "Nothing uses this rule" in words(editor.get(address("usage", gold)))
    NamedRule.objects.create(shop=gold.shop, name="Platinum", rule=rule(named(gold)))
    assert "Platinum Named rule" in words(editor.get(address("usage", gold)))


@pytest.mark.parametrize("step", ["edit", "usage", "history", "delete", "history-results"])
def test_another_shops_rule_is_not_there(staff, other, gold, step):
    client = staff("edit_rules", portals=(other,))
    assert client.get(address(step, gold)).status_code == 404
    assert client.post(address(step, gold), sent(ACTIVE)).status_code in {404, 405}
    assert NamedRule.objects.get().rule == ANY_CUSTOMER
    assert "Gold" not in words(client.get(LIST))


@pytest.mark.parametrize("step", ["edit", "usage", "history", "delete"])
def test_whoever_may_not_edit_rules_is_refused(staff, shop, gold, step):
    client = staff("view_customer", portals=(shop,))
    asked = address(step, gold)
    for answer in (client.get(asked), client.post(asked, sent(ACTIVE)), client.get(LIST)):
        assert answer.status_code == 404 or answer["location"] == "/admin/"
    assert NamedRule.objects.get().rule == ANY_CUSTOMER


def test_stranger_is_refused(gold):
    client = Client(headers={"host": "admin.localhost"})
    for path in (LIST, address("edit", gold), address("delete", gold)):
        assert client.get(path)["location"].startswith("/admin/login/")


def test_more_rules_need_one_query_more_each(editor, gold, people):
    editor.get(LIST)
    few = selects(lambda: editor.get(LIST))
    for number in range(5):
        NamedRule.objects.create(shop=gold.shop, name=f"{number}", rule=ACTIVE)
    editor.get(LIST)
    assert selects(lambda: editor.get(LIST)) <= few + 5


def test_a_list_that_takes_too_long_is_shown_all_the_same(editor, gold, people, monkeypatch):
    monkeypatch.setattr("cms.rules.named.views.SECONDS", -1)
    monkeypatch.setattr("cms.rules.named.views.LEAST", -1)
    monkeypatch.setattr("cms.rules.bounded.STEPS", 1)
    assert "not counted" in words(editor.get(LIST))
