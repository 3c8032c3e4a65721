"""The steps of writing. Drafts may be incomplete: a step judges what is there, never what is not."""

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, cast

from wtforms import Field, ValidationError

from marketplace.accounts.models import User
from marketplace.core.clock import today
from marketplace.core.forms import (
    AtMostWords,
    Form,
    checkboxes,
    day,
    line,
    radios,
    select,
    text,
    whole_number,
)
from marketplace.core.i18n import gettext
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.ui import language
from marketplace.organisations.codes import OBLASTS, WORKING_LANGUAGES

from ..changes import Revised, is_revised
from ..codes import (
    FAMILY_MEMBERS,
    FORMATS,
    HELP_FAMILIES,
    HELPS,
    KINDS,
    PRINCIPLES,
    SECTORS,
    STAGES,
    URGENCIES,
    Kind,
)
from ..fields import LABELS, PLACES
from ..models import Listing
from .parts import WithParts, values_of

LONGEST_TEXT = 4000  # characters; the words are counted besides
WORDS = {
    "summary": 60,
    "problem": 300,
    "done_so_far": 200,
    "beneficiaries": 100,
    "result": 200,
    "own_contribution": 100,
    "gives_back": 100,
    "shares": 300,
    "example": 200,
    "learns": 100,
    "costs": 100,
    "conditions": 100,
}
NULLABLE = ("format", "urgency", "stage")
DREAM = re.compile(r"DREAM-UA-(\d{6}|\d{8})-[0-9A-F]{8}")
LONGEST_EVIDENCE = 300


class _Language:
    """The name of a language, said when it is shown."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return language(self.code)


LANGUAGES = {code: _Language(code) for code in WORKING_LANGUAGES}


class NotPast:
    """Today or later, within two years."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is not None and not today() <= field.data <= today() + timedelta(days=730):
            raise ValidationError(gettext("Choose a day from today on, within two years."))


