"""A film: a file of the library is played on the page, one at YouTube or Vimeo opens there.

Nothing is asked of another site before somebody chooses to go there.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from access_rules.presets import preset_of
from portal_blocks.base import Place, PortalBlock
from portal_blocks.either import is_one_of_two
from portal_blocks.states import State
from portal_blocks.video.places import place_of_film
from portal_blocks.video.states import ELSEWHERE, STATES
from portal_blocks.viewer import Viewer

FILMS = ("mp4", "webm")
CHOSEN = ("file", "captions", "picture")


class VideoBlock(PortalBlock):
    """Gone where its file is not for the viewer."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(
        label=_("Film"),
        required=False,
        help_text=_("An MP4 or WebM file of the library. It is played on the page."),
    )
    address = blocks.URLBlock(
        label=_("Or its address at YouTube or Vimeo"),
        required=False,
        help_text=_("The page links there. Nothing is loaded from there before."),
    )
    captions = DocumentChooserBlock(
        label=_("Captions"),
        required=False,
        help_text=_("A WebVTT file, for people who do not hear what is said."),
    )
    picture = ImageChooserBlock(label=_("Picture before it plays"), required=False)
    text = blocks.TextBlock(label=_("What is in it"), max_length=400, required=False, rows=2)

    same_for_all: ClassVar[bool] = True
    states: ClassVar[Mapping[str, State]] = STATES

    def clean(self, value: Any) -> Any:
        """Refuse two films or none, files that are no film, and other sites."""
        cleaned = super().clean(value)
        faults = _faults(cleaned)
        if not is_one_of_two(self, cleaned["file"], cleaned["address"]):
            faults["file"] = _("Choose a film, or give an address: one of the two.")
        if faults:
            errors = {name: ErrorList([ValidationError(text)]) for name, text in faults.items()}
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def is_for(self, value: Mapping[str, Any], viewer: Viewer | None) -> bool:
        """Whether both the block and its file are for this viewer."""
        if viewer is None or not super().is_for(value, viewer):
            return False
        film = value.get("file")
        return film is None or film.is_for(viewer.subject)

    def says_the_same_to_all(self, value: Mapping[str, Any]) -> bool:
        """Files and pictures have rules of their own."""
        chosen = [value[name] for name in CHOSEN if value.get(name)]
        is_open = all(preset_of(one.visibility) == "everyone" for one in chosen)
        return is_open and super().says_the_same_to_all(value)

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the film and what goes with it, as far as it is for this viewer."""
        shown = {name: _if_for(value.get(name), viewer) for name in CHOSEN}
        film, captions, picture = (shown[name] for name in CHOSEN)
        return {
            "film_url": film.url if film else "",
            "film_type": mimetypes.guess_type(film.filename)[0] if film else "",
            "captions_url": captions.url if captions else "",
            "picture": picture,
            "place_name": place_of_film(value.get("address") or ""),
        }

    class Meta:
        icon = "media"
        label = _("Video")
        group = _("Content")
        description = _("A film of your own, or a link to one at YouTube or Vimeo.")
        template = "portal_blocks/video.html"
        preview_value = ELSEWHERE


def _if_for(chosen: Any, viewer: Viewer) -> Any:
    return chosen if chosen is not None and chosen.is_for(viewer.subject) else None


def _faults(value: Mapping[str, Any]) -> dict[str, Any]:
    film, address, captions = value["file"], value["address"], value["captions"]
    faults: dict[str, Any] = {}
    if film and film.file_extension.lower() not in FILMS:
        faults["file"] = _("Browsers play MP4 and WebM files.")
    if address and not place_of_film(address):
        faults["address"] = _("This is no address at YouTube or Vimeo.")
    if captions and captions.file_extension.lower() != "vtt":
        faults["captions"] = _("Captions are WebVTT files: their names end in .vtt.")
    return faults
