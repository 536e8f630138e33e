"""Requests as another system sends them."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from billing.api.keys import create_key
from billing.api.signing import sign
from portals.models import Shop

ORDER: dict[str, Any] = {
    "external_id": "A-1",
    "number": "1001",
    "email": "Ada@Example.com",
    "name": "Ada",
    "placed_at": "2026-01-31T14:30:00+01:00",
    "updated_at": "2026-02-01T00:00:00Z",
    "currency": "EUR",
    "total": 1300,
    "lines": [
        {"name": "Tea", "quantity": 2, "unit_amount": 500},
        {"name": "Jam", "total": 300, "sku": "jam-1"},
    ],
}


class Sender:
    """Another system with a key of its own."""

    def __init__(self, shop: Shop, source: str = "webshop", **may: bool) -> None:
        self.key, self.secret = create_key(shop, source, label="Web shop", **may)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """Send a body, signed unless headers say otherwise."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = sign(raw, self.secret, now=timezone.now())
        signed = {"Portico-Key": self.key.name, "Portico-Signature": signature, **headers}
        return Client().post(path, raw, content_type="application/json", headers=signed)

    def orders(self, *rows: Any) -> Any:
        """Send orders."""
        return self.post("/api/orders/", {"orders": list(rows)})

    def shipments(self, *rows: Any) -> Any:
        """Send shipments."""
        return self.post("/api/shipments/", {"shipments": list(rows)})


def order(**fields: Any) -> dict[str, Any]:
    """An order that is right, with other fields."""
    return {**ORDER, **fields}


def statuses(answer: Any) -> list[str]:
    """What became of each row."""
    return [row["status"] for row in answer.json()["results"]]
