"""The base form, the fields every feature shares, and the judgements that every text meets.

Fields are made by the functions below, never by WTForms' classes directly: WTForms' own messages lack
several of our languages, so each judgement here brings its own.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from .i18n import current_locale, gettext, lazy_gettext, ngettext
from .words import sort_key

# Characters that change the order of what stands around them (Unicode UAX #9): a name could be read backwards.
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
TAG = re.compile(r"<\s*/?[a-zA-Z!?][^<>]*>|<\s*(script|style|img|svg|iframe)\b", re.IGNORECASE)
# OWASP, CSV injection: a cell must not begin with one of these. A list in a long text may begin with a dash.
FORMULA = re.compile(r"[=+\-@]")
LONG_FORMULA = re.compile(r"[=@]|[+\-]\s*\w+\s*[(|!]")
LARGEST_NUMBER = 2_000_000_000


class Form(FlaskForm):
    """A form of ours: it carries a token (CSRF) and speaks the reader's language."""

    class Meta(FlaskForm.Meta):
        locales = ["en"]  # see the head of this file

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What cannot stand in a page (NUL, half characters) comes back as U+FFFD, and is refused as that."""
            given = super().wrap_formdata(form, formdata)
            if not given:
                return given
            pairs = given.items(multi=True)
            return MultiDict(
                (name, CONTROLS.sub("\ufffd", value) if isinstance(value, str) else value)
                for name, value in pairs
            )

    def kept(self) -> dict[str, Any]:
        """What was typed and holds, by field name, without the token."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


def tidy(value: Any) -> Any:
    """Unicode NFC (UAX #15), one kind of line break, no blanks at the ends."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Required:
    """The field must say something."""

    field_flags = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message or lazy_gettext("Fill this in.")

    def __call__(self, form: Any, field: Field) -> None:
        if field.data in (None, "", [], False):
            # What could not be read at all (a date that is none) has said so already.
            raise StopValidation("" if field.errors else str(self.message))


class Within(NumberRange):
    """A number within bounds; what is no number has said so already."""

    def __init__(self, least: int, most: int) -> None:
        sentence = lazy_gettext("Write a number from %(least)s to %(most)s.", least=least, most=most)
        super().__init__(least, most, sentence)

    def __call__(self, form: Any, field: Field) -> None:
        if not field.errors:
            super().__call__(form, field)


class AtMost:
    """No more than so many characters."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, form: Any, field: Field) -> None:
        over = len(field.data or "") - self.longest
        if over > 0:
            raise ValidationError(
                ngettext("This is %(num)s character too long.", "This is %(num)s characters too long.", over)
            )


class AtMostWords:
    """No more than so many words."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Field) -> None:
        over = len((field.data or "").split()) - self.most
        if over > 0:
            raise ValidationError(
                ngettext("This is %(num)s word too long.", "This is %(num)s words too long.", over)
            )


class PlainText:
    """Text as a person writes it: no control or direction characters, no HTML, nothing a spreadsheet would run."""

    def __init__(self, *, long: bool = False) -> None:
        self.formula = LONG_FORMULA if long else FORMULA

    def __call__(self, form: Any, field: Field) -> None:
        text = field.data or ""
        if CONTROLS.search(text):
            raise ValidationError(
                gettext("This contains characters that cannot be shown. Type the text again.")
            )
        if DIRECTION_MARKS.search(text):
            raise ValidationError(
                gettext("This contains invisible marks that change the direction of the text.")
            )
        if TAG.search(text):
            raise ValidationError(gettext("Write plain text, without HTML tags."))
        if self.formula.match(text):
            raise ValidationError(
                gettext("Do not begin with =, +, - or @: a spreadsheet would take it for a formula.")
            )


class Between:
    """At least and at most so many of the choices."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.field_flags = {"required": True} if least else {}

    def __call__(self, form: Any, field: Field) -> None:
        chosen = len(field.data or ())
        if chosen < self.least:
            raise ValidationError(
                ngettext("Choose at least %(num)s.", "Choose at least %(num)s.", self.least)
            )
        if chosen > self.most:
            raise ValidationError(ngettext("Choose %(num)s at most.", "Choose %(num)s at most.", self.most))


