"""A document and a picture for each rule, with words in their names and files."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import TestCase
from PIL import Image as Canvas
from wagtail.models import Collection

from access_rules.presets import EVERYONE
from cms.models import PortalDocument, PortalImage
from tests.leaks.rules import MEETS
from tests.leaks.secrets import Secrets

SIZES = ("width-480|format-webp", "width-960|format-webp", "width-1440|format-webp")


@dataclass
class Shelf:
    """What a shop uploaded, and each address that it has or had: with who may open it."""

    shop_id: int
    secrets: Secrets
    documents: list[PortalDocument] = field(default_factory=list)
    images: list[PortalImage] = field(default_factory=list)
    opens: dict[str, frozenset[str]] = field(default_factory=dict)

    def build(self, rules: dict[str, dict[str, Any]]) -> None:
        """Upload them. Pictures were for everyone first, and get their rule later."""
        if not Collection.objects.exists():
            Collection.add_root(name="Root")
        for name, rule in rules.items():
            self._document(name, rule)
            self._image(name, rule)

    def _document(self, name: str, rule: dict[str, Any]) -> None:
        word, words = (self.secrets.new(f"{what} of file {name}", MEETS[name]) for what in "ab")
        document = PortalDocument(title=word, shop_id=self.shop_id, visibility=rule)
        document.file.save(f"{word}.txt", ContentFile(words.encode()))
        self.documents.append(document)
        self.opens[document.url] = MEETS[name]

    def _image(self, name: str, rule: dict[str, Any]) -> None:
        word = self.secrets.new(f"picture {name}", MEETS[name])
        data = io.BytesIO()
        Canvas.new("RGB", (2, 2)).save(data, "PNG")
        file = ImageFile(data, name=f"{word}.png")
        image = PortalImage(title=word, file=file, shop_id=self.shop_id, visibility=EVERYONE)
        with TestCase.captureOnCommitCallbacks(execute=True):
            image.save()
            gone = [image.file.url, image.get_rendition(SIZES[0]).url]
        with TestCase.captureOnCommitCallbacks(execute=True):
            image.visibility = rule
            image.save()
            sizes = PortalImage.objects.get(pk=image.pk).get_renditions(*SIZES).values()
        here = [image.file.url, *(size.url for size in sizes), *(size.file.url for size in sizes)]
        self.images.append(image)
        self.opens |= dict.fromkeys((*gone, *here), MEETS[name])
