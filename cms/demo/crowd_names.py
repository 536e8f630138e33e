"""What the demo's crowd is called, where it lives and what the shop notes of it. All invented."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A country, what is spoken there, and its regions as ISO 3166-2 has them, where any."""

    country: str
    language: str
    regions: tuple[str, ...] = ()


PLACES = (
    Place("DE", "de"),
    Place("DE", "de"),
    Place("DE", "de", ("DE-BE", "DE-BY", "DE-HH")),
    Place("AT", "de"),
    Place("CH", "de", ("CH-ZH", "CH-GE")),
    Place("FR", "fr"),
    Place("FR", "fr"),
    Place("GB", "en-GB"),
    Place("GB", "en-GB"),
    Place("IT", "it"),
    Place("JP", "ja"),
    Place("NL", "nl"),
    Place("PT", "pt"),
    Place("SE", "sv"),
    Place("US", "en-US", ("US-CA", "US-NY", "US-WA")),
    Place("US", "en-US", ("US-CA", "US-TX", "US-OR")),
    Place("CA", "fr-CA", ("CA-QC",)),
    Place("", ""),
)
GIVEN = (
    *("Ada", "Alma", "Anton", "Bela", "Bruno", "Carmen", "Cem", "Clara", "Dario", "Edda"),
    *("Elif", "Emil", "Enzo", "Fatima", "Felix", "Freya", "Greta", "Hana", "Hugo", "Ida"),
    *("Ines", "Ivo", "Jana", "Jonas", "Kaito", "Karin", "Lena", "Leo", "Lucia", "Mara"),
    *("Marek", "Mila", "Nadia", "Nils", "Noor", "Olga", "Oskar", "Paola", "Pia", "Quentin"),
    *("Rafael", "Rosa", "Samir", "Selma", "Tariq", "Thea", "Tomas", "Uma", "Vera", "Yuki"),
)
FAMILY = (
    *("Abel", "Aalto", "Bauer", "Bianchi", "Bergman", "Brandt", "Cruz", "Costa", "Dahl"),
    *("Demir", "Duarte", "Eriksen", "Fischer", "Fontana", "Garnier", "Gruber", "Haddad"),
    *("Hayashi", "Holm", "Ibarra", "Jansen", "Kaya", "Keller", "Kowal", "Lang", "Leclerc"),
    *("Lund", "Marini", "Meyer", "Moreau", "Mori", "Nowak", "Okafor", "Olsen", "Pereira"),
    *("Quist", "Reyes", "Rossi", "Sato", "Schmid", "Silva", "Tanaka", "Turner", "Vogel"),
    *("Walsh", "Weber", "Winter", "Yilmaz", "Young", "Ziegler"),
)
TAGS = ("barista course", "friend of the house", "newsletter", "tasting panel", "wholesale")
ATTRIBUTES = {
    "grind": ("beans", "espresso", "filter", "moka pot"),
    "found us by": ("a friend", "a search", "the market"),
    "roast": ("dark", "light", "medium"),
}
