from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE
from cms.coverage.checks.files import narrower_files
from cms.media.models import PortalDocument, PortalImage
from tests.pages import block, text


@pytest.fixture
def files(shop, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Collection.get_first_root_node() or Collection.add_root(name="Root")

    def make(rule):
        picture = PortalImage(title="Beans", file=get_test_image_file(), visibility=dict(rule))
        picture.shop_id = shop.shop_id
        picture.save()
        file = ContentFile(b"x", name="recipe.txt")
        document = PortalDocument(title="Recipe", file=file, visibility=dict(rule))
        document.shop_id = shop.shop_id
        document.save()
        return picture, document

    return make


def placed(files, rule):
    picture, document = files
    link = f'<a linktype="document" id="{document.pk}">Recipe</a>'
    return [block("image", rule, image=picture.pk, alt="", caption=""), text(link, rule)]


@pytest.mark.parametrize("rule", [EVERYONE, ANY_CUSTOMER])
def test_files_for_whoever_sees_the_block_are_no_finding(find, below, files, rule):
    below("perks", *placed(files(rule), ANY_CUSTOMER))
    assert find(narrower_files) == []


def test_files_that_some_who_see_the_block_may_not_have_are_found(find, below, files):
    below("perks", *placed(files(ACTIVE), ANY_CUSTOMER))
    picture, document = find(narrower_files)
    assert "“Beans”" in picture.message
    assert "cannot open “Recipe”" in document.message
    assert "Cancelled" in document.message
    assert "/admin/documents/" in document.mend.url


def test_a_file_on_a_narrow_page_may_be_as_narrow(find, below, files):
    below("perks", *placed(files(ACTIVE), EVERYONE), rule=ACTIVE)
    assert find(narrower_files) == []
