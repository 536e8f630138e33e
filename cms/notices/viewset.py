"""Puts e-mails into the editor: below Reports, for staff who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import Notice
from cms.listing import ListViewSet
from cms.notices import previews
from cms.notices.views import NoticeFrameView, NoticeListView, NoticeView, TryAgainView

KIND = "kinds/<int:site_id>/<slug:kind>/"


class NoticesViewSet(ListViewSet):
    """E-mails can be looked at, and sent again where they failed. Nobody writes or deletes one."""

    model = Notice
    icon = "mail"
    menu_label = _("E-mails")
    menu_hook = "register_reports_menu_item"
    menu_order = 1090
    list_view = NoticeListView
    listed: ClassVar[Mapping[str, Any]] = {
        "list_filter": ["state", "kind"],
        "search_fields": ["customer__email", "about"],
        "default_ordering": "-made_at",
    }
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "inspect": ("<int:pk>/", NoticeView),
        "notice_frame": ("<int:pk>/frame/", NoticeFrameView),
        "try_again": ("<int:pk>/try-again/", TryAgainView),
        "kinds": ("kinds/", previews.KindsView),
        "preview": (KIND, previews.PreviewView),
        "frame": (f"{KIND}frame/", previews.FrameView),
        "test": (f"{KIND}test/", previews.TestView),
    }


def notices_viewset() -> NoticesViewSet:
    """Return what is to be registered."""
    return NoticesViewSet("emails")


def notice_permissions() -> QuerySet[Permission]:
    """Return the permissions that groups of staff can be given: to see e-mails, to resend them."""
    return Permission.objects.filter(
        content_type__app_label="billing",
        content_type__model="notice",
        codename__in=["view_notice", "change_notice"],
    )
