"""Why a listing stands in the result: its words marked, and a line where they are not those that were typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from marketplace.core.i18n import gettext as _
from marketplace.core.morphology import WORD, Morphology
from marketplace.core.words import fold
from marketplace.lexicon.compiled import Lexicon
from marketplace.lexicon.loaded import lexicon, morphology
from marketplace.lexicon.tagging import mentions
from marketplace.listings.cards import Card

from .elsewhere import elsewhere
from .ranking import Why
from .retrieval import RELATED, Found
from .understanding import Asked


@dataclass(frozen=True)
class Explained:
    """What a card says of why it is here. `mark` puts marks around the words that were found."""

    line: str
    mark: Callable[[str], Markup]
    elsewhere: str = ""  # the words that were found stand in another text of it, among these
    elsewhere_locale: str = ""


def explain(cards: Iterable[Card], found: Found, locale: str) -> dict[int, Explained]:
    """For each card of a result, by its id, in the language of the reader."""
    cards = [card for card in cards if card.id in found.why]
    said = {card.id: _one(card, found.asked, found.why[card.id], locale) for card in cards}
    unseen = [card for card in cards if not said[card.id].line and not _is_marked(card, said[card.id])]
    forms = {card.id: _forms(found.asked, found.why[card.id]) for card in unseen}
    for listing_id, tongue, passage in elsewhere(unseen, forms):
        words = marked(passage, tongue, forms[listing_id], frozenset())
        said[listing_id] = replace(said[listing_id], elsewhere=words, elsewhere_locale=tongue)
    return said


def _is_marked(card: Card, said: Explained) -> bool:
    return any("<mark>" in said.mark(text) for text in (card.title, card.summary))


def _forms(asked: Asked, why: Why) -> set[str]:
    return {form for number in why.words for form in asked.words[number].forms}


def _one(card: Card, asked: Asked, why: Why, locale: str) -> Explained:
    forms = _forms(asked, why)
    concepts = frozenset(why.concepts)

    @cache  # asked once to see whether anything is marked, and once to show it
    def mark(text: str) -> Markup:
        return marked(text, card.locale, forms, concepts)

    return Explained(_line(card, asked, why, forms, locale), mark)


def _line(card: Card, asked: Asked, why: Why, forms: set[str], locale: str) -> str:
    written = {fold(word.written) for word in asked.words}
    if why.words and len(why.words) == len(asked.words) and not any(asked.words[n].meant for n in why.words):
        return ""  # the very words that were typed: the marks say enough
    named = [concept for concept in why.concepts if lexicon().label(concept, locale)]
    if named:
        surely = {found.concept: found.sure for found in asked.named}
        itself = [c for c in named if why.concepts[c] > RELATED * surely.get(c, 1)]
        things = ", ".join(dict.fromkeys(lexicon().label(concept, locale) for concept in itself or named))
        return (
            _("Found as: %(things)s", things=things) if itself else _("Goes with: %(things)s", things=things)
        )
    meant = [asked.words[n].meant for n in why.words if asked.words[n].meant]
    if meant:
        return _("Found as: %(things)s", things=", ".join(meant))
    if not why.words or not (forms & written):
        return _("Close in meaning")
    return ""


def marked(text: str, language: str, forms: set[str], concepts: frozenset[str]) -> Markup:
    """The text, escaped, with <mark> around the words that have one of the forms or speak of one of the concepts."""
    known = morphology()
    heard = _heard(text, language, lexicon(), known)
    hits = {
        number for number, word in enumerate(heard.words) if forms.intersection(known.forms(word, language))
    }
    for concept in concepts:
        for below in (concept, *lexicon().narrower(concept)):
            hits |= heard.speaks_of.get(below, set())
    said, last = Markup(""), 0
    for number in sorted(hits):
        start, end = heard.spans[number]
        said += escape(text[last:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        last = end
    return said + escape(text[last:])


class _Heard(NamedTuple):
    """The words of a text, where they stand in it, and which of them speak of what."""

    words: list[str]
    spans: list[tuple[int, int]]
    speaks_of: dict[str, set[int]]


@lru_cache(maxsize=1000)
def _heard(text: str, language: str, lexicon: Lexicon, morphology: Morphology) -> _Heard:
    """Kept, for the same cards are shown to many."""
    found = list(WORD.finditer(text))
    words = [match[0] for match in found]
    speaks_of: dict[str, set[int]] = {}
    for mention in mentions(words, language, lexicon, morphology):
        if mention.whole:
            speaks_of.setdefault(mention.concept, set()).update(mention.at)
    return _Heard(words, [match.span() for match in found], speaks_of)
