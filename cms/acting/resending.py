"""A form that comes again: the same is told what came of it, something else is not taken for it.

An operation's id is minted with its form. Whoever goes back in the browser, changes what they chose
and presses once more would be told that it is done, and of the first choice. What was sent is
remembered for a day; where that is lost, they are told of the first one.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.http import QueryDict

from billing.models import Operation

KEPT = 24 * 3600
_BESIDES = frozenset({"csrfmiddlewaretoken"})


def is_another(data: QueryDict) -> bool:
    """Whether the form was sent before with something else in it, and was carried out."""
    try:
        operation_id = UUID(data.get("operation_id", ""))
    except ValueError:
        return False
    key, sent = f"sent-{operation_id}", _digest(data)
    if cache.add(key, sent, KEPT):
        return False
    if cache.get(key) == sent:
        return False
    if Operation.objects.filter(pk=operation_id).exists():
        return True
    cache.set(key, sent, KEPT)  # it came to nothing then, such as a day that was none
    return False


def _digest(data: QueryDict) -> str:
    fields = sorted((name, data.getlist(name)) for name in data if name not in _BESIDES)
    return sha256(repr(fields).encode()).hexdigest()
