"""Serves documents and pictures, by their rules on a portal, in the editor by staff permissions.

What somebody may not have looks like what is not there.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.permissions import policy_registry

from cms.gate import refusal
from cms.media import folders
from cms.media.models import PortalDocument, PortalImage
from cms.media.spans import part, span_asked
from cms.viewing import viewer_of
from portals.requests import realm_of

DAY = 24 * 3600
USES = ("choose", "change", "delete")


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document; whoever is signed out is asked to sign in, whether there is one or not."""
    found = PortalDocument.objects.filter(pk=document_id).first()
    if found is None or found.filename != document_filename or not may_have(request, found):
        if realm_of(request) == "staff":
            raise Http404("No such document.")
        return refusal(request, None, viewer_of(request))
    for hook in hooks.get_hooks("before_serve_document"):  # Wagtail's own: the collection's privacy
        answer = hook(found, request)
        if isinstance(answer, HttpResponse):
            return answer
    document_served.send(sender=PortalDocument, instance=found, request=request)
    response = _sent(request, found.file.storage, found.file.name)
    response["Content-Disposition"] = found.content_disposition
    response["Content-Security-Policy"] = "default-src 'none'"  # nothing in it is run
    return _kept_private(response)


def gate_document(document: PortalDocument, request: HttpRequest) -> None:
    """Refuse (a `before_serve_document` hook): no way of serving documents passes ungated."""
    if not may_have(request, document):
        raise Http404("No such document.")


@require_safe
def picture(request: HttpRequest, image_id: int, name: str) -> HttpResponseBase:
    """Serve a hidden picture, in one of its sizes."""
    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None or not may_have(request, image):
        raise Http404("No such picture.")
    wanted = folders.gated(f"images/{name}")
    size = image.renditions.filter(file=wanted).first()
    if size is None:
        raise Http404("No such size of this picture.")
    return _kept_private(_sent(request, size.file.storage, size.file.name))


@require_safe
def original(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the original of a hidden picture, in the editor alone."""
    image = PortalImage.objects.filter(file=path).first()
    if image is None or realm_of(request) != "staff" or not may_have(request, image):
        raise Http404("No such picture.")
    return _kept_private(_sent(request, image.file.storage, image.file.name))


@require_safe
def open_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a picture that is for everyone, by its path. No query."""
    response = _sent(request, default_storage, path)
    patch_cache_control(response, public=True, max_age=DAY)
    return response


def may_have(request: HttpRequest, thing: PortalDocument | PortalImage) -> bool:
    """Whether whoever asks may have a document or picture."""
    realm = realm_of(request)
    if realm == "staff":
        policy: Any = policy_registry.get_by_type(type(thing))
        allowed: bool = policy.user_has_any_permission_for_instance(request.user, USES, thing)
        return allowed
    return realm == "portal" and thing.is_for(viewer_of(request).subject)


def _sent(request: HttpRequest, storage: Storage, name: str) -> HttpResponseBase:
    try:
        moment = storage.get_modified_time(name).timestamp()
        if not was_modified_since(request.headers.get("If-Modified-Since"), int(moment)):
            return HttpResponseNotModified()
        file = storage.open(name)
    except OSError:
        raise Http404("No such file.") from None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"Last-Modified": http_date(moment), "X-Content-Type-Options": "nosniff"}
    headers["Accept-Ranges"] = "bytes"
    since = request.headers.get("If-Range", headers["Last-Modified"])
    span = span_asked(request.headers.get("Range", ""), file.size)
    if span is not None and since == headers["Last-Modified"]:
        return part(file, span, file.size, content_type=kind, headers=headers)
    return FileResponse(file, content_type=kind, headers=headers)


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Cookie"])
    return response
