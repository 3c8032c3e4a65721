"""Words under all their endings: the folded word, its dictionary form, and what is left without the ending.

Dictionary forms come from `simplemma`, kept as tries on the disk that all processes read from the same memory; they are
built once, by `build`. Without them the light stem does what it can. Maltese has no dictionary; Croatian shares one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import product
from pathlib import Path

from marisa_trie import BytesTrie
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory
from simplemma.strategies.dictionaries.dictionary_factory import DictionaryFactory

from .aside import written_aside
from .maltese import singular
from .stopwords import is_stopword
from .words import fold

DICTIONARIES = {
    "bg": "bg", "cs": "cs", "da": "da", "de": "de", "el": "el", "en": "en", "es": "es", "et": "et", "fi": "fi", "fr": "fr",
    "ga": "ga", "hr": "hbs", "hu": "hu", "it": "it", "lt": "lt", "lv": "lv", "nl": "nl", "pl": "pl", "pt": "pt", "ro": "ro",
    "sk": "sk", "sl": "sl", "sv": "sv", "uk": "uk",
}  # fmt: skip
LANGUAGES = (*DICTIONARIES, "mt")
WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
CYRILLIC = re.compile("[Ѐ-ӿ]")
GREEK = re.compile("[Ͱ-Ͽἀ-῿]")
SHORTEST_STEM = 4
SHORTEST_STEMS = {"hr": 3}  # mina, mine: its dictionary knows few of the short words
SHORTEST_ROOT = 5
LONGEST_CHANGE = 3  # letters at the end of a word that a guess may change
LONGEST_WORD = 40

# Endings by language, folded, longest first when used. Light on purpose: what they conflate wrongly nobody can undo.
_ENDINGS = {
    "uk": "ами ями еві ові єві ого ому ими іми ої ою ею єю ій ів їв ах ях ам ям ом ем єм их іх ий а я о е є у ю і ї и ь й",
    "bg": "ите ата ята ото ета ове еве ия ят ът та то те а я о е и у",
    "cs": "ami emi imi ech ich ych ach ove eho emu ymi ou em um am y i e a o u",
    "da": "erne ene ens ers er en et es e s",
    "de": "ern en er em es e n s",
    "el": "ματων ματος ματα εων εως εις ους μα ων ου ος ον ης ες ας α ο η ι υ",
    "en": "es s",
    "es": "es os as s a o e",
    "fi": "issa issä ista istä ihin illa illä ille ilta iltä oita oiden oissa oista oille oihin eita eiden eissa eista eille oja eja ssa sta lla lle lta een iin oon uun ien iden jen den ten ia ja ta n t a i e u",
    "fr": "es s x e",
    "ga": "eanna eacha anna acha ithe aithe aigh igh aí ta te a e i",
    "hr": "ovima evima ovom evom ova eva ove eve ovi evi ima ama oga ega omu emu og eg om em oj ih im a e i o u",
    "it": "i e a o",
    "lt": "iuose iams iems uose iose yje ose ese yse iais omis emis imis ems ams oms ims ais iai ius ias ios iui iu ei us as is ys es os ai ui a e i o u y",
    "lv": "ajiem ajam ajai ajas ajos ais iem am em im ai ei ij as es is os us a e i o u s",
    "mt": "ijiet jiet ien iet at i a u s",
    "nl": "en ens es s e",
    "pl": "ami owi ach ego emu ymi ych ow om ej em a e i o u y",
    "pt": "oes aes es os as s a o e",
    "ro": "ului elor ilor uri ele ul ii le ei a e i u",
    "sk": "ami ovi och ach eho emu ymi ych ov om ou em a e i o u y",
    "sl": "jema jev jem ema oma ima ami imi ega emu ova eva ovi evi ove eve ov ev om em ih im ah eh ju ja je ji jo a e i o u",
    "sv": "arna erna orna arnas ernas ar er or en et na a e n s",
}  # fmt: skip
# Estonian and Hungarian put a case behind the plural, and a vowel before both.
_ENDINGS["et"] = " ".join(
    vowel + number + case
    for vowel, number, case in product(
        ("", "i", "e", "a", "u"),
        ("", "de", "te"),
        ("", "d", "t", "id", "s", "st", "sse", "l", "lt", "le", "ks", "ni", "na", "ta", "ga"),
    )
    if vowel + number + case != "us"  # *linnus* is a castle, not in a town
)
_ENDINGS["hu"] = " ".join(
    number + case
    for number, case in product(
        ("", "k", "ok", "ek", "ak", "i", "ai", "ei"),
        "  t at et ot nak nek ban ben ba be bol nal nel ra re rol tol hoz hez val vel al el ert ig on en a e o u".split(
            " "
        ),
    )
)
_ENDINGS_SORTED = {
    language: tuple(sorted({fold(e) for e in endings.split()}, key=len, reverse=True))
    for language, endings in _ENDINGS.items()
}
# Doing a thing and the thing done, as nouns and verbs have it: розмінувати, розмінування; sanieren, Sanierung.
_ACTIONS = {
    language: tuple(sorted(endings.split(), key=len, reverse=True))
    for language, endings in {
        "uk": "ання яння ення іння єння ати яти ити іти атися ятися итися",
        "bg": "ане яне ене ам ям",
        "cs": "ani eni at it",
        "da": "ning ing else e",
        "de": "ung en",
        "el": "ηση ση ω",
        "en": "ation ate",
        "es": "acion amiento imiento ar",
        "et": "mine ma da",
        "fr": "ation age ement er",
        "hr": "anje enje ati iti",
        "hu": "as es ani eni",
        "it": "azione amento imento are",
        "lt": "imas ymas avimas yti inti uoti",
        "lv": "sana t",
        "nl": "ing en",
        "pl": "anie enie ac ic yc",
        "pt": "acao amento imento ar",
        "ro": "are ire ere a",
        "sk": "anie enie at it",
        "sl": "anje enje ati iti",
        "sv": "ning ing a",
    }.items()
}
# A vowel that is there only at the end: vatrogasac, vatrogasci; voziček, vozička.
_FLEETING = {"hr": ("ac", "ak"), "sl": ("ec", "ek")}
# What stands before a word's first letter in Irish: eclipsis; and the h that softens it.
_ECLIPSED = re.compile("^(?:m(?=b)|g(?=c)|n(?=[dg])|bh(?=f)|b(?=p)|d(?=t)|t(?=s)|h(?=[aeiou]))")
_SOFTENED = re.compile("^([bcdfgmpst])h")


class _Trie(Mapping[str, str]):
    """A dictionary of one language: a word's form → its dictionary form, in mapped memory."""

    def __init__(self, path: Path) -> None:
        self._trie = BytesTrie().mmap(str(path))

    def __getitem__(self, word: str) -> str:
        return str(self._trie[word][0].decode())

    def __iter__(self) -> Iterator[str]:
        return iter(self._trie.iterkeys())

    def __len__(self) -> int:
        return len(self._trie)


