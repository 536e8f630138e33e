from __future__ import annotations

from django.contrib.auth.models import Permission

from accounts.models import Customer
from cms.customers.story import SOURCES
from cms.customers.viewset import customer_permissions
from cms.deep_links import WAYS
from tests.cms.staff import client_of, merchant
from tests.docs.reading import guide

TEXT = " ".join(guide("help-a-customer").split())


def test_the_kinds_of_the_story_are_those_there_are():
    assert ", ".join(f"*{label}*" for label, _sources in SOURCES.values()) in TEXT


def test_the_address_for_a_card_exists():
    assert "`/go/card/`" in TEXT
    assert "card" in WAYS


def test_the_page_has_what_the_text_speaks_of(people):
    row: Customer = people["active"]
    html = client_of(merchant()).get(f"/admin/customers/{row.pk}/").content.decode()
    for words in ("Act for them", "What they see", "Story", "Write a note"):
        assert words in TEXT.replace("The story", "Story")
        assert words in html


def test_each_permission_that_the_text_names_can_be_given(db):
    given = set(customer_permissions().values_list("codename", flat=True))
    assert given == {
        "view_customer",
        "change_customer",
        "add_customernote",
        "act_for_customer",
        "refund_order",
    }
    assert Permission.objects.filter(codename="preview_as_customer").exists()
