from __future__ import annotations

import re
from pathlib import Path

import stripe
from django.urls import reverse

from billing.gateway.reading import SHOP_KEY
from billing.mirror.dispatch import HANDLERS

TEXT = (Path(__file__).parents[2] / "docs" / "how-to" / "connect-stripe.md").read_text("utf-8")


def test_the_events_in_the_text_are_those_we_act_on():
    assert re.findall(r"^    ([a-z_.]+\.[a-z_]+)$", TEXT, re.MULTILINE) == sorted(HANDLERS)


def test_the_endpoint_in_the_text_is_the_one_that_answers():
    addresses = set(re.findall(r"https://admin\.example\.com(/\S+)", TEXT))
    assert addresses == {reverse("stripe_webhook", urlconf="cms.urls.machine")}


def test_the_version_in_the_text_is_the_installed_packages():
    assert re.findall(r"api_version=(\S+)", TEXT) == [stripe.api_version]


def test_the_key_in_the_metadata_is_the_one_we_read():
    assert f"    {SHOP_KEY} = " in TEXT