class CheckboxesField(SelectMultipleField):
    """Several of a list, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VersionForm(Form):
    """An act upon something as it was read: two people, or two tabs, must not write over each other."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that was read; -1, which none is, for anything but a number."""
        written = str(self.version.data or "")
        if not written:
            return None
        return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1


# The fields


def _presence(required: bool) -> list[Any]:
    return [Required()] if required else [Optional()]


def line(
    label: Any,
    longest: int,
    *judgements: Any,
    required: bool = True,
    field: type[Field] = StringField,
    **kwargs: Any,
) -> Any:
    """A text of one line; `field` may be EmailField, TelField, URLField."""
    return field(
        label, [*_presence(required), AtMost(longest), PlainText(), *judgements], filters=[tidy], **kwargs
    )


def password(label: Any, longest: int, *judgements: Any, **kwargs: Any) -> Any:
    """A secret: kept as typed, never sent back."""
    return PasswordField(label, [Required(), AtMost(longest), *judgements], **kwargs)


def text(label: Any, longest: int, *judgements: Any, required: bool = True, **kwargs: Any) -> Any:
    """A text of several lines."""
    judges = [*_presence(required), AtMost(longest), PlainText(long=True), *judgements]
    return TextAreaField(label, judges, filters=[tidy], **kwargs)


def whole_number(
    label: Any, least: int = 0, most: int = LARGEST_NUMBER, *, required: bool = False, **kwargs: Any
) -> Any:
    """A whole number within bounds."""
    wrong = lazy_gettext("Write a whole number, in digits only.")
    return IntegerField(
        label, [*_presence(required), Within(least, most)], invalid_value_message=wrong, **kwargs
    )


def day(label: Any, *judgements: Any, required: bool = False, **kwargs: Any) -> Any:
    """A date (ISO 8601, as browsers send it)."""
    wrong = lazy_gettext("Write a date such as 2027-03-31.")
    return DateField(label, [*_presence(required), *judgements], invalid_value_message=wrong, **kwargs)


def choices(labels: Mapping[Any, Any], *, by_name: bool = False) -> Callable[[], list[SelectChoice]]:
    """An enum's labels as choices, asked anew for each form, so that they speak the reader's language.

    `by_name`: in the order that a dictionary of that language has, for places and languages.
    """

    def said() -> list[SelectChoice]:
        found = [SelectChoice(value=str(code), label=str(label)) for code, label in labels.items()]
        return sorted(found, key=lambda one: sort_key(one.label, current_locale())) if by_name else found

    return said


NOT_ONE_OF_THEM = lazy_gettext("Choose one from the list.")


def radios(label: Any, labels: Mapping[Any, Any], *, required: bool = True, **kwargs: Any) -> Any:
    """One of a short list, all in sight."""
    return RadioField(
        label,
        _presence(required),
        choices=choices(labels),
        validate_choice=True,
        invalid_choice_message=NOT_ONE_OF_THEM,
        **kwargs,
    )


def select(
    label: Any, labels: Mapping[Any, Any], *, required: bool = True, by_name: bool = False, **kwargs: Any
) -> Any:
    """One of a long list; begins with an empty choice."""
    first, others = choices({"": lazy_gettext("Choose…")}), choices(labels, by_name=by_name)
    return SelectField(
        label,
        _presence(required),
        choices=lambda: first() + others(),
        invalid_choice_message=NOT_ONE_OF_THEM,
        **kwargs,
    )


def checkboxes(
    label: Any,
    labels: Mapping[Any, Any],
    least: int = 0,
    most: int = 99,
    *,
    by_name: bool = False,
    **kwargs: Any,
) -> Any:
    """Several of a list."""
    return CheckboxesField(
        label,
        [Between(least, most)],
        choices=choices(labels, by_name=by_name),
        invalid_choice_message=lazy_gettext("Choose from the list."),
        **kwargs,
    )
