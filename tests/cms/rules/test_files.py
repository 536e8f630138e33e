from __future__ import annotations

import json
from typing import Any

import pytest
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE
from cms.models import PortalDocument, PortalImage
from cms.rules.files import DocumentForm, ImageForm
from tests.cms.rules.conftest import bought, rule


@pytest.fixture
def guide(db) -> PortalDocument:
    Collection.add_root(name="Root")
    return PortalDocument.objects.create(title="Guide", file="documents/guide.pdf")


def form_of(document: PortalDocument, user: Any, asked: Any, shop: Any = "") -> Any:
    data = {"title": "Guide", "visibility": json.dumps(asked), "shop": str(shop), "tags": ""}
    return get_document_form(PortalDocument)(data, instance=document, user=user)


def test_the_library_uses_these_forms():
    assert issubclass(get_document_form(PortalDocument), DocumentForm)
    assert issubclass(get_image_form(PortalImage), ImageForm)


def test_a_rule_of_the_shops_own_things_is_saved(chief, guide, shop, grinder):
    asked = rule(bought(grinder))
    form = form_of(guide, chief.user, asked)
    assert form.is_valid(), form.errors.as_json()
    assert form.save().visibility == asked


def test_another_shops_product_is_refused(chief, guide, shop, rod):
    form = form_of(guide, chief.user, rule(bought(rod)), shop.shop_id)
    assert list(form.errors) == ["visibility"]


def test_without_a_shop_a_rule_has_to_hold_in_all(chief, guide, other, rod):
    assert list(form_of(guide, chief.user, rule(bought(rod))).errors) == ["visibility"]
    assert form_of(guide, chief.user, rule(bought(rod)), other.shop_id).is_valid()


def test_whoever_may_not_edit_rules_changes_neither_rule_nor_shop(staff, guide, shop):
    user = staff("add_document", "change_document", portals=(shop,)).user
    form = form_of(guide, user, EVERYONE, shop.shop_id)
    assert form.is_valid(), form.errors.as_json()
    saved = form.save()
    assert (saved.visibility, saved.shop_id) == (ANY_CUSTOMER, None)


def test_a_document_is_given_to_shops_of_their_own_alone(staff, guide, shop, other):
    user = staff("edit_rules", portals=(shop,)).user
    assert list(form_of(guide, user, ACTIVE, other.shop_id).errors) == ["shop"]
