"""Every night: files that stand in the wrong folder for their rule are put where they belong.

A rule that was set without saving its picture, or a process that died right after a commit, leaves
a file where anybody may read it. Rows are locked and looked at again before they are touched.
Files that no row names are left for a day, as somebody may be uploading them, and then hidden,
never deleted.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from cms.media import folders
from cms.media.models import PortalDocument, PortalImage, PortalRendition

logger = logging.getLogger(__name__)

OPEN = ("images/", "original_images/")
UNCLAIMED = f"{folders.GATED}unclaimed/"
MISPLACED = Q(*(("file__startswith", folder) for folder in OPEN), _connector=Q.OR)
LEFT_ALONE = timedelta(days=1)
SLICE = 500


def mend_library(*, now: datetime) -> None:
    """Put every file where its rule wants it, and log a line for each."""
    for mended in chain(_pictures(), _open_sizes(), _documents(), _unclaimed(now)):
        logger.warning("Mended: %s", mended)


def _pictures() -> Iterator[str]:
    rows = PortalImage.objects.values_list("pk", "file", "visibility").iterator(chunk_size=SLICE)
    wrong = [
        pk for pk, name, rule in rows if folders.is_gated(name) == folders.is_for_everyone(rule)
    ]
    return _each("picture", wrong, _move_picture)


def _documents() -> Iterator[str]:
    """Documents stand in a folder that is never open, whatever their rule."""
    wrong = PortalDocument.objects.filter(MISPLACED).values_list("pk", flat=True)
    return _each("document", list(wrong), _move_document)


def _each(what: str, keys: list[int], move: Callable[[int], str]) -> Iterator[str]:
    for pk in keys:
        try:
            name = move(pk)
        except Exception:
            logger.exception("The file of %s %s cannot be moved.", what, pk)
            continue
        if name:
            yield f"{what} {pk}, which stood at {name}"


def _move_picture(pk: int) -> str:
    """Move a picture; return where it stood, or nothing if it was moved meanwhile."""
    with transaction.atomic():
        image = PortalImage.objects.select_for_update().filter(pk=pk).first()
        if image is None or not folders.is_stored(image):
            return ""
        name: str = image.file.name
        if folders.is_gated(name) != folders.is_for_everyone(image.visibility):
            return ""
        image.save(update_fields=["visibility"])
    return name


def _move_document(pk: int) -> str:
    with transaction.atomic():
        rows = PortalDocument.objects.select_for_update()
        document = rows.filter(MISPLACED, pk=pk).first()
        if document is None or not folders.is_stored(document):
            return ""
        name: str = document.file.name
        folders.move(document, f"documents/{posixpath.basename(name)}")
        document.save(update_fields=["file"])
    return name


def _open_sizes() -> Iterator[str]:
    sizes = PortalRendition.objects.filter(image__file__startswith=folders.GATED)
    left = sizes.exclude(file__startswith=folders.GATED).order_by("image_id")
    for pk in list(left.values_list("image_id", flat=True).distinct()):
        with transaction.atomic():
            image = PortalImage.objects.select_for_update().filter(pk=pk).first()
            if image is not None:
                folders.drop_open_sizes(image)
        yield f"sizes of picture {pk} that anybody could read"


def _unclaimed(now: datetime) -> Iterator[str]:
    for folder in OPEN:
        names = [folder + name for name in _listed(folder)]
        for start in range(0, len(names), SLICE):
            part = names[start : start + SLICE]
            for name in sorted({*part} - _claimed(part)):
                if _set_aside(name, now):
                    yield f"{name}, which no picture names"


def _listed(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def _claimed(names: list[str]) -> set[str]:
    return {
        *PortalImage.objects.filter(file__in=names).values_list("file", flat=True),
        *PortalRendition.objects.filter(file__in=names).values_list("file", flat=True),
        *PortalDocument.objects.filter(file__in=names).values_list("file", flat=True),
    }


def _set_aside(name: str, now: datetime) -> bool:
    """Hide a file that has been there for a day; False for a newer one."""
    try:
        if default_storage.get_modified_time(name) > now - LEFT_ALONE:
            return False
        with default_storage.open(name) as content:
            default_storage.save(UNCLAIMED + name, content)
    except FileNotFoundError:
        return False
    default_storage.delete(name)
    return True
