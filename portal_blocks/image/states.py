"""A picture with a caption and without."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.sample_files import SamplePicture
from portal_blocks.states import State

SAMPLE = {"image": SamplePicture(), "alt": "A blue cup of coffee on a table", "caption": ""}
LONG = {"caption": "Kaffeeverkostungsveranstaltung in der Röstereibesuchergalerie, Dezember 2026"}

STATES: Mapping[str, State] = {
    "ready": State(_("Alone")),
    "caption": State(_("With a caption"), value={"caption": "Our own cup, thrown in Devon"}),
    "long": State(_("Long words"), value=LONG),
}
