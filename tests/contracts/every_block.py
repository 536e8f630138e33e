"""Every block that shows or changes what is a customer's own, with every switch on."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string

from portal_blocks.registry import BLOCKS
from tests.pages import block

CLASSES: dict[str, Any] = {key: import_string(path) for key, path in BLOCKS.items()}
OWN = [key for key, of in CLASSES.items() if of.actions or of.views]


def every_block(price: str) -> list[dict[str, Any]]:
    """Return them as they are stored; what is offered is sold at this price."""
    return [block(key, **_switched_on(key), **_more(key, price)) for key in OWN]


def _switched_on(key: str) -> dict[str, Any]:
    switches = {name: True for name in CLASSES[key]().child_blocks if name.startswith("allow_")}
    return switches | ({"most": 3} if "most" in CLASSES[key]().child_blocks else {})


def _more(key: str, price: str) -> dict[str, Any]:
    return {"price": price} if key == "offer" else {"heading": key}
