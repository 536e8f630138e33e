"""`manage.py check_access`: findings as lines and as JSON, and an exit code for a nightly run."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from access_rules.presets import ACTIVE, INACTIVE
from cms.models import PortalPage
from tests.pages import make_home, text

BOTH = {"version": 1, "all": [ACTIVE["all"][0], INACTIVE["all"][0]]}


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("check_access", *arguments, stdout=out)
    return out.getvalue()


def test_warnings_are_said_and_end_well(shop):
    home = make_home(shop, text("Hello", BOTH))
    told = said("--portal", shop.host)
    assert f"warning contradiction ({home.title}, Text): Nobody can meet this rule" in told
    assert told.endswith("Findings: 1.\n")


def test_errors_end_with_1(shop):
    home = make_home(shop)
    PortalPage.objects.filter(pk=home.pk).update(visibility={})
    with pytest.raises(SystemExit) as ended:
        said("--portal", shop.host)
    assert ended.value.code == 1


def test_json_tells_everything(shop):
    home = make_home(shop, text("Hello", BOTH))
    told = json.loads(said("--portal", shop.host, "--json"))
    [found] = told["findings"]
    assert (told["version"], told["portal"]) == (1, shop.host)
    assert (found["code"], found["page_id"], found["severity"]) == (
        "contradiction",
        home.pk,
        "warning",
    )
    assert found["mend"]["url"].endswith(f"/{home.pk}/edit/")


def test_a_host_without_a_portal_is_refused(portals):
    with pytest.raises(CommandError, match=r"Portals: club\.localhost, shop\.localhost"):
        said("--portal", "nowhere.localhost")
