"""The addresses that templates name, leading nowhere."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nowhere(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()


urlpatterns = [
    path("sign-in/", nowhere, name="sign_in"),
    path("sign-out/", nowhere, name="sign_out"),
    path("language/", nowhere, name="choose_language"),
]
