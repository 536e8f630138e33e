"""The forms of pictures and documents: their rule, and whose customers they are for."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.rules.blocks import RULE
from cms.rules.checking import KeepsRules, as_error, may_edit_rules
from cms.rules.policy import shops_of
from cms.rules.references import faults_of
from portals.models import Shop
from portals.registry import all_portals

SHOP = "shop"


class RuleOfFile(KeepsRules):
    """Asks for the rule whoever may edit rules; for a shop, among those of their portals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self.keep_rule(user)
        if SHOP not in self.fields:
            return
        if not may_edit_rules(user):
            self.fields[SHOP].disabled = True
            return
        present = Shop.objects.filter(pk=self.instance.shop_id)
        self.fields[SHOP].queryset = shops_of(user) | present  # type: ignore[attr-defined, arg-type]

    def clean(self) -> dict[str, Any]:
        """Refuse what is not of the shop, or of any of them where none is named."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        shop = cleaned.get(SHOP)
        shops = {shop.pk} if shop else {portal.shop_id for portal in all_portals()}
        faults = [fault for pk in sorted(shops) for fault in faults_of(cleaned.get(RULE), pk)]
        if cleaned.get(RULE) and faults:
            self.add_error(RULE, as_error(faults[0]))  # type: ignore[attr-defined]
        return cleaned


class DocumentForm(RuleOfFile, BaseDocumentForm):
    """A document."""

    class Meta(BaseDocumentForm.Meta):
        pass


class ImageForm(RuleOfFile, BaseImageForm):
    """A picture."""

    class Meta(BaseImageForm.Meta):
        pass
