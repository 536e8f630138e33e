from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from wagtail.models import Page

from access_rules.presets import ACTIVE
from portals.models import PortalSettings
from tests.pages import make_home, make_page, text

TEXT = (Path(__file__).parents[2] / "docs" / "how-to" / "ask-why.md").read_text("utf-8")


def keys(told: object) -> object:
    """The shape of an answer, without its values."""
    if isinstance(told, dict):
        return {name: keys(value) for name, value in told.items()}
    return [keys(told[0])] if isinstance(told, list) else type(told)


def test_the_json_in_the_text_is_what_the_command_prints(shop, people):
    home = make_home(shop, text("Hello"))
    make_page(Page.objects.get(pk=home.pk), "perks", rule=ACTIVE)
    PortalSettings.objects.filter(site_id=shop.site_id).update(inactive_home=home)
    out = StringIO()
    named = ("--portal", shop.host, "--customer", "cancelled@example.com", "--json")
    call_command("explain_access", *named, stdout=out)
    printed = json.loads(out.getvalue())
    printed["people"][0]["pages"] = printed["people"][0]["pages"][1:]
    [example] = re.findall(r"```json\n(.*?)```", TEXT, re.S)
    assert keys(json.loads(example)) == keys(printed)
