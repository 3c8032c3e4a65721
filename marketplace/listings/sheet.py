"""A listing on paper: one A4 page, what is coded in two languages side by side, its own words and their translation."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from marketplace.core.i18n import LOCALES, SOURCE, speaking
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.ui import day, language, money, number
from marketplace.organisations.codes import OBLASTS

from .cards import place_of
from .codes import FORMATS, HELPS, KINDS, PRINCIPLES, SECTORS, STAGES, URGENCIES, Kind
from .models import Listing
from .texts import Shown, byline, public_texts, shown_in

PASSAGES: dict[str, dict[str, Any]] = {
    Kind.NEED: {
        "gives_back": _l("What we can give back"),
        "problem": _l("The problem"),
        "beneficiaries": _l("Who benefits"),
        "done_so_far": _l("What has been done so far"),
        "result": _l("The result we wish for"),
        "own_contribution": _l("What we contribute ourselves"),
    },
    Kind.OFFER: {
        "learns": _l("What we would like to learn"),
        "shares": _l("What we share"),
        "example": _l("Where we have done it"),
        "costs": _l("Who pays for what"),
        "conditions": _l("Conditions"),
    },
}


@dataclass(frozen=True)
class Half:
    """What it says in codes and numbers, in one language."""

    locale: str
    kind: str
    place: str
    shortened: str
    translated: str  # by whom and when, if its own words stand in another language too
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Passage:
    """One of its own texts, under a heading in each language; or its translation, which follows it without one."""

    headings: tuple[str, ...]
    text: str
    locale: str


@dataclass(frozen=True)
class Setting:
    """How its texts are set: a class of the style sheet, and what goes into one of their two columns."""

    name: str
    signs: int  # in a line, of wide letters
    line: float  # millimetres


# As Chromium sets them in Noto Sans, whose letters are wide; 7 points are the least that one reads without a glass.
SETTINGS = (
    Setting("ample", 37, 5.5),
    Setting("roomy", 44, 4.6),
    Setting("close", 52, 3.9),
    Setting("tight", 63, 3.1),
)
SMALLEST = SETTINGS[-1]
# In millimetres: the page within its margins, what the head takes (or its code, if that is higher), a line of facts,
# the space between these, and a picture, which stands in one of two columns.
PAGE, CODE, SPACES, PICTURE = 276, 40, 17, 64
KICKER, TITLE, SUMMARY, FACT = 6, 8, 4.1, 3.95
TITLE_SIGNS, SUMMARY_SIGNS, FACT_SIGNS = 38, 80, 48


@dataclass(frozen=True)
class Sheet:
    """One page: two halves, the translation, the passages, how they are set, and whether something had to be left out."""

    halves: tuple[Half, ...]
    translation: Shown | None
    passages: list[Passage]
    setting: str
    is_shortened: bool
    has_picture: bool


def languages(own: str, reader: str) -> tuple[str, str]:
    """The listing's language and the reader's; where they are one, or we do not speak its own, English or Ukrainian."""
    first = own if own in LOCALES else SOURCE
    return first, next(one for one in (reader, SOURCE, "uk") if one != first)


def sheet(listing: Listing, reader: str) -> Sheet:
    """The page of this listing for somebody who reads that language."""
    spoken = languages(listing.locale, reader)
    translation = _translation(listing, reader if reader != listing.locale else spoken[1])
    halves = tuple(_half(listing, locale, translation) for locale in spoken)
    found = list(_passages(listing, spoken, translation))
    texts = [passage.text for passage in found]
    height = _left_for_texts(listing, halves, translation)
    # A picture says more than a size of letters, but does not make them too small to read.
    ways = [(one, True) for one in SETTINGS[:-1] if listing.pictures] + [(one, False) for one in SETTINGS]
    setting, picture = next(
        (way for way in ways if _height(texts, way[0]) + way[1] * PICTURE / 2 <= height), (SMALLEST, False)
    )
    most = _most_lines(texts, setting, height)
    shown = [_cut(text, most * setting.signs) for text in texts]
    return Sheet(
        halves,
        translation,
        [replace(passage, text=text) for passage, text in zip(found, shown, strict=True)],
        setting.name,
        is_shortened=shown != texts,
        has_picture=picture,
    )


def _translation(listing: Listing, locale: str) -> Shown | None:
    found = shown_in(listing, public_texts(listing), locale)
    return None if found.is_original else found


def _passages(listing: Listing, spoken: tuple[str, str], translation: Shown | None) -> Iterator[Passage]:
    for name, heading in PASSAGES[listing.kind].items():
        if text := getattr(listing, name):
            yield Passage(_in_each(spoken, heading), " ".join(text.split()), listing.locale)
            if translation and translation.lang(name) != listing.locale:
                yield Passage((), " ".join(translation.words(name).split()), translation.locale)


def _in_each(spoken: tuple[str, str], label: Any) -> tuple[str, ...]:
    said = []
    for locale in spoken:
        with speaking(locale):
            said.append(str(label))
    return tuple(said)


def _half(listing: Listing, locale: str, translation: Shown | None) -> Half:
    with speaking(locale):
        return Half(
            locale,
            str(KINDS[Kind(listing.kind)]),
            place_of(listing),
            _("Shortened to fit the page. The whole text stands at the address above."),
            byline(translation.text) if translation and translation.text else "",
            facts(listing),
        )


def facts(listing: Listing) -> list[tuple[str, str]]:
    """What it says in codes and numbers, each with its name, in the present language; only what it does say."""
    need = listing.is_need
    said = [
        (_("Organisation"), listing.organisation.shown_name),
        (_("Place"), place_of(listing)),
        (_("What it is about"), labels(SECTORS, listing.sectors)),
        (_("Help sought") if need else _("Help offered"), labels(HELPS, listing.helps)),
        (_("Where the work takes place"), labels(FORMATS, [listing.format])),
        (_("Languages of work"), ", ".join(language(code) for code in listing.languages)),
        (_("Urgency"), labels(URGENCIES, [listing.urgency])),
        (_("Stage"), labels(STAGES, [listing.stage])),
        (_("People who benefit"), number(listing.beneficiaries_count)),
        (_("Budget"), budget(listing)),
        (_("Partners at once"), number(listing.capacity_cases)),
        (_("People at work"), number(listing.capacity_people)),
        (_("Working days"), number(listing.capacity_days)),
        (_("Preferred oblasts"), labels(OBLASTS, listing.preferred_regions or [])),
        (_("Available from"), day(listing.available_from)),
        (_("Available until"), day(listing.available_until)),
        (_("Principles it serves"), labels(PRINCIPLES, [row.principle for row in listing.principles])),
        (_("Open until"), day(listing.expires_on or listing.open_until)),
        (_("Written in"), language(listing.locale)),
    ]
    return [(name, value) for name, value in said if value]


def labels(words: Any, codes: Any) -> str:
    """The labels of these codes, in the present language, as a list in a sentence."""
    return ", ".join(str(words[code]) for code in codes if code)


def budget(listing: Listing) -> str:
    """The range, in the present language; empty if nothing is said of it."""
    low, high = money(listing.budget_min), money(listing.budget_max)
    if low and high:
        return _("%(low)s to %(high)s", low=low, high=high)
    if high:
        return _("up to %(high)s", high=high)
    return _("from %(low)s", low=low) if low else ""


# What fits


def _lines(text: str, signs: int) -> int:
    return math.ceil(len(text) / signs)


def _left_for_texts(listing: Listing, halves: tuple[Half, ...], translation: Shown | None) -> float:
    """Millimetres of the page that its head and its facts leave."""
    rows = max(sum(_lines(f"{name}: {value}", FACT_SIGNS) for name, value in half.facts) for half in halves)
    title, summary = _lines(listing.title, TITLE_SIGNS), _lines(listing.summary, SUMMARY_SIGNS)
    if translation:
        summary += _lines(f"{translation.title} {translation.summary}", SUMMARY_SIGNS) + 1
    return PAGE - max(CODE, KICKER + TITLE * title + SUMMARY * summary) - FACT * rows - SPACES


def _height(texts: list[str], setting: Setting) -> float:
    """Of the two columns that these texts fill, each under a heading of two lines."""
    return setting.line * sum(_lines(text, setting.signs) + 2.5 for text in texts) / 2 + 2 * setting.line


def _most_lines(texts: list[str], setting: Setting, height: float) -> int:
    """The most that one text may take for all to fit: the short ones stay whole, the long ones are cut alike."""
    longest = max((_lines(text, setting.signs) for text in texts), default=0)
    while longest > 1 and _height([text[: longest * setting.signs] for text in texts], setting) > height:
        longest -= 1
    return longest


def _cut(text: str, signs: int) -> str:
    if len(text) <= signs:
        return text
    return text[: signs - 2].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
