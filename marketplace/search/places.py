"""A query that is a place: hromadas, oblasts, countries, and the cities of those who are registered, in any spelling."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from babel import Locale
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.core.freshness import public_version
from marketplace.core.i18n import speaking
from marketplace.core.letters import skeleton, skeletons
from marketplace.core.morphology import LANGUAGES, likely
from marketplace.core.morphology import words as words_of
from marketplace.core.words import fold, romanise, tokens
from marketplace.lexicon.gazetteer import Named
from marketplace.lexicon.loaded import gazetteer, morphology
from marketplace.organisations import register
from marketplace.organisations.codes import COUNTRIES, OBLASTS
from marketplace.organisations.models import Organisation

from .bitmaps import Bitmaps, Bits

UKRAINE = "UA"
SHORTEST = 3
MOST_WORDS = 4
# "Region" in our languages, folded.
OBLAST_WORDS = frozenset(
    tokens(
        "область області обл област oblast oblasti oblasť oblastea region region regione región région regiune regija "
        "regiji regionen regiuni região rexhun reġjun reģions apgabals sritis srities sritys obwód obwodu gebiet alue "
        "oblasztja megye terület piirkond maakond réigiún περιφέρεια περιοχή"
    )
)
# What many names wear and none owns.
GENERAL = frozenset(
    tokens(
        "city town municipality council county region regional district commune village urban community hromada raion "
        "oblast miesto savivaldybe rajono pašvaldība novads pilsēta vald linn kaupunki kunta kommun stad stadt gemeinde "
        "landkreis kreis kommune region gmina miasto miasta powiat województwo mesto město obec kraj mestna občina "
        "općina grad gradska opština comune città provincia regione regione ayuntamiento ciudad diputación municipio "
        "câmara municipal município freguesia ville mairie département communauté métropole primăria comuna municipiul "
        "județul consiliul önkormányzat város megyei község δήμος περιφέρεια община област comhairle contae chathair "
        "kunsill lokali громада міська сільська селищна обласна районна рада адміністрація association union agency"
    )
)


@dataclass(frozen=True)
class Place:
    """What was meant: hromadas and other organisations, oblasts, or a country."""

    organisations: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    def among(self, index: Bitmaps) -> Bits:
        """The listings from there."""
        from_there = index.any_of("place", (*self.regions, *self.countries))
        return from_there | index.of_organisations(self.organisations)


def place_of(typed: str) -> Place | None:
    """The place that the whole of `typed` names; None if it names none that anybody here is from."""
    words = tokens(typed)
    if not words or len(words) > MOST_WORDS or len("".join(words)) < SHORTEST:
        return None
    key = " ".join(words)
    if key in _countries():
        return Place(countries=(_countries()[key],))
    if key in _oblasts():
        return Place(regions=(_oblasts()[key],))
    name = [word for word in words if word not in OBLAST_WORDS]
    return _called(name, whole_oblast=len(name) < len(words)) if name else None


def _called(words: list[str], *, whole_oblast: bool) -> Place | None:
    """Who is registered there; of a centre from which nobody is, its oblast."""
    spellings = _spellings(words)
    places = list(dict.fromkeys(place for said in spellings for place in gazetteer().find(said)))
    ours = {" ".join(own) for place in places if place.country == UKRAINE for own in place.own}
    hromadas = register.named(spellings | ours)
    centres = [h.region for h in hromadas if h.centre == register.OBLAST_CENTRES.get(h.region)]
    if not whole_oblast:
        own_words = {skeleton(said) for said in spellings} if len(words) == 1 else set()
        if organisations := _organisations({h.katottg for h in hromadas}, places, own_words):
            return Place(organisations=organisations)
    return Place(regions=tuple(centres)) if centres else None


@cache
def _countries() -> dict[str, str]:
    """Folded names of countries in all our languages → ISO 3166-1."""
    named: dict[str, str] = {}
    for tag in LANGUAGES:
        names = Locale.parse(tag).territories
        for code in COUNTRIES:
            if code in names:
                for form in {" ".join(tokens(names[code])), *_inflected(names[code], tag)}:
                    named.setdefault(form, code)
    return named


def _inflected(name: str, tag: str) -> set[str]:
    """One word under its forms, so that a country is found in another case too."""
    return set(morphology().forms(name, tag)) if len(name.split()) == 1 else set()


@cache
def _oblasts() -> dict[str, str]:
    """Folded names of oblasts in words that people use → ISO 3166-2. Cities that are oblasts are hromadas as well."""
    named: dict[str, str] = {}
    for code, label in OBLASTS.items():
        names = [*register.oblast_words(code)]
        for locale in ("uk", "en", "lt"):
            with speaking(locale):
                names.append(str(label))
        for name in names:
            for said in (name, romanise(name)):
                key = " ".join(tokens(said))
                for ending in ("", " область", " oblast", " region"):
                    named.setdefault(key + ending, code)
    return named


def _organisations(hromadas: set[str], places: Sequence[Named], own_words: set[str]) -> tuple[int, ...]:
    """Registered organisations of these hromadas, or with the name of one of these places."""
    here = _here(public_version())
    found = {here.hromadas[katottg] for katottg in hromadas & here.hromadas.keys()}
    for word in own_words:
        found.update(here.called.get(word, {}))
    for place in places:
        for own in place.own:
            for word in list(own)[:1]:  # who has all of them has the first
                named = here.called.get(word, {}).items()
                found.update(n for n, body in named if body.country == place.country and own <= body.own)
    return tuple(sorted(found))


class _Body(NamedTuple):
    """Where an organisation is, and the words of its name that are its own."""

    country: str
    own: frozenset[str]


class _Here(NamedTuple):
    """Every organisation that listings can be of."""

    hromadas: dict[str, int]  # KATOTTG → id
    called: dict[str, dict[int, _Body]]  # a word of its name → id → the others


@lru_cache(maxsize=1)
def _here(_version: int) -> _Here:
    """As of this version of what is public."""
    columns = (Organisation.id, Organisation.katottg, Organisation.country)
    names = (Organisation.name, Organisation.name_latin, Organisation.locale)
    verified = select(*columns, *names).where(Organisation.verified_at.is_not(None)).order_by(Organisation.id)
    here = _Here({}, defaultdict(dict))
    for row in db.session.execute(verified):
        if row.katottg:
            here.hromadas[row.katottg] = row.id
            continue
        body = _Body(row.country, words_of_name(row.name, row.name_latin, row.locale))
        for word in body.own:
            here.called[word][row.id] = body
    return here


def forget() -> None:
    """Forget who is registered: for another database."""
    _here.cache_clear()


def _spellings(words: list[str]) -> set[str]:
    """What was typed, and its dictionary form in the languages it may be in."""
    spoken = [[known_forms(word, tag) for word in words] for tag in likely(" ".join(words))]
    return {" ".join(words)} | {" ".join(form) for forms in spoken for form in product(*forms)}


def known_forms(word: str, tag: str) -> tuple[str, ...]:
    """The forms of a word that are whole words: without the bare stem."""
    lemma = morphology().lemma(word, tag) or morphology().lemma(word.capitalize(), tag)
    return tuple(dict.fromkeys([word, *([lemma] if lemma else [])]))


@lru_cache(maxsize=20_000)
def words_of_name(name: str, name_latin: str, locale: str) -> frozenset[str]:
    """The rough forms of the words that are a name's own: *Kauno miesto savivaldybė* is Kaunas, and no city hall."""
    own: set[str] = set()
    for word in [*words_of(name), *words_of(name_latin)]:
        if word[:1].isupper() and len(word) >= SHORTEST and fold(word) not in GENERAL:
            own.update(rough for form in known_forms(word, locale) for rough in skeletons(form))
    return frozenset(own)
