"""What staff does with an account: connects it, checks it, changes keys, rolls, removes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from billing.connecting.commands import change_keys, check, connect, disconnect, roll_secret
from billing.connecting.keys import NotConnected
from billing.models import StripeAccount
from cms.stripe_accounts.forms import ConnectForm, KeysForm

CHECKED, ROLLED = "cms.stripe_account.check", "cms.stripe_account.roll"


class Step(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """One step: says what will happen, does it, and says what came of it."""

    model = StripeAccount
    form_class: type[Form] = Form
    template_name = "cms/stripe_accounts/step.html"
    header_icon = "key"
    index_url_name = inspect_url_name = ""
    words: str | Promise = ""
    verb: str | Promise = ""
    is_serious = False
    _show_breadcrumbs: ClassVar[bool] = True

    @method_decorator(sensitive_post_parameters("secret_key"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the key out of error reports."""
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it; where it was not done, say why beside the input."""
        try:
            message, place = self.take(form)
        except NotConnected as fault:
            if isinstance(form, KeysForm):
                form.refuse(fault)
            else:
                messages.error(self.request, str(fault.message))
            return self.form_invalid(form)
        messages.success(self.request, message)
        return redirect(place)

    def take(self, form: Any) -> tuple[str, str]:
        """Take the step; return what to say and where to go on. Raise `NotConnected`."""
        raise NotImplementedError

    @property
    def list_url(self) -> str:
        """Where all accounts are."""
        return reverse(self.index_url_name)

    @property
    def back_url(self) -> str:
        """Where whoever changes their mind goes."""
        return self.list_url

    def place_of(self, row: StripeAccount) -> str:
        """Return where an account is shown."""
        return reverse(self.inspect_url_name, args=(quote(row.pk),))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = {"url": "", "label": self.get_page_title()}
        above = {"url": self.list_url, "label": _("Stripe accounts")}
        return [*self.breadcrumbs_items, above, here]


class ConnectView(Step):
    """Gives a shop an account of its own."""

    permission_required = "add"
    form_class = ConnectForm
    page_title = gettext_lazy("Connect an account")
    verb = gettext_lazy("Connect")
    words = gettext_lazy(
        "Stripe is asked whether the keys are good, and told where to report what happens. "
        "Nothing is charged."
    )

    def take(self, form: ConnectForm) -> tuple[str, str]:
        """Connect it."""
        row = connect(form.cleaned_data["shop"], form.keys, now=timezone.now())
        log(instance=row, action="wagtail.create")
        message = _("%(account)s is connected. What is there comes in within minutes.")
        return message % {"account": row}, self.place_of(row)


class AccountStep(BaseObjectMixin, Step):
    """A step with an account that is there."""

    object: StripeAccount

    @property
    def back_url(self) -> str:
        """Where the account is shown."""
        return self.place_of(self.object)

    def get_page_subtitle(self) -> str:
        """Name the account."""
        return str(self.object)


class KeysView(AccountStep):
    """Takes other keys of the same account."""

    permission_required = "change"
    form_class = KeysForm
    page_title = gettext_lazy("Change the keys")
    verb = gettext_lazy("Change the keys")
    words = gettext_lazy("Take new keys of the same account, and end the old ones at Stripe after.")

    def take(self, form: KeysForm) -> tuple[str, str]:
        """Change them."""
        change_keys(self.object, form.keys, now=timezone.now())
        log(instance=self.object, action="wagtail.edit")
        return _("The new keys are in use."), self.back_url


class CheckView(AccountStep):
    """Asks Stripe how the account stands and mends the endpoint."""

    permission_required = "change"
    page_title = gettext_lazy("Check again")
    verb = gettext_lazy("Check again")
    words = gettext_lazy(
        "Stripe is asked whether the keys are good and the endpoint as it should be."
    )

    def take(self, form: Form) -> tuple[str, str]:
        """Check it."""
        was_mended = check(self.object, now=timezone.now())
        log(instance=self.object, action=CHECKED, data={"mended": was_mended})
        if was_mended:
            return _("The keys are good. The endpoint was brought up to date."), self.back_url
        return _("The keys are good and the endpoint is as it should be."), self.back_url


class RollView(AccountStep):
    """Has events signed with a new secret."""

    permission_required = "change"
    page_title = gettext_lazy("Change the webhook secret")
    verb = gettext_lazy("Change the secret")
    words = gettext_lazy(
        "Stripe signs what it reports with a new secret from now on. The old one is believed for a "
        "day more, so nothing is lost."
    )

    def take(self, form: Form) -> tuple[str, str]:
        """Roll it."""
        roll_secret(self.object, now=timezone.now())
        log(instance=self.object, action=ROLLED)
        return _("The secret was changed. The old one is believed for a day."), self.back_url


class RemoveView(AccountStep):
    """Takes the account away from its shop."""

    permission_required = "delete"
    page_title = gettext_lazy("Remove the account")
    verb = gettext_lazy("Remove the account")
    is_serious = True
    words = gettext_lazy(
        "The keys are forgotten and Stripe stops reporting. Customers still sign in and see what "
        "they bought. What they buy from then on goes through the account of the whole site, if "
        "there is one."
    )

    def take(self, form: Form) -> tuple[str, str]:
        """Remove it."""
        row, name = self.object, self.object.pk
        disconnect(row)
        row.pk = name  # the log names what is gone
        log(instance=row, action="wagtail.delete", deleted=True)
        return _("%(account)s is removed.") % {"account": row}, self.list_url
