"""What a browser may send about an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import ValidationError

from marketplace.accounts.models import User
from marketplace.core.clock import today
from marketplace.core.forms import (
    AtMostWords,
    Between,
    Form,
    VersionForm,
    checkboxes,
    day,
    line,
    radios,
    text,
)
from marketplace.core.i18n import gettext as _
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.listings.forms.words import NoContacts, Speaking
from marketplace.listings.models import Part
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


class TakingParts(Form):
    """Which parts of a need are meant: those that are open, each a box to tick."""

    parts = checkboxes(_l("Which parts do you take?"), {})

    def offer_parts(self, parts: Sequence[Part], *, at_least: int) -> None:
        """Let her choose among these; without any the question is not asked."""
        if not parts:
            del self.parts
            return
        self.parts.choices = [(str(part.id), part.title) for part in parts]
        self.parts.validators = [Between(at_least, len(parts))]
        self.parts.flags.required = at_least > 0

    @property
    def part_ids(self) -> list[int]:
        """What she chose."""
        return [int(code) for code in self.parts.data or ()] if "parts" in self else []


class AnswerForm(Speaking, TakingParts):
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

    def __init__(self, organisations: Sequence[Organisation], parts: Sequence[Part] = ()) -> None:
        super().__init__()
        self.offer_parts(parts, at_least=1)
        self.organisation.choices = [(str(one.id), one.shown_name) for one in organisations]
        if not self.organisation.raw_data and organisations:
            self.organisation.data = str(organisations[0].id)

    @property
    def facts(self) -> dict[str, Any]:
        """What an answer says, as `actions.send` takes it."""
        words = {
            name: self[name].data or "" for name in ("locale", "proposal", "unclear", "about", "first_step")
        }
        return {**words, "first_step_on": self.first_step_on.data, "part_ids": self.part_ids}

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


class AcceptForm(VersionForm, TakingParts):
    """Whose card of ours is shown, and which parts of our need are theirs from now on."""

    contact = radios(_l("Whose contact card do they see?"), {})

    def __init__(
        self, people: Sequence[User], default: User | None, parts: Sequence[Part] = (), *, named: bool = False
    ) -> None:
        super().__init__()
        self.offer_parts(parts, at_least=1 if named else 0)
        if "parts" in self:
            self.parts.label.text = _("Which parts are theirs from now on?")
            if named and not self.is_submitted():
                self.parts.data = [str(part.id) for part in parts]
        self.contact.choices = [
            (str(person.id), f"{person.name}, {person.card.role}") for person in people if person.card
        ]
        if not self.contact.raw_data and default is not None:
            self.contact.data = str(default.id)
