"""The address of the page, for e-mails."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from billing.models import Operation
from portals.registry import Portal


def finish_url(portal: Portal, operation: Operation) -> str:
    """Return the portal's address at which an operation is finished, with its host."""
    return f"{portal.site().root_url}{finish_path(operation)}"


def finish_path(operation: Operation) -> str:
    """Return the same address without the host."""
    urls = settings.REALM_URLCONFS["portal"]
    return reverse("finish_operation", urlconf=urls, args=[operation.pk])
