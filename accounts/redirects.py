"""Where to go after signing in, and nowhere else."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest) -> str:
    """Return the path asked for by `next`, if it is one of this host; else an empty string."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    is_path = path.startswith("/") and not path.startswith("//")
    if is_path and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return ""
