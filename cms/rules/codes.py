"""Places, languages and currencies to choose from, in the words of the editor's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from babel.core import get_global
from django.utils.translation import gettext as _

from access_rules.languages import is_language, language_name, offered_languages
from access_rules.places import GROUPS, is_place, offered_places, place_name
from billing.models import Price
from portals.registry import Portal
from themes.formats import locale_of


@dataclass(frozen=True, slots=True)
class Codes:
    """A list to choose from. What is not on it, but is a code all the same, can be typed in."""

    offered: Callable[[Portal], Iterable[tuple[str, str]]]
    is_code: Callable[[str], bool]
    name: Callable[[str], str]
    hint: Callable[[str], str] = str
    as_typed: Callable[[str], str] = str

    def find(self, portal: Portal, query: str) -> Iterator[tuple[str, str]]:
        """Yield codes with names: those with `query` in the name, or that begin with it."""
        asked, listed = query.casefold(), False
        for code, name in self.offered(portal):
            if asked in name.casefold() or code.casefold().startswith(asked):
                listed = True
                yield code, name
        typed = self.as_typed(query)
        if not listed and self.is_code(typed):
            yield typed, self.name(typed)


def _currencies(portal: Portal) -> list[tuple[str, str]]:
    """The currencies in use anywhere; those that the shop takes come first."""
    taken = Price.objects.filter(shop=portal.shop_id).order_by().distinct()
    own = {code.upper() for code in taken.values_list("currency", flat=True)}
    used = own | {
        code
        for each in get_global("territory_currencies").values()
        for code, _since, until, is_tender in each
        if until is None and is_tender
    }
    named = [(code, _currency_name(code)) for code in used]
    return sorted(named, key=lambda one: (one[0] not in own, one[1].casefold()))


def _currency_name(code: str) -> str:
    return str(locale_of().currencies.get(code, code))


PLACES = Codes(
    offered=lambda _portal: offered_places(),
    is_code=is_place,
    name=place_name,
    hint=lambda code: _("group of countries") if code in GROUPS else code,
    as_typed=str.upper,
)
LANGUAGES = Codes(lambda _portal: offered_languages(), is_language, language_name)
CURRENCIES = Codes(_currencies, lambda code: code in locale_of().currencies, _currency_name)
