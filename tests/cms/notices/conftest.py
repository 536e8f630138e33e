from __future__ import annotations

from dataclasses import replace

import pytest

from billing.models import Notice, NoticeKind
from billing.notices.writers import Writer
from cms.notices.samples import sample_facts
from portal_blocks.samples import sample_viewer
from portals.models import NoticeSettings


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    monkeypatch.setattr("billing.notices.outbox.ask_worker", lambda *_args, **_options: None)


@pytest.fixture
def writer() -> Writer:
    """A portal of no database, with everything said that it can say of itself."""
    sample = sample_viewer("signed_out").portal
    names = {"host": "shop.localhost", "name": "shop.localhost", "shop_name": "Greenhouse"}
    portal = replace(sample, **names, support_email="help@shop.example")
    said = {"reply_to": "replies@shop.example", "postal_address": "12 Quay Street"}
    return Writer(portal, NoticeSettings(**said))


@pytest.fixture
def noted(people, now):
    """Note an e-mail of a kind for one of the cast."""

    def noting(kind: str = "order", key: str = "any", **facts: object) -> Notice:
        known = {**sample_facts(NoticeKind(kind), now=now), **facts}
        return Notice.objects.create(
            customer=people[key], kind=kind, about="sample", facts=known, made_at=now
        )

    return noting
