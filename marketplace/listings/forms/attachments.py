"""Pictures and documents: the file, and the words that stand for it."""

from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField

from marketplace.core.forms import Form, Required, line, select
from marketplace.core.i18n import lazy_gettext as _l

from ..models import Attachment, Listing
from .steps import LANGUAGES

LONGEST_TITLE = 160
NO_FILE = _l("Choose a file first.")
SHOWS = _l("What it shows, in words")
TITLE = _l("Title of the document")
LANGUAGE = _l("Language of the document")
PLACES = ("earlier", "later", "first")


class PictureForm(Form):
    """One picture. What is in it is judged by its content, in `listings.files`."""

    file: Any = FileField(_l("Picture file"), [Required(NO_FILE)])
    title = line(SHOWS, LONGEST_TITLE, required=False)


class DocumentForm(Form):
    """One PDF; what it is called, and the language that its reader must know."""

    document: Any = FileField(_l("PDF file"), [Required(NO_FILE)])
    name = line(TITLE, LONGEST_TITLE)
    locale = select(LANGUAGE, LANGUAGES, by_name=True)


class DescribePictureForm(Form):
    """The words for a picture that is there already."""

    title = line(SHOWS, LONGEST_TITLE)


class DescribeDocumentForm(Form):
    """What a document that is there already is called, and its language."""

    title = line(TITLE, LONGEST_TITLE)
    locale = select(LANGUAGE, LANGUAGES, by_name=True)


def describe_form(attachment: Attachment, **arguments: Any) -> Any:
    """The form for the words of this file; a page has many of them, so each field wears its file's number."""
    form_class = DescribePictureForm if attachment.is_picture else DescribeDocumentForm
    form = form_class(data={"title": attachment.title, "locale": attachment.locale}, **arguments)
    for field in form:
        field.id = field.label.field_id = f"{field.short_name}-{attachment.id}"
    return form


@dataclass(frozen=True)
class FileForms:
    """The forms for files on one page: for a new picture, a new document, and the words of each that is there."""

    picture: PictureForm
    document: DocumentForm
    words: dict[int, Any]

    @property
    def all(self) -> list[Any]:
        return [self.picture, self.document, *self.words.values()]


def file_forms(listing: Listing, sent: Form | None = None, about: Attachment | None = None) -> FileForms:
    """All of them; `sent` is the one that came back, with what was typed (`about` a file that is there already)."""
    return FileForms(
        sent if isinstance(sent, PictureForm) else PictureForm(formdata=None),
        sent if isinstance(sent, DocumentForm) else DocumentForm(formdata=None, locale=listing.locale),
        {one.id: sent if one is about else describe_form(one, formdata=None) for one in listing.attachments},
    )
