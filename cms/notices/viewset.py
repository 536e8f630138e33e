"""Puts e-mails into the editor: below Reports, for staff who may see them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from billing.models import Notice
from cms.notices import previews
from cms.notices.views import (
    LABELS,
    SEEN,
    NoticeFrameView,
    NoticeListView,
    NoticeView,
    TryAgainView,
)

KIND = "kinds/<int:site_id>/<slug:kind>/"


class NoticesMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        policy = policy_registry.get_by_type(Notice)
        return bool(policy.user_has_any_permission(request.user, SEEN))


class NoticesViewSet(ViewSet):
    """E-mails can be looked at, and sent again where they failed. Nobody writes or deletes one."""

    model = Notice
    icon = "mail"
    menu_label = _("E-mails")
    menu_hook = "register_reports_menu_item"
    menu_item_class = NoticesMenuItem
    menu_order = 1090

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of those that it names."""
        found: dict[str, Any] = super().get_common_view_kwargs(
            model=self.model, header_icon=self.icon, **kwargs
        )
        return found

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads there."""
        listed = {
            "list_filter": ["state", "kind"],
            "search_fields": ["customer__email", "about"],
            "default_ordering": "-made_at",
            "paginate_by": 50,
        }
        results = self._view(NoticeListView, **listed, results_only=True)
        return [
            path("", self._view(NoticeListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/", self._view(NoticeView, fields=list(LABELS)), name="inspect"),
            path("<int:pk>/frame/", self._view(NoticeFrameView), name="notice_frame"),
            path("<int:pk>/try-again/", self._view(TryAgainView), name="try_again"),
            path("kinds/", self._view(previews.KindsView), name="kinds"),
            path(KIND, self._view(previews.PreviewView), name="preview"),
            path(f"{KIND}frame/", self._view(previews.FrameView), name="frame"),
            path(f"{KIND}test/", self._view(previews.TestView), name="test"),
        ]

    def _view(self, view: Any, **options: Any) -> Any:
        names = (
            *("index", "index_results", "inspect", "notice_frame", "try_again"),
            *("kinds", "preview", "frame", "test"),
        )
        named = {f"{name}_url_name": self.get_url_name(name) for name in names}
        named["frame_url_name"] = self.get_url_name(
            "notice_frame" if view is NoticeView else "frame"
        )
        known = {name: value for name, value in named.items() if hasattr(view, name)}
        return self.construct_view(view, **known, **options)


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
