"""Every night, files that stand in the wrong folder for their rule are put right."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection

from access_rules.presets import ACTIVE, EVERYONE
from cms.media.mending import mend_library
from cms.models import PortalDocument, PortalImage
from cms.tasks import mend_library as task
from tests.bench.full_page import picture

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def _own_files(settings) -> None:
    """Begin with none: what no row names counts here, and others leave such files."""
    settings.STORAGES = {**settings.STORAGES}


@pytest.fixture(autouse=True)
def _commits_at_once(monkeypatch) -> None:
    """Each picture's change is committed before the next is looked at, as without a test around."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **_options: then())


@pytest.fixture
def image(shop) -> PortalImage:
    """A picture for everyone, in one size besides its own."""
    image = PortalImage.objects.get(pk=picture())
    image.get_rendition("width-480")
    return image


@pytest.fixture
def mend(now, caplog):
    """Mend, two days from now, and return the lines logged."""

    def mended(after: timedelta = LATER) -> list[str]:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "cms.media.mending"):
            mend_library(now=now + after)
        return caplog.messages

    return mended


def files(folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


def set_rule(image: PortalImage, rule: dict[str, object]) -> PortalImage:
    """Set it as a script would: nothing is moved."""
    PortalImage.objects.filter(pk=image.pk).update(visibility=rule)
    return PortalImage.objects.get(pk=image.pk)


def test_a_picture_that_should_be_hidden_is_hidden_with_its_sizes(image, mend):
    set_rule(image, ACTIVE)
    assert mend() == [f"Mended: picture {image.pk}, which stood at {image.file.name}"]
    name = PortalImage.objects.get(pk=image.pk).file.name
    assert (name, default_storage.exists(name)) == (f"gated/{image.file.name}", True)
    assert files("images") + files("original_images") == []


def test_a_picture_that_is_for_everyone_is_shown(image, mend):
    set_rule(image, ACTIVE)
    mend()
    set_rule(image, EVERYONE)
    assert len(mend()) == 1
    name = PortalImage.objects.get(pk=image.pk).file.name
    assert files("original_images") == [name]


def test_sizes_of_a_hidden_picture_that_were_left_open_are_deleted(image, mend):
    PortalImage.objects.filter(pk=image.pk).update(file=f"gated/{image.file.name}")
    default_storage.save(f"gated/{image.file.name}", image.file.open())
    set_rule(image, ACTIVE)
    assert mend()[0] == f"Mended: sizes of picture {image.pk} that anybody could read"
    assert files("images") == []
    assert not image.renditions.exists()


def test_an_open_copy_that_no_picture_names_is_hidden_after_a_day(image, mend):
    left = default_storage.save("original_images/left.png", ContentFile(b"secret"))
    assert mend() == [f"Mended: {left}, which no picture names"]
    assert not default_storage.exists(left)
    assert default_storage.open(f"gated/unclaimed/{left}").read() == b"secret"


def test_what_somebody_is_uploading_is_left_alone(image, mend):
    left = default_storage.save("original_images/uploading.png", ContentFile(b"new"))
    assert mend(timedelta(hours=1)) == []
    assert default_storage.exists(left)


def test_a_document_leaves_an_open_folder(image, mend):
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    path = default_storage.save("images/guide.pdf", ContentFile(b"%PDF"))
    document = PortalDocument.objects.create(title="Guide", file=path)
    assert mend() == [f"Mended: document {document.pk}, which stood at {path}"]
    document.refresh_from_db()
    assert b"".join(document.file.open()) == b"%PDF"
    assert (document.file.name, default_storage.exists(path)) == ("documents/guide.pdf", False)


def test_what_stands_right_is_left_as_it_is(image, mend):
    before = files("images") + files("original_images")
    assert mend() == []
    assert files("images") + files("original_images") == before


def test_a_picture_whose_file_is_gone_stops_nothing(image, mend):
    default_storage.delete(set_rule(image, ACTIVE).file.name)
    left = default_storage.save("images/left.png", ContentFile(b"secret"))
    assert mend() == [f"Mended: {left}, which no picture names"]


def test_a_picture_that_cannot_be_moved_stops_nothing(image, mend, monkeypatch):
    def fail(_image, _wanted):
        raise PermissionError

    set_rule(image, ACTIVE)
    left = default_storage.save("images/left.png", ContentFile(b"secret"))
    monkeypatch.setattr("cms.media.folders.move", fail)
    told = [
        f"The file of picture {image.pk} cannot be moved.",
        f"Mended: {left}, which no picture names",
    ]
    assert mend() == told


def test_the_worker_mends_by_the_real_time(monkeypatch, now):
    asked = []
    monkeypatch.setattr("cms.media.mending.mend_library", lambda *, now: asked.append(now))
    task()
    assert asked[0] >= now
