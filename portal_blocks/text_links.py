"""Takes out of a text the links that are not for its reader; their words stay."""

from __future__ import annotations

import re

from wagtail.documents import get_document_model

from portal_blocks.base import leads_somewhere
from portal_blocks.viewer import Viewer

LINK = re.compile(r"<a\b(?P<about>[^>]*)>(?P<words>.*?)</a>", re.DOTALL)
KIND = re.compile(r'\blinktype="(page|document)"')
KEY = re.compile(r'\bid="(\d{1,18})"')


def links_for(viewer: Viewer, source: str) -> str:
    """Return the text as stored, without the links that lead this viewer nowhere."""
    if "linktype=" not in source:
        return source
    return LINK.sub(
        lambda link: link[0] if _is_for(viewer, link["about"]) else link["words"], source
    )


def _is_for(viewer: Viewer, about: str) -> bool:
    kind, key = KIND.search(about), KEY.search(about)
    if kind is None or key is None:
        return "linktype=" not in about
    if kind[1] == "page":
        return leads_somewhere(int(key[1]), viewer)
    document = get_document_model().objects.filter(pk=int(key[1])).first()
    return document is not None and document.is_for(viewer.subject)
