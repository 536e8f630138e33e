from __future__ import annotations

import re

from cms.deep_links import WAYS
from portals.models import PortalSettings
from tests.docs.reading import guide, table

TEXT = guide("link-to-one-thing")


def test_every_word_has_its_row():
    words = [re.findall(r"/go/(\w+)/", row[0])[0] for row in table(TEXT, "Address")]
    assert words == sorted(WAYS)


def test_those_that_lead_back_are_those_in_the_text():
    [said] = re.findall(r"It works for (.+?)\.", TEXT, re.DOTALL)
    assert re.findall(r"`(\w+)`", said) == sorted(word for word, way in WAYS.items() if way.done)


def test_the_setting_is_called_so():
    assert f"*{PortalSettings._meta.get_field('return_addresses').verbose_name}*" in TEXT
