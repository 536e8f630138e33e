"""Puts the report into the editor, and what keeps the pages of a running flow."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from access_rules.permissions import SEE_CUSTOMERS
from cms.coverage.hooks import OfPortalMenuItem
from cms.leaving.guarding import keep_in_place, keep_published, keep_several, keep_there
from cms.leaving.report import PROOF, REPORT, LeavingView, ProofView


class LeavingMenuItem(OfPortalMenuItem):
    """Shown to whoever has a portal and may see customers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(SEE_CUSTOMERS) and super().is_shown(request)


def _urls() -> list[URLPattern]:
    return [
        path("leaving/", LeavingView.as_view(), name=REPORT),
        path("leaving/<uuid:pk>/", ProofView.as_view(), name=PROOF),
    ]


def _item() -> MenuItem:
    return LeavingMenuItem(
        _("Leaving"), reverse(REPORT), name=REPORT, icon_name="logout", order=1090
    )


def register() -> None:
    """Register everything."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_reports_menu_item", _item)
    hooks.register("before_unpublish_page", keep_published)
    hooks.register("before_delete_page", keep_there)
    hooks.register("before_move_page", keep_in_place)
    hooks.register("before_bulk_action", keep_several)
