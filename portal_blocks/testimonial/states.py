"""A testimonial with a picture, without, and a long one."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.sample_files import SamplePicture
from portal_blocks.states import State

LONG = {
    "quote": "Seit dreieinhalb Jahren kommt die Lieferung pünktlich, und die "
    "Verpackungsmaterialvermeidungsstrategie hat mich überzeugt. Am liebsten mag ich den "
    "Filterkaffee des Monats, weil ich ihn nie selbst ausgesucht hätte.",
    "who": "Maximiliane Freifrau von Hohenstein-Wallerstein-Oettingen",
    "about": "",
}

STATES: Mapping[str, State] = {
    "picture": State(_("With a picture"), value={"picture": SamplePicture()}),
    "ready": State(_("Without a picture")),
    "long": State(_("Long words"), value=LONG),
}
