"""Every page in every language; and in a made-up one that wraps each text, so that what is not translated stands out."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel import Locale
from babel.support import NullTranslations
from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag

from marketplace.core import i18n
from marketplace.lexicon.loaded import lexicon
from marketplace.organisations import register
from tests.house.doors import READERS, knocks
from tests.house.world import texts
from tests.page import Page

pytestmark = pytest.mark.one_engine

MADE_UP = "lt"  # dates and countries come from the Unicode data of a real language: this one's
SPOKEN = (
    "aria-label",
    "placeholder",
    "title",
    "alt",
    "data-says",
    "data-copied",
    "data-confirm",
    "data-offline",
)
NOT_WORDS = {"script", "style", "time", "noscript", "textarea", "svg", "code"}
# Names that are the same in all languages.
NAMES = [
    "Mistok",
    "KATOTTG",
    "NUTS",
    "LAU",
    "DREAM",
    "PDF",
    "JPEG",
    "PNG",
    "WEBP",
    "EUPL",
    "MB",
    "TOTP",
    "EUR",
]
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
WORD = re.compile(r"[^\W\d_]{2,}")


class Wrapped(NullTranslations):
    """A catalogue that says everything, in brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, num):
        return f"⟦{msgid1 if num == 1 else msgid2}⟧"

    def pgettext(self, context, message):
        return f"⟦{message}⟧"

    def npgettext(self, context, msgid1, msgid2, num):
        return f"⟦{msgid1 if num == 1 else msgid2}⟧"


def outside(text: str, depth: int) -> tuple[str, int]:
    """What of this text stands outside all brackets, and how deep we are at its end."""
    left = []
    for character in text:
        depth += {"⟦": 1, "⟧": -1}.get(character, 0)
        left.append(character if depth == 0 and character != "⟧" else " ")
    return "".join(left), depth


def spoken(soup: BeautifulSoup) -> Iterator[str]:
    """Every text a reader sees or hears, without what is in brackets."""
    depth = 0
    for node in soup.descendants:
        if isinstance(node, Tag):
            for attribute in SPOKEN:
                if node.get(attribute):
                    yield outside(str(node[attribute]), 0)[0]
        elif isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
            left, depth = outside(str(node), depth)
            if is_ours(node):
                yield left


def is_ours(node: NavigableString) -> bool:
    """Whether a reader meets these words, and in the language of the page."""
    other = False
    for tag in node.parents:
        # On paper the second language is another on purpose, and says which.
        if tag.name in NOT_WORDS or (other and "paper" in tag.get("class", ())):
            return False
        other = other or tag.get("lang", MADE_UP) != MADE_UP
    return True


@cache
def known_words() -> set[str]:
    """Words of the Unicode data, of the register and of the lexicon, which no catalogue has."""
    locale = Locale.parse(MADE_UP)
    said = [*locale.territories.values(), *locale.languages.values(), *NAMES]
    said += [name for form in locale.months.values() for names in form.values() for name in names.values()]
    said += [language.name for language in i18n.LOCALES.values()]
    said += [term.said for term in lexicon().terms if term.language in (MADE_UP, "uk")]  # «во» is asked for
    for row in register.all_hromadas().values():
        said += [
            row.name,
            row.full_name,
            row.name_latin,
            row.centre,
            row.centre_latin,
            row.raion,
            row.raion_latin,
        ]
    return {word for text in said for word in WORD.findall(text)}


def leftovers(page: Page, written: set[str]) -> list[str]:
    known = known_words() | {word for text in written for word in WORD.findall(text)}
    said = [ADDRESS.sub("", text) for text in spoken(page.soup)]
    return sorted({word for text in said for word in WORD.findall(text) if word not in known})


@pytest.mark.parametrize("person", READERS)
def test_nothing_is_left_untranslated_on_any_page(walk, made, person, monkeypatch):
    written = texts()
    client = walk.client(getattr(made, person))
    monkeypatch.setattr(
        i18n, "catalogue", lambda locale: Wrapped() if locale == MADE_UP else NullTranslations()
    )

    left = {}
    for knock in knocks(walk, made, "GET", locale=MADE_UP):
        if knock.first_reader != person:
            continue
        response = walk.send(client, "GET", knock.address)
        if response.status_code == 200 and response.mimetype == "text/html":
            words = leftovers(Page(response), written)
            if words:
                left[str(knock)] = words

    assert not left


@pytest.mark.parametrize("locale", sorted(set(i18n.LOCALES) - {i18n.SOURCE}))  # the source: test_access.py
@pytest.mark.parametrize("person", READERS)
def test_every_page_is_sound_in_every_language(walk, made, person, locale):
    client = walk.client(getattr(made, person))

    for knock in knocks(walk, made, "GET", locale=locale):
        if knock.first_reader != person:
            continue
        response = walk.send(client, "GET", knock.address)
        assert response.status_code < 500
        if response.status_code == 200 and response.mimetype == "text/html":
            page = Page(response)
            page.inspect(part=False)
            assert page.soup.html["lang"] == locale, str(knock)
