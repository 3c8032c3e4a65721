"""`flask catalogues check`: whether each translation is whole, and can do no harm.

pybabel misses an empty plural, a lost placeholder and a lost tag; each of them breaks a page or a sentence.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import polib
from babel.messages.plurals import get_plural

from marketplace.core.i18n import CATALOGUES, LOCALES, SOURCE

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
STRAY = re.compile(r"%(?!\(\w+\)[sd]|%)")
TAG = re.compile(r"</?([a-z][a-z0-9]*)((?:\s+[a-z-]+=\"[^\"]*\")*)\s*/?>", re.IGNORECASE)
PLURALS = re.compile(r"nplurals\s*=\s*(\d+)\s*;")


def catalogue_of(locale: str) -> Path:
    """Where the words of this language are."""
    return Path(CATALOGUES) / locale / "LC_MESSAGES" / "messages.po"


def _shape(words: str) -> tuple[list[str], list[str]]:
    return sorted(set(PLACEHOLDER.findall(words))), sorted(found.group() for found in TAG.finditer(words))


def _differences(source: str, translated: str) -> Iterator[str]:
    """What the translation lost or added."""
    wanted, found = _shape(source), _shape(translated)
    if wanted[0] != found[0]:
        yield f"placeholders {found[0]}, not {wanted[0]}"
    if wanted[1] != found[1]:
        yield f"tags {found[1]}, not {wanted[1]}"
    if PLACEHOLDER.search(source) and STRAY.search(translated):
        yield "a stray %"
    if source.startswith("\n") != translated.startswith("\n") or source.endswith("\n") != translated.endswith(
        "\n"
    ):
        yield "a line break at the edge"
    if "<" in TAG.sub("", translated) and "<" not in TAG.sub("", source):
        yield "a tag that is none"


def _plural(entry: polib.POEntry, forms: int) -> Iterator[str]:
    if len(entry.msgstr_plural) != forms:
        yield f"{len(entry.msgstr_plural)} plural forms, not {forms}"
    for index, translated in entry.msgstr_plural.items():
        if not translated.strip():
            yield f"plural form {index} is empty"
            continue
        # A form for exactly one may leave the number out; more than the plural has, none may have.
        lost = (
            set(PLACEHOLDER.findall(entry.msgid_plural))
            - set(PLACEHOLDER.findall(translated))
            - {"num", "count"}
        )
        added = set(PLACEHOLDER.findall(translated)) - set(PLACEHOLDER.findall(entry.msgid_plural))
        if lost or added:
            yield f"plural form {index}: placeholders lost {sorted(lost)}, added {sorted(added)}"
        if _shape(translated)[1] != _shape(entry.msgid_plural)[1]:
            yield f"plural form {index}: other tags"
        if STRAY.search(translated):
            yield f"plural form {index}: a stray %"


def mistakes_in(path: Path, locale: str) -> Iterator[str]:
    """One sentence for each thing that is missing or broken in a catalogue."""
    if not path.exists():
        yield f"{locale}: there is no catalogue (translations/{locale}/LC_MESSAGES/messages.po)"
        return
    catalogue = polib.pofile(str(path))
    wanted = get_plural(locale).num_plurals
    header = PLURALS.search(catalogue.metadata.get("Plural-Forms", ""))
    if header is None or int(header.group(1)) != wanted:
        yield f"{locale}: Plural-Forms must say nplurals={wanted}"
    for entry in catalogue:
        if entry.obsolete:
            continue
        about = f"{locale}: “{entry.msgid[:60]}”"
        if "fuzzy" in entry.flags:
            yield f"{about}: fuzzy"
        if entry.msgid_plural:
            for mistake in _plural(entry, wanted):
                yield f"{about}: {mistake}"
        elif not entry.msgstr.strip():
            yield f"{about}: not translated"
        else:
            for mistake in _differences(entry.msgid, entry.msgstr):
                yield f"{about}: {mistake}"


@click.group()
def catalogues() -> None:
    """Translations."""


@catalogues.command("check")
def check() -> None:
    """Tell what is missing or broken in the translations; ends with 1 if anything is."""
    mistakes = [
        sentence
        for locale in LOCALES
        if locale != SOURCE
        for sentence in mistakes_in(catalogue_of(locale), locale)
    ]
    for sentence in mistakes:
        click.echo(sentence)
    if mistakes:
        raise SystemExit(1)
    click.echo("Every language is whole.")
