"""What a browser may send about an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import ValidationError

from marketplace.accounts.models import User
from marketplace.core.clock import today
from marketplace.core.forms import AtMostWords, VersionForm, day, line, radios, text
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.forms.texts import NoContacts, Speaking
from marketplace.organisations.models import Organisation

from .codes import DECLINE_REASONS

WORDS = 200
LONGEST = 3000
LATEST = date(2100, 1, 1)


class NotPast:
    """Today or later, and not in another century."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and not today() <= field.data <= LATEST:
            raise ValidationError(_("Choose today or a later day."))


class AnswerForm(Speaking):
    """The three questions, and a first step."""

    organisation = radios(_l("Which organisation answers?"), {})
    proposal = text(
        _l("What do you propose?"),
        LONGEST,
        AtMostWords(WORDS),
        NoContacts(),
        description=_l("What you can do, who would do it, and what it would cost whom."),
    )
    unclear = text(
        _l("What is unclear?"),
        LONGEST,
        AtMostWords(WORDS),
        NoContacts(),
        required=False,
        description=_l("What you would have to know before you can promise anything."),
    )
    about = text(
        _l("Who are you?"),
        LONGEST,
        AtMostWords(WORDS),
        NoContacts(),
        description=_l("Your organisation, and what it has done of this kind."),
    )
    first_step = line(
        _l("A first step"),
        300,
        NoContacts(),
        required=False,
        description=_l("For example: a video call of half an hour with your engineer."),
    )
    first_step_on = day(_l("On which day?"), NotPast())

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        super().__init__()
        self.organisation.choices = [(str(one.id), one.shown_name) for one in organisations]
        if not self.organisation.raw_data and organisations:
            self.organisation.data = str(organisations[0].id)

    @property
    def facts(self) -> dict[str, Any]:
        """What an answer says, as `actions.send` takes it."""
        words = {
            name: self[name].data or "" for name in ("locale", "proposal", "unclear", "about", "first_step")
        }
        return {**words, "first_step_on": self.first_step_on.data}

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if self.first_step.data and not self.first_step_on.data and not self.first_step_on.errors:
            self.first_step_on.errors = [_("Say on which day.")]
            holds = False
        if self.first_step_on.data and not self.first_step.data and not self.first_step.errors:
            self.first_step.errors = [_("Say what happens on that day.")]
            holds = False
        return holds


class MessageForm(Speaking, VersionForm):
    """A question asked back, or the reply to one."""

    body = text(_l("Your words"), LONGEST, AtMostWords(WORDS), NoContacts())


class DeclineForm(VersionForm):
    """One reason, and a line if she likes."""

    reason = radios(_l("Why not?"), DECLINE_REASONS)
    note = text(
        _l("A line to them"),
        1000,
        NoContacts(),
        required=False,
        description=_l("They read the reason and this line. A kind word costs nothing."),
    )


class AcceptForm(VersionForm):
    """Whose card of ours is shown."""

    contact = radios(_l("Whose contact card do they see?"), {})

    def __init__(self, people: Sequence[User], default: User | None) -> None:
        super().__init__()
        self.contact.choices = [
            (str(person.id), f"{person.name}, {person.card.role}") for person in people if person.card
        ]
        if not self.contact.raw_data and default is not None:
            self.contact.data = str(default.id)
