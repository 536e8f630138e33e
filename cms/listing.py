"""Rows that the editor lists and that are no snippets: nobody there makes or deletes them freely.

To list another kind: a `ListViewSet` with its views, and its line in `wagtail_hooks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry


class ListMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def __init__(self, *given: Any, viewset: ListViewSet, **named: Any) -> None:
        super().__init__(*given, **named)
        self.viewset = viewset

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return self.viewset.may_see(request)


class ListViewSet(ViewSet):
    """A list in the editor, and what there is to each of its rows.

    `list_view` lists, set up by `listed`; who may see the list may see the menu's entry. `views`
    are all other views by their names, each with its address below the list's. Each view is told
    the addresses of the others, as far as it has a place for them (`inspect_url_name`).
    """

    list_view: ClassVar[Any]
    listed: ClassVar[Mapping[str, Any]] = {}
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {}

    def may_see(self, request: HttpRequest) -> bool:
        """Whether this person may open the list."""
        policy = policy_registry.get_by_type(self.model)
        seen: Sequence[str] = self.list_view.any_permission_required
        return bool(policy.user_has_any_permission(request.user, seen))

    @cached_property
    def menu_item_class(self) -> Any:
        """The menu's entry, which asks who looks."""
        return partial(ListMenuItem, viewset=self)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of the others."""
        names = ("index", "index_results", *self.views)
        found: dict[str, Any] = super().get_common_view_kwargs(
            model=self.model,
            header_icon=self.icon,
            **{f"{name}_url_name": self.get_url_name(name) for name in names},
            **kwargs,
        )
        return found

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads there."""
        listed = {"paginate_by": 50, **self.listed}
        results = self.construct_view(self.list_view, **listed, results_only=True)
        return [
            path("", self.construct_view(self.list_view, **listed), name="index"),
            path("results/", results, name="index_results"),
            *(
                path(route, self._view(view), name=name)
                for name, (route, view) in self.views.items()
            ),
        ]

    def _view(self, view: Any) -> Any:
        """A class of a view, or a view that is ready."""
        return self.construct_view(view) if isinstance(view, type) else view


class WaitingSummary(SummaryItem):
    """On the editor's home: how many rows of a list wait for somebody, for whoever may see it."""

    viewset: ClassVar[ListViewSet]

    def waiting(self) -> QuerySet[Any]:
        """Return the rows that wait. Override."""
        raise NotImplementedError

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return self.waiting().count()

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        """Say how many, and where."""
        return {"count": self.count, "url": reverse(self.viewset.get_url_name("index"))}

    def is_shown(self) -> bool:
        """Whether this person may see them, and there are some."""
        return self.viewset.may_see(self.request) and self.count > 0
