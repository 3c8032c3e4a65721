"""Texts about a listing that others than its people write, and replies to them: in which language, and without contacts."""

import re
from typing import Any

from wtforms import ValidationError

from marketplace.core.forms import Form, choices, select
from marketplace.core.i18n import current_locale
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.ui import language
from marketplace.organisations.codes import WORKING_LANGUAGES

# An e-mail address; a number that begins with +, 00, 380 or 0 as telephone numbers do, in groups or not. Each part is
# bounded, so that a megabyte of letters is judged at once.
CONTACTS = re.compile(r"\w@[\w-]{1,63}\.\w|(?<![\w.,])(?:\+\d|\(?0\d|380)(?:[ ()/.-]{0,2}\d){7,13}(?!\d)")


class NoContacts:
    """Neither e-mail address nor telephone number: those are exchanged on acceptance, and then only between two."""

    def __call__(self, form: Any, field: Any) -> None:
        if CONTACTS.search(field.data or ""):
            raise ValidationError(
                _(
                    "Leave out e-mail addresses and telephone numbers: contacts are exchanged once an answer is accepted."
                )
            )


class Speaking(Form):
    """A text in a language that its writer names: the page's own, unless she says otherwise."""

    locale = select(_l("Language you write in"), {})

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        # Built here, for the names of languages are the reader's.
        self.locale.choices = choices({code: language(code) for code in WORKING_LANGUAGES}, by_name=True)()
        if not self.is_submitted() or not self.locale.raw_data:
            self.locale.data = self.locale.data if self.locale.data in WORKING_LANGUAGES else current_locale()
