"""Rules that were given a name, to be used inside others."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from access_rules.editor.fields import RuleField
from access_rules.presets import ANY_CUSTOMER
from portals.models import Shop


def default_rule() -> dict[str, Any]:
    """Return what a new rule begins with."""
    return dict(ANY_CUSTOMER)


class NamedRule(models.Model):
    """A rule with a name, such as "Gold in Europe". Other rules of its shop use it by its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="named_rules")
    name = models.CharField(_("name"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)
    rule = RuleField(_("who meets it"), default=default_rule)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("named rule")
        verbose_name_plural = _("named rules")
        ordering = ["name"]
        default_permissions = ()  # who may edit rules may edit those with a name
        permissions = [
            ("edit_rules", "Can decide who sees pages, blocks and files"),
            ("preview_as_customer", "Can look at pages as a real customer sees them"),
        ]
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="rule_named_once")]

    def __str__(self) -> str:
        return self.name
