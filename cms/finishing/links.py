"""The address of the page."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from billing.models import Operation


def finish_path(operation: Operation) -> str:
    """Return where an operation is finished, on any portal."""
    urls = settings.REALM_URLCONFS["portal"]
    return reverse("finish_operation", urlconf=urls, args=[operation.pk])
