"""Countries, groups of them, and parts of them: which there are, and what they are called.

A group is stored by its name and follows this list, so that a rule for "EU" stays right when a
country joins. Geographic groups are those of the United Nations' M49, as CLDR names them.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from django.utils.translation import get_language, gettext, to_locale

_M49 = {
    "northern_africa": ("015", "DZ EG EH LY MA SD TN"),
    "eastern_africa": ("014", "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW"),
    "middle_africa": ("017", "AO CD CF CG CM GA GQ ST TD"),
    "southern_africa": ("018", "BW LS NA SZ ZA"),
    "western_africa": ("011", "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG"),
    "caribbean": (
        "029",
        "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    ),
    "central_america": ("013", "BZ CR GT HN MX NI PA SV"),
    "south_america": ("005", "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE"),
    "northern_america": ("021", "BM CA GL PM US"),
    "central_asia": ("143", "KG KZ TJ TM UZ"),
    "eastern_asia": ("030", "CN HK JP KP KR MN MO TW"),
    "southeast_asia": ("035", "BN ID KH LA MM MY PH SG TH TL VN"),
    "southern_asia": ("034", "AF BD BT IN IR LK MV NP PK"),
    "western_asia": ("145", "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE"),
    "eastern_europe": ("151", "BG BY CZ HU MD PL RO RU SK UA"),
    "northern_europe": ("154", "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ"),
    "southern_europe": ("039", "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK"),
    "western_europe": ("155", "AT BE CH DE FR LI LU MC NL"),
    "australasia": ("053", "AU CC CX HM NF NZ"),
    "melanesia": ("054", "FJ NC PG SB VU"),
    "micronesia": ("057", "FM GU KI MH MP NR PW UM"),
    "polynesia": ("061", "AS CK NU PF PN TK TO TV WF WS"),
}
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_UNIONS = {
    "africa": (
        "002",
        "northern_africa eastern_africa middle_africa southern_africa western_africa",
    ),
    "americas": ("019", "northern_america central_america caribbean south_america"),
    "latin_america": ("419", "central_america caribbean south_america"),
    "asia": ("142", "central_asia eastern_asia southeast_asia southern_asia western_asia"),
    "europe": ("150", "eastern_europe northern_europe southern_europe western_europe"),
    "oceania": ("009", "australasia melanesia micronesia polynesia"),
}
_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")

GROUPS: dict[str, frozenset[str]] = {
    key: frozenset(members.split()) for key, (_code, members) in _M49.items()
}
GROUPS |= {
    key: frozenset().union(*(GROUPS[part] for part in parts.split()))
    for key, (_code, parts) in _UNIONS.items()
}
GROUPS |= {
    "EU": frozenset(_EU.split()),
    "EEA": frozenset((_EU + " IS LI NO").split()),
    "EZ": frozenset(_EU.split()) - {"CZ", "DK", "HU", "PL", "RO", "SE"},
}
COUNTRIES = frozenset({"AQ"}).union(*GROUPS.values())
"""The ISO 3166-1 codes, and Kosovo's XK."""

_CODES = {key: code for key, (code, _members) in (_M49 | _UNIONS).items()} | {
    "EU": "EU",
    "EZ": "EZ",
}


def is_place(code: str) -> bool:
    """Whether this is a country, a group of ours, or a part of a country (ISO 3166-2: US-CA).

    Parts are known by their form alone: the list of them changes too often to be kept.
    """
    part = _SUBDIVISION.fullmatch(code)
    return (part[1] if part else code) in (COUNTRIES if part else COUNTRIES | GROUPS.keys())


def countries_in(places: frozenset[str]) -> frozenset[str]:
    """Return the countries that are named, or in a group that is named."""
    return frozenset().union(*(GROUPS.get(one, {one}) for one in places)) & COUNTRIES


def parts_in(places: frozenset[str]) -> frozenset[str]:
    """Return the parts of countries that are named."""
    return frozenset(one for one in places if "-" in one)


def place_name(code: str) -> str:
    """Return what a place is called in the current language; of a part, its country and code."""
    if code == "EEA":
        return gettext("European Economic Area")
    names = _names(to_locale(get_language() or "en"))
    country, _hyphen, part = code.partition("-")
    name = names.get(_CODES.get(country, country), country)
    return f"{name}: {part}" if part else name


def offered_places() -> list[tuple[str, str]]:
    """Return what a merchant chooses from, groups first, each part by name in their language."""
    groups = sorted(((one, place_name(one)) for one in GROUPS), key=lambda named: named[1])
    countries = sorted(((one, place_name(one)) for one in COUNTRIES), key=lambda named: named[1])
    return [*groups, *countries]


@cache
def _names(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)