class DreamCode:
    """The form of a code in DREAM; whether there is such a project is not asked."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and not DREAM.fullmatch(field.data):
            raise ValidationError(gettext("A code in DREAM looks like DREAM-UA-120326-4A7C19E2."))


def _words(name: str) -> Any:
    return text(LABELS[name], LONGEST_TEXT, AtMostWords(WORDS[name]), required=False)


class StepForm(Form):
    """A step: what was typed as the facts that `actions.save` takes."""

    together: tuple[tuple[str, str], ...] = ()  # fields that are right or wrong as a pair
    must_say: Mapping[str, Any] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        for name, sentence in self.must_say.items():
            field = self._fields.get(name)
            if field is not None and not field.data and not field.errors:
                field.errors = [sentence]
                holds = False
        return holds

    def facts(self) -> dict[str, Any]:
        """The facts that hold: fields with an error are left out, so that autosave keeps the rest."""
        wrong = {name for name, field in self._fields.items() if field.errors}
        for pair in self.together:
            if wrong & set(pair):
                wrong |= set(pair)
        found = {
            name: field.data
            for name, field in self._fields.items()
            if name not in wrong
            and name not in ("csrf_token", "contact")
            and not name.startswith(("evidence_", "part"))
        }
        for name, value in found.items():
            if name in NULLABLE:
                found[name] = value or None
            elif value is None and (name in WORDS or name in ("title", "dream_code")):
                found[name] = ""
        if not found.get("locale", True):
            found.pop("locale")
        return found


class _Title(StepForm):
    title = line(LABELS["title"], 90, required=False)
    summary = _words("summary")
    locale = select(LABELS["locale"], LANGUAGES, by_name=True)


class _Problem(StepForm):
    problem = _words("problem")
    done_so_far = _words("done_so_far")


class _Beneficiaries(StepForm):
    beneficiaries = _words("beneficiaries")
    beneficiaries_count = whole_number(LABELS["beneficiaries_count"], 1)


class _HelpOffered(StepForm):
    sectors = checkboxes(LABELS["sectors"], SECTORS, 0, 3)
    helps = checkboxes(LABELS["helps"], HELPS, 0, 4)
    format = radios(LABELS["format"], FORMATS, required=False)
    languages = checkboxes(LABELS["languages"], LANGUAGES, 0, 8, by_name=True)
    place = radios(LABELS["place"], PLACES, required=False)


class _HelpSought(_HelpOffered):
    urgency = radios(LABELS["urgency"], URGENCIES, required=False)
    stage = radios(LABELS["stage"], STAGES, required=False)
    open_until = day(LABELS["open_until"], NotPast())


class _Result(WithParts, StepForm):
    together = (("budget_min", "budget_max"),)

    result = _words("result")
    budget_min = whole_number(LABELS["budget_min"])
    budget_max = whole_number(LABELS["budget_max"])
    own_contribution = _words("own_contribution")
    gives_back = _words("gives_back")
    principles = checkboxes(LABELS["principles"], PRINCIPLES)
    dream_code = line(LABELS["dream_code"], 30, DreamCode(), required=False)

    def validate_budget_max(self, field: Field) -> None:
        if field.data is not None and self.budget_min.data is not None and field.data < self.budget_min.data:
            raise ValidationError(gettext("The upper end of the budget is below the lower."))

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        holds = self.judge_parts() and holds
        return self.keep_promises(self.public_parts, self.answered) and holds

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        parts = self.part_facts()
        if parts is not None:
            found["parts"] = parts
        chosen = found.pop("principles", None)
        evidence = [self._fields[f"evidence_{code}"] for code in PRINCIPLES]
        if chosen is not None and not any(field.errors for field in evidence):
            found["principles"] = {code: self._fields[f"evidence_{code}"].data or "" for code in chosen}
        return found


for _code, _label in PRINCIPLES.items():
    setattr(_Result, f"evidence_{_code}", line(_label, LONGEST_EVIDENCE, required=False))


class _Shares(StepForm):
    shares = _words("shares")
    example = _words("example")
    learns = _words("learns")


class _Capacity(StepForm):
    together = (("available_from", "available_until"),)

    capacity_cases = whole_number(LABELS["capacity_cases"], 1, 1000)
    capacity_people = whole_number(LABELS["capacity_people"], 1, 100_000)
    capacity_days = whole_number(LABELS["capacity_days"], 1, 10_000)
    costs = _words("costs")
    conditions = _words("conditions")
    preferred_regions = checkboxes(LABELS["preferred_regions"], OBLASTS, by_name=True)
    available_from = day(LABELS["available_from"])
    available_until = day(LABELS["available_until"], NotPast())
    open_until = day(LABELS["open_until"], NotPast())

    def validate_available_until(self, field: Field) -> None:
        if field.data and self.available_from.data and field.data < self.available_from.data:
            raise ValidationError(gettext("The last day is before the first."))


class _Contact(StepForm):
    contact = select(LABELS["contact"], {}, required=False)

    def facts(self) -> dict[str, Any]:
        return (
            {}
            if self.contact.errors
            else {"contact_id": int(self.contact.data) if self.contact.data else None}
        )


STEP_FORMS: dict[str, tuple[type[StepForm], ...]] = {
    Kind.NEED: (_Title, _Problem, _Beneficiaries, _HelpSought, _Result, _Contact),
    Kind.OFFER: (_Title, _Shares, _HelpOffered, _Capacity, _Contact),
}


def step_form(listing: Listing, step: int, people: list[User], answered: Collection[int] = ()) -> StepForm:
    """The form of this step, filled from the listing.

    `people` are who may be its contact, `answered` the parts (their ids) of what is public that somebody answered for.
    """
    form_class = STEP_FORMS[listing.kind][step - 1]
    values: dict[str, Any] = {
        "place": ("region" if listing.region_only else "hromada") if listing.sectors else None,
        "contact": str(listing.contact_id or ""),
    }
    if form_class is _Result:
        kept = {row.principle: row.evidence for row in listing.principles}
        values["principles"] = list(kept)
        values |= values_of(listing.parts)
        values |= {f"evidence_{code}": words for code, words in kept.items()}
    form = form_class(data=values | {name: getattr(listing, name) for name in _plain(form_class)})
    if isinstance(form, _Result) and is_revised(listing):
        form.public_parts, form.answered = cast(Revised, listing).original.parts, answered
    if isinstance(form, _Contact):
        form.contact.choices = [("", gettext("Choose…")), *((str(one.id), one.name) for one in people)]
    if isinstance(form, _HelpOffered):
        form.helps.choices = {
            str(label): [(str(code), str(HELPS[code])) for code in FAMILY_MEMBERS[family]]
            for family, label in HELP_FAMILIES.items()
        }
        own = listing.organisation.languages or []
        form.languages.choices = sorted(form.languages.choices, key=lambda choice: choice.value not in own)
    if isinstance(form, _HelpOffered) and listing.country != "UA":
        del form.place
    return form


def _plain(form_class: type[StepForm]) -> list[str]:
    own = ("place", "contact", "principles")
    return [
        name for name in LABELS if hasattr(form_class, name) and hasattr(Listing, name) and name not in own
    ]


class NewForm(Form):
    """What is begun, for whom, in which language."""

    kind = radios(_l("What do you want to post?"), KINDS)
    organisation = select(_l("For which organisation?"), {})
    locale = select(LABELS["locale"], LANGUAGES, by_name=True)
