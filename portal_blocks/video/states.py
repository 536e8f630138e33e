"""A film played here, one that opens elsewhere, and long words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.sample_files import SampleDocument, SamplePicture
from portal_blocks.states import State

ELSEWHERE = {
    "title": "How to brew a filter coffee",
    "address": "https://vimeo.com/1",
    "text": "Four minutes, no machine.",
}
HERE = {
    "address": "",
    "file": SampleDocument("Filter", "filter.mp4", 18_000_000),
    "captions": SampleDocument("Filter, captions", "filter.vtt", 4000),
    "picture": SamplePicture(),
}
LONG = {
    "title": "Kaffeemaschinenentkalkungsanleitung für Siebträgermaschinen mit Zweikreissystem",
    "text": "",
}

STATES: Mapping[str, State] = {
    "here": State(_("Played on the page"), value=HERE),
    "ready": State(_("Opens elsewhere")),
    "picture": State(_("Opens elsewhere, with a picture"), value={"picture": SamplePicture()}),
    "long": State(_("Long words"), value=LONG),
}
