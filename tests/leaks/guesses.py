"""Every address of a portal that somebody could guess, whoever they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from billing.models import Order
from tests.leaks.crawl import Request
from tests.leaks.world import Site50

FIXED = (
    "/",
    "/nothing-here/",
    "/sign-in/",
    "/sitemap.xml",
    "/robots.txt",
    "/search/",
    "/admin/",
    "/admin/pages/",
    "/api/",
    "/api/v2/pages/",
    "/api/v2/documents/",
    "/api/main/pages/",
    "/card-form/",
    "/healthz",
    "/readyz",
    "/language/",
    "/webhooks/stripe/",
    "/go/card/",
    "/go/cancel/",
    "/go/orders/",
    "/go/pay/",
    "/go/subscriptions/",
    "/go/nowhere/",
    "/media/",
    "/media/images/",
    "/media/gated/",
    "/media/documents/",
    "/documents/",
    "/pictures/",
    "/finish/00000000-0000-0000-0000-000000000000/",
    "/do/look/00000000-0000-0000-0000-000000000000/",
    "/my-data/00000000-0000-0000-0000-000000000000/",
    "/my-data/00000000-0000-0000-0000-000000000000/file/",
    "/admin/gallery/",
    "/admin/privacy-requests/",
    "/admin/customers/1/act/",
)


def guesses(site: Site50, turn: int) -> Iterator[Request]:
    """Yield them. Every page and every document; of what is alike, each turn takes a part.

    Neighbours differ in rule and choice, and so do those who take turns: together they ask all.
    """
    yield "GET", "/"
    yield from (("GET", url) for url in FIXED[turn % 3 :: 3])
    yield from files(site, turn)
    yield from pages(site)
    yield from parts(site, turn)


def files(site: Site50, turn: int) -> Iterator[Request]:
    """Yield addresses of documents and pictures, which are the same at both portals."""
    step = 10 if site.homes else 5
    shelf = site.shelf
    urls = [f"/pictures/{image.pk}/picture.webp" for image in shelf.images]
    for document in shelf.documents:
        yield "GET", document.url
        urls += [f"/documents/{document.pk}/", f"/documents/{document.pk}/file.pdf"]
        urls.append(f"/media/{document.file.name}")
    urls += [url for url in shelf.opens if not url.startswith("/documents/")]
    yield from (("GET", url) for url in urls[turn % step :: step])


def pages(site: Site50) -> Iterator[Request]:
    """Yield the address of every page."""
    yield from (("GET", _url(site, page)) for page in site.pages)


def parts(site: Site50, turn: int) -> Iterator[Request]:
    """Yield what is below a tenth of the pages: block views, actions, drafts."""
    order = Order.objects.order_by("pk").values_list("pk", flat=True)[0]
    for page in site.pages[turn % 10 :: 10]:
        yield from _of_page(page, _url(site, page), order)


def _url(site: Site50, page: Any) -> str:
    url: str = page.url_path.removeprefix(site.root.url_path.rstrip("/"))
    return url


def _of_page(page: Any, url: str, order: int) -> Iterator[Request]:
    yield "HEAD", f"{url}?preview=1"
    yield "GET", f"{url}order/{order}/"
    yield "GET", f"{url}nothing-here/"
    yield "GET", f"/admin/pages/{page.pk}/view_draft/"
    for child in page.body:
        yield "POST", f"/do/{page.pk}/{child.id}/pause/"
        if child.block_type == "order_history":
            yield "GET", f"{url}?after-{str(child.id)[:8]}=x"
    yield "GET", f"/do/{page.pk}/{page.body[0].id}/pause/"
