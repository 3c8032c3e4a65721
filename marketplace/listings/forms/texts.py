"""A listing in another language: the fields in which the original says something, and what a moderator answers."""

from typing import Any

from marketplace.core.forms import AtMostWords, Form, VersionForm, line, select, text
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l

from ..models import Listing
from ..pieces import pieces_of
from ..texts import ListingText
from .steps import LANGUAGES, LONGEST_TEXT, WORDS

LONGEST_NOTE = 2000


def words_for(name: str) -> int:
    """How many words a translation may have: half as many again, as English needs more of them than Ukrainian."""
    return WORDS[name] * 3 // 2


class TextForm(VersionForm):
    """What was typed of a text in another language. Made by `text_form`."""

    names: tuple[str, ...]

    def facts(self) -> dict[str, str]:
        """The fields that hold, by name: one with an error keeps what it had."""
        return {name: self[name].data or "" for name in self.names if not self[name].errors}

    def is_complete(self) -> bool:
        """Everything that the original says is said; a sentence at each field that is empty."""
        empty = [self[name] for name in self.names if not self[name].data]
        for field in empty:
            field.errors = [_("Translate this too: half a page in each language helps nobody.")]
        return not empty


def text_form(listing: Listing, locale: str, kept: ListingText | None) -> TextForm:
    """The form for this language, filled with what is there."""
    pieces = pieces_of(listing)
    fields: dict[str, Any] = {
        piece.name: line(piece.label, piece.longest, required=False, render_kw={"lang": locale})
        if piece.longest
        else text(
            piece.label,
            LONGEST_TEXT * 2,
            AtMostWords(words_for(piece.name)),
            required=False,
            render_kw={"lang": locale},
        )
        for piece in pieces
    }
    names = tuple(fields)
    form = type("TextFormOfThisListing", (TextForm,), {**fields, "names": names})
    return form(data={name: kept.words(name) for name in names} if kept else {})


class LanguageForm(Form):
    """Which language is added. It changes nothing: it leads to the page of that language."""

    class Meta(Form.Meta):
        csrf = False

    language = select(_l("Language"), LANGUAGES, by_name=True)


def language_form(listing: Listing) -> LanguageForm:
    """The languages that the listing is not written in."""
    form = LanguageForm(formdata=None)
    form.language.choices = [one for one in form.language.choices if one.value != listing.locale]
    return form


class ReturnTextForm(VersionForm):
    """What is to be changed in a translation."""

    note = text(
        _l("Note to the author"),
        LONGEST_NOTE,
        description=_l(
            "What is wrong, under which rule, and what the author can do. The author reads your exact words."
        ),
    )
