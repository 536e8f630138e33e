"""Health, and pages that are none."""

from __future__ import annotations

import pytest
from django.core.cache import cache

ANY_HOST = ["shop.localhost", "admin.localhost", "127.0.0.1"]


@pytest.mark.parametrize("host", ANY_HOST)
def test_a_process_that_lives_says_so_on_any_host(client, shop, host):
    assert client.get("/healthz", headers={"host": host}).content == b"ok"


def test_a_process_that_may_be_sent_visitors_says_so(client, shop, settings):
    from celery import current_app

    with current_app.connection_for_write() as connection:
        assert connection.as_uri().startswith("memory")
    answer = client.get("/readyz", headers={"host": "127.0.0.1"})
    faults = [fault for fault in answer.json()["faults"] if "migrations" not in fault]
    assert faults == []  # the tests' tables are made without migrations


def test_a_dead_queue_is_named(client, shop, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("kombu.Connection.ensure_connection", refuse)
    answer = client.get("/readyz", headers={"host": "127.0.0.1"})
    assert answer.status_code == 503
    assert "The queue does not answer." in answer.json()["faults"]


def test_customers_that_no_rule_could_know_of_are_named(client, people):
    answer = client.get("/readyz", headers={"host": "127.0.0.1"})
    assert not any("facts" in fault for fault in answer.json()["faults"])
    cache.clear()
    people["any"].facts.delete()
    answer = client.get("/readyz", headers={"host": "127.0.0.1"})
    told = "Customers have no facts: run manage.py rebuild_facts."
    assert (answer.status_code, told in answer.json()["faults"]) == (503, True)


def test_a_dead_cache_is_named(client, shop, monkeypatch):
    monkeypatch.setattr("cms.readiness.cache.get", lambda *_, **__: None)
    assert (
        "The cache forgets."
        in client.get("/readyz", headers={"host": "127.0.0.1"}).json()["faults"]
    )


def test_not_found_is_in_the_portals_look(visit, shop):
    answer = visit(shop).get("/no/such/thing/")
    assert answer.status_code == 404
    assert "shop.localhost" in answer.content.decode()


def test_every_portal_answer_carries_the_policy(visit, shop):
    policy = visit(shop).get("/sign-in/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
