from __future__ import annotations

import json
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_page_loads_nothing_from_elsewhere():
    shown = Client().get("/api/docs/").content.decode()
    assert set(re.findall(r'(?:src|href)="([^"#][^"]*)"', shown)) == {
        "/static/billing/api.css",
        "/api/openapi.json",
    }
    assert "<script" not in shown


def test_the_page_tells_of_every_address_and_field():
    shown = Client().get("/api/docs/").content.decode()
    for word in ("POST /api/orders/", "POST /api/shipments/", "order_external_id", "refunded"):
        assert f"<code>{word}</code>" in shown
    assert "`" not in shown


def test_every_link_on_the_page_leads_to_an_object():
    shown = Client().get("/api/docs/").content.decode()
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(re.findall(r'id="([^"]+)"', shown))


def test_it_tells_nothing_of_who_asks(portals):
    answers = [
        Client(headers={"host": host}).get("/api/docs/").content
        for host in ("shop.localhost", "admin.localhost", "nobodys.localhost")
    ]
    assert len(set(answers)) == 1


@pytest.mark.parametrize("path", ["/api/", "/api/orders", "/api/nothing/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_any_other_address_is_told_as_json(path, method):
    answer = getattr(Client(), method)(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_address")


def test_the_schema_is_served_and_whole():
    schema = json.loads(Client().get("/api/openapi.json").content)
    assert set(schema["paths"]) == {"/api/orders/", "/api/shipments/"}
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(schema)))
    assert named <= set(schema["components"]["schemas"])
    assert "Unfit" not in json.dumps(schema)
