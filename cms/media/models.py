"""The library's own kinds of pictures and documents: Wagtail's, with a rule who may see each.

The rule is asked wherever the file is served (`cms/media/serving.py`). Pictures are for everyone
unless a merchant says otherwise; documents for any customer.
"""

from __future__ import annotations

import posixpath
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as PlainDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import Image as PlainImage

from access_rules.decisions import allows
from access_rules.editor.fields import RuleField
from access_rules.presets import ANY_CUSTOMER, EVERYONE
from access_rules.subject import Subject, signed_out
from cms.media import folders
from portals.models import Shop
from portals.registry import all_portals


def rule_of_documents() -> dict[str, Any]:
    """Return the rule of a new document."""
    return dict(ANY_CUSTOMER)


def rule_of_pictures() -> dict[str, Any]:
    """Return the rule of a new picture."""
    return dict(EVERYONE)


class OfShop(models.Model):
    """Something that is for viewers of one shop's portals who meet its rule."""

    shop = models.ForeignKey(
        Shop,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("shop"),
        help_text=_(
            "Whose customers it is for. Needed only where several shops share this site: what "
            "names none of them is then for nobody but everyone."
        ),
    )

    class Meta:
        abstract = True

    def is_for(self, subject: Subject) -> bool:
        """Whether a viewer may see it. In another shop's portal they are seen as signed out."""
        if not self._is_in(subject.shop_id):
            subject = signed_out(subject.now, subject.portal)
        return allows(self.visibility, subject)  # type: ignore[attr-defined]

    def _is_in(self, shop_id: int | None) -> bool:
        shops = {self.shop_id} if self.shop_id else {one.shop_id for one in all_portals()}
        return shops == {shop_id}


class PortalDocument(OfShop, AbstractDocument):  # type: ignore[django-manager-missing]
    """A document that only those may open who meet its rule."""

    visibility = RuleField(_("who may open this"), default=rule_of_documents)

    admin_form_fields = (*PlainDocument.admin_form_fields, "visibility", "shop")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def url(self) -> str:
        """The address, which is the same on every host, and known to the worker too."""
        urls = settings.REALM_URLCONFS["portal"]
        return reverse("wagtaildocs_serve", urlconf=urls, args=[self.pk, self.filename])


class PortalImage(OfShop, AbstractImage):  # type: ignore[django-manager-missing]
    """A picture that only those may see who meet its rule.

    Its file, and each size of it, stand in a folder of their own unless it is for everyone: no web
    server hands out that folder. A rule set by `update()` moves nothing; save the picture.
    """

    visibility = RuleField(_("who may see this"), default=rule_of_pictures)

    admin_form_fields = (*PlainImage.admin_form_fields, "visibility", "shop")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and put the file where its rule wants it."""
        names = kwargs.get("update_fields")
        if names is not None and "visibility" not in names:
            super().save(*args, **kwargs)
            return
        if names is not None:
            kwargs["update_fields"] = {*names, "file"}
        with transaction.atomic():
            folders.hide(self)
            super().save(*args, **kwargs)
            folders.drop_open_sizes(self)
        if folders.is_gated(self.file.name) and folders.is_for_everyone(self.visibility):
            transaction.on_commit(lambda: folders.show(self))

    def get_upload_to(self, filename: str) -> str:
        """Return where a new file is put."""
        path: str = super().get_upload_to(filename)
        return path if folders.is_for_everyone(self.visibility) else folders.gated(path)

    def create_rendition(
        self,
        filter: Filter,  # noqa: A002 (Wagtail names it)
    ) -> PortalRendition:
        """Make one size, in the same kind of folder as the original."""
        made: PortalRendition = super().create_rendition(filter)
        if folders.was_hidden_meanwhile(self):
            made = super().create_rendition(filter)
        return made

    def create_renditions(self, *filters: Filter) -> dict[Filter, PortalRendition]:
        """Make several sizes."""
        made: dict[Filter, PortalRendition] = super().create_renditions(*filters)
        if filters and folders.was_hidden_meanwhile(self):
            made = super().create_renditions(*filters)
        return made


class PortalRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """Return where the file is put: hidden where the original is."""
        path: str = super().get_upload_to(filename)
        return folders.gated(path) if folders.is_gated(self.image.file.name) else path

    @property
    def url(self) -> str:
        """The address: of the file itself, or of the view that asks its rule first."""
        if not folders.is_gated(self.file.name):
            address: str = super().url
            return address
        name = posixpath.basename(self.file.name)
        return reverse(
            "picture", urlconf=settings.REALM_URLCONFS["portal"], args=[self.image_id, name]
        )
