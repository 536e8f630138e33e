from __future__ import annotations

import re

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model

from access_rules.presets import EVERYONE
from portal_blocks.image.block import ImageBlock
from tests.bench.full_page import picture
from tests.portal_blocks.cast import shown, viewer

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


def image_html(**value) -> str:
    return shown(ImageBlock(), {"image": picture(), "alt": "", "caption": "", **value}, viewer())


def test_a_picture_is_read_out_in_the_merchants_words():
    assert 'alt="Hills in the &quot;morning&quot;"' in image_html(alt='Hills in the "morning"')


def test_a_picture_without_words_is_decoration():
    assert re.search(r'<img alt=""', image_html())  # not the name of the file in the library


def test_a_caption_stands_below_the_picture():
    html = image_html(caption="Huila <Colombia>")
    assert "<figcaption" in html
    assert "Huila &lt;Colombia&gt;" in html


def test_without_a_caption_there_is_no_place_for_one():
    assert "<figcaption" not in image_html()


def test_a_phone_may_load_a_smaller_picture_than_a_desktop():
    [sizes] = re.findall(r'srcset="([^"]+)"', image_html())
    assert [size in sizes for size in ("width-480", "width-960", "width-1440")] == [True] * 3


def test_a_picture_keeps_its_place_while_it_loads():
    assert re.search(r'<img [^>]*height="270"[^>]*width="480"', image_html())


def test_a_picture_that_was_deleted_breaks_nothing():
    gone = picture()
    get_image_model().objects.filter(pk=gone).delete()
    html = image_html(image=gone, caption="Huila")
    assert "<img" not in html
    assert "Huila" in html


def test_a_block_without_a_picture_is_refused():
    block = ImageBlock()
    value = {"image": None, "alt": "", "caption": "", "visibility": EVERYONE}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert list(refused.value.block_errors) == ["image"]
