"""A stream of blocks that leaves its block list out of migrations."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class PortalStreamField(StreamField):
    """Adding, changing or removing a block makes no migration.

    Data migrations still work: they read the stored JSON, which names its blocks itself.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the field for migrations, without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
