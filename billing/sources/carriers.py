"""Where a parcel can be followed, by its carrier and number, when nobody has said."""

from __future__ import annotations

from urllib.parse import quote

from billing.sources.words import normal

# Each carrier's own page for one number, and the names it goes by.
_PAGES: dict[str, tuple[str, ...]] = {
    "https://auspost.com.au/mypost/track/#/details/{}": ("australia post", "auspost"),
    "https://gls-group.eu/EU/en/parcel-tracking?match={}": ("gls",),
    "https://service.post.ch/ekp-web/ui/entry/search/{}": ("swiss post", "die post", "swisspost"),
    "https://tools.usps.com/go/TrackConfirmAction?tLabels={}": ("usps", "us postal service"),
    "https://track.dpd.co.uk/parcels/{}": ("dpd uk", "dpd local"),
    "https://tracking.dpd.de/status/en_US/parcel/{}": ("dpd", "dpd de", "dpd germany"),
    "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}": (
        "canada post",
        "postes canada",
    ),
    "https://www.dhl.com/en/express/tracking.html?AWB={}": ("dhl", "dhl express"),
    "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode={}": (
        *("dhl paket", "dhl parcel", "dhl de"),
        "deutsche post",
    ),
    "https://www.evri.com/track/parcel/{}": ("evri", "hermes uk"),
    "https://www.fedex.com/fedextrack/?trknbr={}": ("fedex", "fed ex"),
    "https://www.laposte.fr/outils/suivre-vos-envois?code={}": ("la poste", "colissimo"),
    "https://www.royalmail.com/track-your-item#/tracking-results/{}": ("royal mail",),
    "https://www.ups.com/track?tracknum={}": ("ups", "united parcel service"),
}
_PAGE_OF = {name: page for page, names in _PAGES.items() for name in names}


def tracking_url(carrier: str, number: str) -> str:
    """Return the carrier's page for a parcel; "" for a carrier that is not known here."""
    page = _PAGE_OF.get(normal(carrier))
    bare = "".join(number.split())
    return page.format(quote(bare, safe="")) if page and bare else ""
