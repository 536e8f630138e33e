"""Pictures and documents on a page that some who see the page may not have."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from access_rules.decisions import allows_all
from cms.coverage.blocks import Block
from cms.coverage.findings import Finding, Mend, warning
from cms.coverage.ground import Ground, PageSeen
from cms.media.models import PortalDocument, PortalImage

File = PortalDocument | PortalImage


def narrower_files(ground: Ground) -> Iterator[Finding]:
    """Find files that an invented person cannot open though they see what leads there."""
    for page in ground.pages:
        for block in page.blocks:
            for file in _files_of(block, ground):
                without = _without(file, block, page, ground)
                if without:
                    yield _told(file, block, page, without)


def _files_of(block: Block, ground: Ground) -> Iterator[File]:
    for pk in sorted(block.pictures):
        if pk in ground.pictures:
            yield ground.pictures[pk]
    for pk in sorted(block.documents):
        if pk in ground.documents:
            yield ground.documents[pk]


def _without(file: File, block: Block, page: PageSeen, ground: Ground) -> list[str]:
    rules = page.rules_of(block)
    return [
        one.label
        for one in ground.personas
        if allows_all(rules, one.subject) and not file.is_for(one.subject)
    ]


def _told(file: File, block: Block, page: PageSeen, without: list[str]) -> Finding:
    is_picture = isinstance(file, PortalImage)
    message = (
        _("“%(people)s” see this block, and not its picture “%(title)s”.")
        if is_picture
        else _("“%(people)s” see this block, and cannot open “%(title)s”, which it leads to.")
    )
    people = get_text_list(without, _("and"))
    url_name = "wagtailimages:edit" if is_picture else "wagtaildocs:edit"
    go = reverse(url_name, urlconf=settings.REALM_URLCONFS["staff"], args=[file.pk])
    mend = Mend(_("Open it to whoever sees the block, or narrow the block."), go)
    told = message % {"people": people, "title": file.title}
    return warning("file_narrower", page, told, mend, block=block)
