"""What a browser may send about a question."""

from marketplace.core.forms import VersionForm, text
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.forms.words import NoContacts, Speaking

from .models import LONGEST_QUESTION, LONGEST_REPLY


class QuestionForm(Speaking):
    """A question about a listing."""

    body = text(
        _l("Your question"),
        LONGEST_QUESTION,
        NoContacts(),
        description=_l(
            "500 characters at most. Everybody can read the question and the answer; nobody sees who asked."
        ),
    )


class ReplyForm(Speaking, VersionForm):
    """The answer of the listing's people."""

    body = text(
        _l("Your answer"),
        LONGEST_REPLY,
        NoContacts(),
        description=_l("Everybody can read it under your listing, once a moderator has."),
    )