class _Dictionaries(DictionaryFactory):
    """What `simplemma` asks for a dictionary."""

    def __init__(self, folder: Path) -> None:
        self._tries: dict[str, _Trie] = {
            code: _Trie(path) for code in DICTIONARIES.values() if (path := folder / f"{code}.dic").exists()
        }

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        return self._tries.get(lang, {})

    def __contains__(self, lang: str) -> bool:
        return lang in self._tries


class Morphology:
    """What is known of words, from the dictionaries in `folder` (none there: endings only)."""

    def __init__(self, folder: Path | None) -> None:
        self._dictionaries = _Dictionaries(folder) if folder is not None else None
        if self._dictionaries is not None:
            self._lemmatizer = Lemmatizer(
                cache_max_size=1,
                lemmatization_strategy=DefaultStrategy(dictionary_factory=self._dictionaries),
            )
            self._lookup = DictionaryLookupStrategy(dictionary_factory=self._dictionaries)
        self.forms = lru_cache(maxsize=100_000)(self._forms)

    @property
    def missing(self) -> list[str]:
        """The languages whose dictionary is not there."""
        there = self._dictionaries
        return [tag for tag, code in DICTIONARIES.items() if there is None or code not in there]

    def lemma(self, word: str, language: str) -> str | None:
        """The folded dictionary form of a word as it was written; None where the language has no dictionary."""
        code = DICTIONARIES.get(language)
        if self._dictionaries is None or code is None or code not in self._dictionaries:
            return None
        return fold(self._lemmatizer.lemmatize(word, lang=code))

    def knows(self, word: str, language: str) -> bool:
        """Whether the word, as written, stands in this language's dictionary."""
        code = DICTIONARIES.get(language)
        if self._dictionaries is None or code is None or code not in self._dictionaries:
            return False
        return (
            self._lookup.get_lemma(word, code) is not None
            or self._lookup.get_lemma(word.lower(), code) is not None
        )

    def _lemma_of_a_noun(self, word: str, surface: str, language: str) -> str | None:
        """Its dictionary form, unless that is only guessed and far off, or makes a verb of a noun (*training*, train)."""
        lemma = self.lemma(word, language)
        if lemma is None or (language == "en" and surface.endswith("ing")):
            return None
        return lemma if self.knows(word, language) or _only_an_ending(surface, lemma, language) else None

    def _forms(self, word: str, language: str) -> tuple[str, ...]:
        surface = fold(word)[:LONGEST_WORD]
        kept = {surface: None}
        if len(surface) > 2 and not surface.isdigit() and not is_stopword(surface, language):
            lemma = self._lemma_of_a_noun(word, surface, language)
            if lemma:
                kept[lemma[:LONGEST_WORD]] = None
                kept[stem(lemma, language)] = None
            kept[stem(surface, language)] = None
            for form in list(kept):
                kept[root(form, language)] = None
            if language == "mt" and (one := singular(surface)):
                kept[one] = None
                kept[stem(one, language)] = None
        return tuple(kept)


