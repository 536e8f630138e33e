"""What staff has to know of the connection to Stripe, once, on the editor's home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from billing.encryption import unreadable
from billing.webhooks.versions import OtherVersion, other_versions

MAY_KNOW = ("billing.view_stripeevent", "billing.view_stripeaccount")


class StripeNotices(Component):
    """One panel with all there is to say; nothing where all is well."""

    name = "stripe_notices"
    template_name = "cms/stripe_accounts/notices.html"
    order = 90

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the template what is to be said."""
        return {"texts": self.texts}


def add_stripe_notices(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the home of whoever may know (a `construct_homepage_panels` hook)."""
    if any(request.user.has_perm(one) for one in MAY_KNOW):
        texts = notices()
        if texts:
            panels.append(StripeNotices(texts))


def notices() -> list[str]:
    """Return what is to be said."""
    lost = unreadable()
    said = [_other_version(one) for one in other_versions()]
    if lost:
        said.append(
            _(
                "These keys cannot be read with the present SECRET_KEY, so nothing goes through "
                "them: %(keys)s. Enter them anew."
            )
            % {"keys": ", ".join(lost)}
        )
    return said


def _other_version(found: OtherVersion) -> str:
    values = {"version": found.version, "account": found.account}
    if found.account is None:
        return (
            _(
                "Stripe reports in the API version %(version)s, this site was made for another. "
                "All is read anew, so nothing is wrong. Run “manage.py stripe_endpoint”."
            )
            % values
        )
    return (
        _(
            "%(account)s reports in the API version %(version)s, this site was made for another. "
            "All is read anew, so nothing is wrong. Open the account and choose “Check again”."
        )
        % values
    )
