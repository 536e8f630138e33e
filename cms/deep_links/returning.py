"""Back to where a customer came from, once what they came for is done.

The address is kept in their session, for this one thing and for an hour. It is used when that is
done; what was refused, or is not known yet, stays on the portal, where a link leads back.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse

from billing.models import Outcome
from cms.deep_links.ways import BACK, END, WAYS
from portal_blocks.base import ActionResult
from portals import clock
from portals.requests import portal_of_request
from portals.return_addresses import is_allowed

log = logging.getLogger(__name__)
KEY = "portico_return"
KEPT = timedelta(hours=1)
TOLD_BY = "portico"


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where a customer came from, and the name of that site."""

    url: str
    host: str


def keep_return(request: HttpRequest, word: str) -> None:
    """Keep where a link wants to return to, if the merchant allows that; forget what was before.

    What is not allowed is ignored: the customer is shown what they came for all the same.
    """
    portal, asked = portal_of_request(request), request.GET.get("return", "")
    if word == END and not asked:
        return  # the end of a way that was begun by another word
    if KEY in request.session:
        del request.session[KEY]
    if not asked or portal is None or not WAYS[word].done:
        return
    if not is_allowed(asked, portal.return_addresses):
        log.warning("A link to “%s” of %s may not return to where it says", word, portal.host)
        return
    kept = {"word": word, "url": asked, "at": clock.now().isoformat(), "done": False}
    request.session[KEY] = kept


def return_after(request: HttpRequest, action: str, result: ActionResult) -> str:
    """Return where whoever pressed `action` goes next: back, if that was what they came for.

    Empty where they stay: nobody sent them, it was something else, or it is not done.
    """
    kept = _kept(request)
    if kept is None or action not in WAYS[kept["word"]].done or not _is_done(result):
        return ""
    request.session[KEY] = {**kept, "done": True}
    return reverse("deep_link", args=[BACK])


def way_back(request: HttpRequest) -> WayBack | None:
    """Return where a link would lead back to that is shown until it is done; None for nobody."""
    kept = _kept(request)
    if kept is None:
        return None
    return WayBack(kept["url"], urlsplit(kept["url"]).hostname or "")


def take_return(request: HttpRequest) -> WayBack | None:
    """Return where whoever is done goes, with what they did in the address; it is used up then."""
    kept = _kept(request)
    if kept is None or not kept["done"]:
        return None
    del request.session[KEY]
    url, said = kept["url"], urlencode({TOLD_BY: f"{kept['word']}-done"})
    address, mark, fragment = url.partition("#")
    joined = f"{address}{'&' if '?' in address else '?'}{said}{mark}{fragment}"
    return WayBack(joined, urlsplit(url).hostname or "")


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept, if it is of the last hour and allowed still: the merchant may have changed."""
    kept = request.session.get(KEY) if hasattr(request, "session") else None
    portal = portal_of_request(request)
    if not isinstance(kept, dict) or portal is None or kept.get("word") not in WAYS:
        return None
    is_fresh = datetime.fromisoformat(kept["at"]) > clock.now() - KEPT
    return kept if is_fresh and is_allowed(kept["url"], portal.return_addresses) else None


def _is_done(result: ActionResult) -> bool:
    if result.faults:
        return False
    if result.operation is not None:
        return result.operation.outcome == Outcome.DONE
    return result.tone == "success"