def _only_an_ending(word: str, lemma: str, language: str) -> bool:
    """Whether a guessed dictionary form lacks no more than an ending: *linnuvaatlus* is no form of *linnuvaatlustorn*."""
    same = next(
        (n for n, (one, other) in enumerate(zip(word, lemma, strict=False)) if one != other), len(lemma)
    )
    rest = word[same:]
    return len(rest) <= LONGEST_CHANGE or rest in _ENDINGS_SORTED.get(language, ())


def stem(word: str, language: str) -> str:
    """The folded word without its ending, in Irish without what its beginning has become; short words keep it."""
    if language == "ga":
        word = _SOFTENED.sub(r"\1", _ECLIPSED.sub("", word)) if len(word) > SHORTEST_STEM else word
    for ending in _ENDINGS_SORTED.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEMS.get(language, SHORTEST_STEM):
            word = word[: -len(ending)]
            break
    if len(word) > SHORTEST_STEM and word.endswith(_FLEETING.get(language, ())):
        return word[:-2] + word[-1]
    return word


def root(word: str, language: str) -> str:
    """What a folded verb and the noun made of it have in common; the word where it is neither."""
    for ending in _ACTIONS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_ROOT:
            return word[: -len(ending)]
    return word


def words(text: str) -> list[str]:
    """The words of a text as written, in order, those with an apostrophe whole."""
    return WORD.findall(unicodedata.normalize("NFC", text))


def likely(text: str) -> tuple[str, ...]:
    """The languages that a text in this script may be in."""
    if CYRILLIC.search(text):
        return ("uk", "bg")
    if GREEK.search(text):
        return ("el",)
    return tuple(language for language in LANGUAGES if language not in ("uk", "bg", "el"))


def build(folder: Path, languages: Iterable[str] = DICTIONARIES) -> None:
    """Write the dictionaries that are not there yet into `folder`: half a minute, once; 118 MB."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [code for tag in languages if not (folder / f"{(code := DICTIONARIES[tag])}.dic").exists()]
    # The slowest begin first, so that two processors end together.
    wanted.sort(key=lambda code: code not in ("pl", "fi", "hu", "et", "de"))
    with ProcessPoolExecutor(max_workers=2) as workers:
        list(workers.map(_build_one, [(str(folder), code) for code in wanted]))


def _build_one(what: tuple[str, str]) -> None:
    folder, code = what
    with written_aside(Path(folder) / f"{code}.dic") as aside:
        TrieDictionaryFactory(disk_cache_dir=str(aside.parent)).get_dictionary(code)
