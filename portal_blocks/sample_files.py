"""Invented pictures and documents, for the states of blocks that show some. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.safestring import SafeString

from access_rules.presets import EVERYONE
from access_rules.subject import Subject


@dataclass(frozen=True, slots=True)
class _SampleSize:
    """One size of an invented picture; a drawing has them all."""

    url: str
    alt: str
    width: int
    height: int

    def img_tag(self, extra_attributes: Mapping[str, Any]) -> SafeString:
        """The element, as Wagtail's sizes make it."""
        size = {"src": self.url, "width": self.width, "height": self.height, "alt": self.alt}
        return SafeString(f"<img{flatatt({**size, **extra_attributes})}>")


class SamplePicture:
    """A drawing in place of a picture of the library. `drawing` is its static path."""

    visibility: Mapping[str, Any] = EVERYONE
    width, height = 960, 640

    def __init__(self, drawing: str = "portal_blocks/sample.svg", title: str = "") -> None:
        self.drawing, self.title = drawing, title

    def is_for(self, subject: Subject) -> bool:
        """Whether a viewer may see it: anybody."""
        return True

    def get_rendition(self, filter: Any) -> _SampleSize:  # noqa: A002 (Wagtail names it)
        """Return one size."""
        return _SampleSize(static(self.drawing), self.title, self.width, self.height)

    def get_renditions(self, *filters: Any) -> dict[str, _SampleSize]:
        """Return several sizes: one, which fits everywhere."""
        return {"sample": self.get_rendition(None)}


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A document that nobody can open."""

    title: str
    filename: str
    size: int

    @property
    def visibility(self) -> Mapping[str, Any]:
        """For everyone."""
        return EVERYONE

    @property
    def url(self) -> str:
        """Its address, which leads nowhere."""
        return f"/documents/0/{self.filename}"

    @property
    def file_extension(self) -> str:
        """What its name ends in."""
        return self.filename.rsplit(".", 1)[-1]

    def get_file_size(self) -> int:
        """Its size in bytes."""
        return self.size

    def is_for(self, subject: Subject) -> bool:
        """Whether a viewer may open it: anybody."""
        return True
