"""What the editor's form of a page sends, made from the page as it is."""

from __future__ import annotations

import json
from typing import Any

from cms.models import PortalPage
from cms.rules.checking import STREAMS


def form_of(page: PortalPage, user: Any, **changes: Any) -> Any:
    """The page's form as `user` sends it: as it is stored, but for `changes`.

    A stream is changed to a list of blocks as they are stored.
    """
    streams = {name: changes.pop(name, list(getattr(page, name).raw_data)) for name in STREAMS}
    rule = changes.pop("rule", page.visibility)
    data = {
        "title": page.title,
        "slug": page.slug,
        "visibility": json.dumps(rule),
        "when_denied": page.when_denied,
        "when_signed_out": page.when_signed_out,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for name, blocks in streams.items():
        data |= _stream(name, blocks)
    kwargs = {"parent_page": page.get_parent()} if page.pk is None else {}
    made = PortalPage.get_edit_handler().get_form_class()
    return made(data, instance=page, for_user=user, **kwargs, **changes)


def _stream(prefix: str, blocks: list[Any]) -> dict[str, str]:
    data = {f"{prefix}-count": str(len(blocks))}
    for at, one in enumerate(blocks):
        here = f"{prefix}-{at}"
        data |= {f"{here}-deleted": "", f"{here}-order": str(at), f"{here}-type": one["type"]}
        data |= {f"{here}-id": one.get("id", "")}
        for name, value in one["value"].items():
            data |= _value(f"{here}-value-{name}", value)
    return data


def _value(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, list):
        return _stream(name, value)
    if isinstance(value, dict):
        return {name: json.dumps(value)}
    return {name: _rich(value)}


def _rich(text: str) -> str:
    """Rich text is sent as Draftail has it."""
    if not text.startswith("<p>"):
        return text
    words = text.removeprefix("<p>").removesuffix("</p>")
    line = {"key": "a", "text": words, "type": "unstyled", "depth": 0}
    line |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [line], "entityMap": {}})
