from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("permission", "is_shown"), [("edit_rules", True), ("view_customer", False)]
)
def test_the_menu_leads_there_for_whoever_may(staff, shop, permission, is_shown):
    shown = staff(permission, portals=(shop,)).get("/admin/").content.decode()
    assert ("/admin/named-rules/" in shown) is is_shown


def test_the_form_has_the_rule_builder(chief, gold):
    shown = chief.get(f"/admin/named-rules/edit/{gold.pk}/").content.decode()
    assert "access_rules/builder/main.js" in shown
