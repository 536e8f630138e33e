"""The languages of a portal's pages: what there is to choose from, and the door that chooses.

Whoever chooses none is shown what their browser asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.redirects import safe_next
from cms.acting.page import stood_at

SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Language:
    """One language, under the name it has in itself."""

    code: str
    name: str
    is_current: bool


def languages() -> list[Language]:
    """Return the languages to choose from; none where there is but one."""
    codes = [code for code, _name in settings.LANGUAGES]
    if len(codes) < 2:
        return []
    here = get_language()
    names = {code: str(get_language_info(code)["name_local"]) for code in codes}
    return [
        Language(code, names[code][:1].upper() + names[code][1:], code == here) for code in codes
    ]


def come_back_to(request: HttpRequest) -> str:
    """Return the address of the page one is at, also where a form was sent and it answers that."""
    path, query = request.path, request.GET.urlencode(safe="/")
    if request.method not in SAFE:
        path, query = stood_at(request)
    return f"{path}?{query}" if query else path


# Without a token, which would keep every page with the switch out of shared caches. What a
# stranger's form could do here is change the language.
@csrf_exempt
@never_cache
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in the browser, and go back to the page one is at."""
    response = HttpResponseRedirect(safe_next(request) or "/")
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
