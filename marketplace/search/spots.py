"""Every place that may be suggested: hromadas, oblasts, countries, and the cities of the gazetteer, by all their names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale

from marketplace.core.i18n import LOCALES, speaking
from marketplace.core.letters import LATIN, skeleton
from marketplace.core.morphology import LANGUAGES
from marketplace.core.ui import country
from marketplace.core.words import fold, romanise, tokens
from marketplace.lexicon import gazetteer
from marketplace.organisations import register
from marketplace.organisations.codes import COUNTRIES, OBLASTS

from .beginnings import Beginnings
from .places import UKRAINE

CYRILLIC = re.compile("[а-яєіїґ]")


@dataclass(frozen=True)
class Spot:
    """A place. Without a name of its own it is an oblast or, without that, a country."""

    country: str
    region: str = ""
    katottg: str = ""
    own: str = ""
    latin: str = ""
    words: tuple[frozenset[str], ...] = ()  # of a city: each of its own names as rough words

    def shown(self, reader: str) -> str:
        """Its name as this reader can read it."""
        if not self.own:
            return str(OBLASTS[self.region]) if self.region else country(self.country)
        return self.own if reader == "uk" and CYRILLIC.search(fold(self.own)) else self.latin

    @property
    def where(self) -> str:
        """What lies around it, in the reader's language; empty for what is large."""
        if self.katottg:
            return str(OBLASTS[self.region])
        return country(self.country) if self.own else ""


@cache
def all_spots() -> tuple[list[Spot], Beginnings]:
    """Every place, and its names in anybody's spelling. Half a second, once."""
    spots: list[Spot] = []
    names: list[tuple[str, int]] = []
    hromadas: dict[str, int] = {}

    def add(spot: Spot, called: Iterable[str]) -> None:
        names.extend((name, len(spots)) for name in called)
        spots.append(spot)

    for hromada in register.all_hromadas().values():
        hromadas[hromada.katottg] = len(spots)
        own, latin = hromada.centre, romanise(hromada.centre)
        spot = Spot(UKRAINE, hromada.region, hromada.katottg, own, latin)
        add(spot, (hromada.name, own, latin, hromada.centre_latin))
    for code, ours, theirs in gazetteer.lines():
        if code == UKRAINE:  # names elsewhere of a hromada's centre
            found = register.named(ours)
            names.extend((name, hromadas[h.katottg]) for h in found for name in (*ours, *theirs))
            continue
        latin = next((name for name in ours if LATIN.search(fold(name))), romanise(ours[0]))
        words = tuple(frozenset(skeleton(word) for word in tokens(name)) for name in ours)
        add(Spot(code, own=ours[0], latin=latin, words=words), (*ours, *theirs))
    for region in OBLASTS:
        called = register.oblast_words(region)
        for locale in LOCALES:
            with speaking(locale):
                called.append(str(OBLASTS[region]))
        add(Spot(UKRAINE, region), called)
    territories = [Locale.parse(tag).territories for tag in LANGUAGES]
    for code in COUNTRIES:
        add(Spot(code), {known[code] for known in territories if code in known})
    return spots, Beginnings(names, sounds=True)
