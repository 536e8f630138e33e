"""In which folder the file of a picture stands: in one that anybody may read, or a hidden one.

A picture that is not for everyone is hidden, with all sizes of it: copied within the transaction
that saves the rule, and gone from the open folder once that is committed. It comes out again only
after the commit, so that a transaction that is rolled back shows nothing. `/media/` serves the open
folders by path without asking anything; the hidden ones are read by `serving.py` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from access_rules.presets import preset_of

if TYPE_CHECKING:
    from django.core.files.storage import Storage

    from cms.media.models import PortalDocument, PortalImage

GATED = "gated/"


def is_for_everyone(rule: Mapping[str, Any]) -> bool:
    """Whether a rule is the ready-made one that asks nothing."""
    return preset_of(rule) == "everyone"


def is_gated(name: str) -> bool:
    """Whether a file of that name is in a hidden folder."""
    return name.startswith(GATED)


def gated(name: str) -> str:
    """Return the name within the hidden folder."""
    return name if is_gated(name) else GATED + name


def hide(image: PortalImage) -> None:
    """Copy the file into the hidden folder, if its rule wants that; the old one goes at commit."""
    if not is_stored(image) or is_gated(image.file.name) or is_for_everyone(image.visibility):
        return
    move(image, gated(image.file.name))


def show(image: PortalImage) -> None:
    """Move the file out of the hidden folder, if it is still for everyone."""
    model = type(image)
    with transaction.atomic():
        now = model.objects.select_for_update().filter(pk=image.pk).first()
        if now is None or not is_gated(now.file.name) or not is_for_everyone(now.visibility):
            return
        if not is_stored(now):
            return
        move(now, now.file.name.removeprefix(GATED))
        model.objects.filter(pk=now.pk).update(file=now.file.name)
        for size in now.renditions.all():
            size.delete()
    image.file.name = now.file.name


def drop_open_sizes(image: PortalImage) -> None:
    """Delete the sizes that anybody may read, if the original is hidden."""
    if is_gated(image.file.name):
        for size in image.renditions.exclude(file__startswith=GATED):
            size.delete()
            # Wagtail leaves the file to a task, which may wait for a worker; this one must not.
            _delete_at_commit(size.file.storage, size.file.name)


def was_hidden_meanwhile(image: PortalImage) -> bool:
    """Whether the picture was hidden while a size of it was made; the size is deleted then.

    Waits for whoever is hiding it now: they delete the sizes that they find.
    """
    if is_gated(image.file.name):
        return False
    with transaction.atomic():
        rows = type(image).objects.select_for_update().filter(pk=image.pk)
        name: str | None = rows.values_list("file", flat=True).first()
        if name is None or not is_gated(name):
            return False
        image.file.name = name
        drop_open_sizes(image)
    return True


def is_stored(thing: PortalImage | PortalDocument) -> bool:
    """Whether there is a file, and not one that is only about to be saved."""
    file = thing.file
    if not file or not file._committed:  # noqa: SLF001 (Django has no other name for it)
        return False
    found: bool = file.storage.exists(file.name)
    return found


def move(thing: PortalImage | PortalDocument, wanted: str) -> None:
    """Copy the file, have the row in hand name the copy, and delete the old one at commit."""
    storage, old = thing.file.storage, thing.file.name
    with storage.open(old) as content:
        name = storage.save(wanted, content, max_length=100)
    thing.file = name
    _delete_at_commit(storage, old)


def _delete_at_commit(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))
