"""What each kind of e-mail looks like at each portal, a test of it, and a merchant's own words."""

from __future__ import annotations

import uuid
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from billing.models import Notice, NoticeKind
from billing.notices.writers import Writer, writer_at
from cms.notices.forms import OwnWordsForm
from cms.notices.letter import Letter
from cms.notices.mail import drawn, html_of, letter_of, spoken_by, text_of
from cms.notices.samples import sample_facts
from cms.notices.views import SEEN
from portals import clock
from portals.models import NoticeSettings
from portals.registry import all_portals
from themes.mail_style import DARK, LIGHT

SCHEMES = {LIGHT: gettext_lazy("Light"), DARK: gettext_lazy("Dark")}
WIDTHS = {"phone": gettext_lazy("Phone"), "desktop": gettext_lazy("Computer")}


class KindsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Every kind at every portal."""

    model = Notice
    any_permission_required = SEEN
    template_name = "cms/notices/kinds.html"
    page_title = gettext_lazy("What e-mails say")
    header_icon = "mail"
    preview_url_name = index_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, _list(self.index_url_name), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the portals with their kinds."""
        portals = [self._portal(writer_at(portal)) for portal in all_portals()]
        return {**super().get_context_data(**kwargs), "portals": portals}

    def _portal(self, writer: Writer) -> dict[str, Any]:
        may = _may_change(self.request)
        url = reverse("wagtailsettings:edit", args=("portals", "noticesettings", _site(writer)))
        kinds = [self._kind(kind, writer) for kind in NoticeKind]
        return {"portal": writer.portal, "settings_url": url if may else "", "kinds": kinds}

    def _kind(self, kind: NoticeKind, writer: Writer) -> dict[str, Any]:
        return {
            "label": kind.label,
            "subject": _letter(kind, writer).subject,
            "is_sent": writer.settings.sends(kind),
            "url": reverse(self.preview_url_name, args=(_site(writer), kind.value)),
        }


class OneKindMixin(PermissionCheckedMixin):
    """One kind of e-mail at one portal, both named by the address."""

    model = Notice
    any_permission_required = SEEN
    kwargs: dict[str, Any]

    @cached_property
    def kind(self) -> NoticeKind:
        """The kind; 404 for one there is none of."""
        if self.kwargs["kind"] not in NoticeKind.values:
            raise Http404
        return NoticeKind(self.kwargs["kind"])

    @cached_property
    def writer(self) -> Writer:
        """The portal; 404 for one there is none of."""
        here = (one for one in all_portals() if one.site_id == self.kwargs["site_id"])
        portal = next(here, None)
        if portal is None:
            raise Http404
        return writer_at(portal)

    @cached_property
    def letter(self) -> Letter:
        """What it says to an invented customer."""
        return _letter(self.kind, self.writer)

    def at(self, url_name: str, **query: str) -> str:
        """Return the address of another view of the same."""
        url = reverse(url_name, args=(_site(self.writer), self.kind.value))
        return f"{url}?{urlencode(query)}" if query else url


class PreviewView(OneKindMixin, WagtailAdminTemplateMixin, TemplateView):
    """One kind in the portal's look; whoever may change the settings can put it in own words."""

    template_name = "cms/notices/preview.html"
    header_icon = "mail"
    preview_url_name = frame_url_name = test_url_name = kinds_url_name = index_url_name = ""

    def get_page_title(self) -> str:
        """Name the kind."""
        return str(self.kind.label)

    def get_page_subtitle(self) -> str:
        """Name the portal."""
        return self.writer.portal.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to all kinds."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        above = {"url": reverse(self.kinds_url_name), "label": _("What e-mails say")}
        return [*self.breadcrumbs_items, _list(self.index_url_name), above, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the letter, and how it can be looked at."""
        scheme = _one_of(SCHEMES, self.request.GET.get("scheme"))
        width = _one_of(WIDTHS, self.request.GET.get("width"))
        may = _may_change(self.request)
        with spoken_by(self.writer):
            text = text_of(self.letter, self.writer, to=_address(self.request))
        return {
            **super().get_context_data(**kwargs),
            "letter": self.letter,
            "scheme": scheme,
            "width": width,
            "choices": [*self._choices(WIDTHS, "width"), *self._choices(SCHEMES, "scheme")],
            "frame_url": self.at(self.frame_url_name, scheme=scheme),
            "test_url": self.at(self.test_url_name) if may else "",
            "text": text,
            "names": ", ".join(f"{{{name}}}" for name in self.letter.values),
            "form": (kwargs.get("form") or self._form()) if may else None,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the merchant's words."""
        if not _may_change(request):
            raise Http404
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        row, _made = NoticeSettings.objects.get_or_create(site_id=_site(self.writer))
        row.own_words = {**row.own_words, self.kind.value: form.own_words()}
        row.save(update_fields=["own_words"])
        messages.success(request, _("Saved."))
        return redirect(self.at(self.preview_url_name))

    def _form(self, data: Any = None) -> OwnWordsForm:
        own = self.writer.settings.own_words.get(self.kind.value, {})
        return OwnWordsForm(data, initial=own, names=self.letter.values)

    def _choices(self, named: dict[str, Any], what: str) -> list[dict[str, Any]]:
        now = {"width": _one_of(WIDTHS, self.request.GET.get("width"))}
        now["scheme"] = _one_of(SCHEMES, self.request.GET.get("scheme"))
        return [
            {
                "label": label,
                "url": self.at(self.preview_url_name, **{**now, what: value}),
                "is_current": now[what] == value,
            }
            for value, label in named.items()
        ]


class FrameView(OneKindMixin, View):
    """One kind, as a mail program shows it."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Draw it, light or dark."""
        scheme = _one_of(SCHEMES, request.GET.get("scheme"))
        with spoken_by(self.writer):
            html = html_of(self.letter, self.writer, to=_address(request), scheme=scheme)
        return HttpResponse(html)


class TestView(OneKindMixin, View):
    """Sends one kind to whoever asks."""

    http_method_names = ["post"]
    preview_url_name = ""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseRedirect:
        """Send it, or say what the mail server said."""
        if not _may_change(request):
            raise Http404
        to, name, now = _address(request), f"test-{uuid.uuid4()}", clock.now()
        facts = sample_facts(self.kind, now=now)
        mail = drawn(self.kind, facts, self.writer, to=to, name=name, now=now)
        mail.subject = _("Test: %(subject)s") % {"subject": mail.subject}
        try:
            mail.send()
        except (SMTPException, OSError) as fault:
            messages.error(request, _("It could not be sent: %(fault)s") % {"fault": fault})
        else:
            messages.success(request, _("Sent to %(address)s.") % {"address": to})
        return redirect(self.at(self.preview_url_name))


def _letter(kind: NoticeKind, writer: Writer) -> Letter:
    now = clock.now()
    with spoken_by(writer):
        return letter_of(kind, sample_facts(kind, now=now), writer, now=now)


def _list(url_name: str) -> dict[str, Any]:
    return {"url": reverse(url_name), "label": _("E-mails")}


def _address(request: HttpRequest) -> str:
    return str(getattr(request.user, "email", ""))


def _site(writer: Writer) -> int:
    return writer.portal.site_id


def _one_of(choices: dict[str, Any], wanted: str | None) -> str:
    return wanted if wanted in choices else next(iter(choices))


def _may_change(request: HttpRequest) -> bool:
    policy = policy_registry.get_by_type(NoticeSettings)
    return bool(policy.user_has_permission(request.user, "change"))
