"""What a browser may send about organisations and their people."""

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import EmailField, Field, HiddenField, URLField, ValidationError
from wtforms.fields.choices import SelectChoice

from marketplace.core import forms
from marketplace.core.clock import today
from marketplace.core.i18n import gettext, lazy_gettext
from marketplace.core.ui import country as country_name
from marketplace.core.ui import language as language_name
from marketplace.core.words import fold

from . import register
from .codes import (
    COUNTRIES,
    OBLASTS,
    ORGANISATION_KINDS,
    ROLES,
    VERIFIED_BY,
    WORKING_LANGUAGES,
    OrganisationKind,
)

LARGEST_POPULATION = 100_000_000
NUTS_COUNTRY = {
    "GR": "EL",
    "GB": "UK",
}  # NUTS writes these two otherwise than ISO 3166-1 (Regulation 1059/2003)
CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u052f]")
EMAIL = re.compile(r"[^@\s<>\",;:()\[\]\\]{1,64}@[^@\s<>\",;:()\[\]\\.]+(\.[^@\s<>\",;:()\[\]\\.]+)+")
BY_HAND = {kind: label for kind, label in ORGANISATION_KINDS.items() if kind != OrganisationKind.HROMADA}
UKRAINIAN_ONLY = (OrganisationKind.OBLAST_AUTHORITY, OrganisationKind.RAION_AUTHORITY)
ELSEWHERE_ONLY = {
    OrganisationKind.MUNICIPALITY: lazy_gettext("A Ukrainian city registers as its hromada: go back and choose “A hromada”."),
    OrganisationKind.REGION: lazy_gettext("In Ukraine, choose “Oblast authority” or “Raion authority”."),
}  # fmt: skip


# Judgements


class HttpsAddress:
    """A web address that a browser may open safely. Its form is judged; nobody calls it (no request to a typed address)."""

    def __call__(self, form: Any, field: Field) -> None:
        wrong = gettext("Write an address that begins with https://, such as https://www.kaunas.lt.")
        try:
            parts = urlsplit(field.data or "")
            host = parts.hostname or ""
            sound = parts.scheme == "https" and "." in host.strip(".") and parts.port in (None, 443)
        except ValueError:
            raise ValidationError(wrong) from None
        if not sound or parts.username is not None or re.search(r"[\s\\\"'<>`{}|^]", field.data):
            raise ValidationError(wrong)


class LatinLetters:
    """Readable for whoever reads neither Cyrillic nor Greek."""

    def __call__(self, form: Any, field: Field) -> None:
        if CYRILLIC_OR_GREEK.search(field.data or ""):
            raise ValidationError(gettext("Write this name in Latin letters."))


class OneAddress:
    """An e-mail address by its form (RFC 5321 §4.1.2, the plain part of it)."""

    def __call__(self, form: Any, field: Field) -> None:
        if not EMAIL.fullmatch(field.data or ""):
            raise ValidationError(gettext("Write an e-mail address, such as name@example.org."))


class ShortLines:
    """A few lines, none of them long."""

    def __init__(self, most: int, longest: int) -> None:
        self.most, self.longest = most, longest

    def __call__(self, form: Any, field: Field) -> None:
        rows = lines_of(field.data)
        if len(rows) > self.most:
            raise ValidationError(gettext("Write %(num)s lines at most.", num=self.most))
        if any(len(row) > self.longest for row in rows):
            raise ValidationError(gettext("Keep each line to %(num)s characters.", num=self.longest))


def lines_of(typed: str | None) -> list[str]:
    """What stands on each line, empty ones and repetitions left out."""
    return list(dict.fromkeys(row.strip() for row in (typed or "").splitlines() if row.strip()))


# Lists in the reader's language


def _countries() -> list[SelectChoice]:
    first = SelectChoice(value="", label=gettext("Choose…"))
    return [first, *forms.choices({code: country_name(code) for code in COUNTRIES}, by_name=True)()]


def _any_country() -> list[SelectChoice]:
    return [SelectChoice(value="", label=gettext("Any")), *_countries()[1:]]


def _any_kind() -> list[SelectChoice]:
    kinds = [SelectChoice(value=code.value, label=str(label)) for code, label in ORGANISATION_KINDS.items()]
    return [SelectChoice(value="", label=gettext("Any")), *kinds]


def _languages() -> list[SelectChoice]:
    return forms.choices({code: language_name(code) for code in WORKING_LANGUAGES}, by_name=True)()


def _one_language() -> list[SelectChoice]:
    return [SelectChoice(value="", label=gettext("Choose…")), *_languages()]


def _named_select(label: Any, choices: Any, *, required: bool = True) -> Any:
    field = forms.select(label, {}, required=required)
    field.kwargs["choices"] = choices  # the core's list keeps its own order; this one is the reader's
    return field


def _languages_field() -> Any:
    field = forms.checkboxes(lazy_gettext("Languages you can work in"), {}, least=1, most=12)
    field.kwargs["choices"] = _languages
    return field


# Forms


class _Facts(forms.Form):
    """What registration by hand and the profile ask alike."""

    languages = _languages_field()
    population = forms.whole_number(lazy_gettext("Population"), 1, LARGEST_POPULATION)
    website = forms.line(lazy_gettext("Website"), 200, HttpsAddress(), required=False, field=URLField)


class KnownHromada:
    """A code of the register."""

    def __call__(self, form: Any, field: Field) -> None:
        if register.get(field.data or "") is None:
            raise ValidationError(gettext("Choose your hromada from the list."))


class HromadaForm(forms.Form):
    """A hromada out of the register; `q` and `region` are what its list was made of."""

    katottg = HiddenField(lazy_gettext("Your hromada"), [KnownHromada()])
    q = HiddenField()
    region = HiddenField()


class RegisterForm(_Facts):
    """Any body but a hromada."""

    kind = forms.radios(lazy_gettext("What kind of body is it?"), BY_HAND)
    name = forms.line(lazy_gettext("Name in its own language"), 160)
    locale = _named_select(lazy_gettext("The language of that name"), _one_language)
    name_latin = forms.line(lazy_gettext("Name in Latin letters"), 160, LatinLetters())
    country = _named_select(lazy_gettext("Country"), _countries)
    region = forms.line(lazy_gettext("Region code (ISO 3166-2)"), 6, required=False)
    lau = forms.line(lazy_gettext("LAU code"), 20, required=False)
    nuts = forms.line(lazy_gettext("NUTS code"), 5, required=False)

    def validate_kind(self, field: Field) -> None:
        if self.country.data == "UA" and field.data in ELSEWHERE_ONLY:
            raise ValidationError(str(ELSEWHERE_ONLY[field.data]))

    def validate_country(self, field: Field) -> None:
        if self.kind.data in UKRAINIAN_ONLY and field.data != "UA":
            raise ValidationError(
                gettext("Oblasts and raions are in Ukraine. Choose Ukraine, or another kind of body.")
            )

    def validate_region(self, field: Field) -> None:
        field.data = (field.data or "").upper()
        country = self.country.data or ""
        if country == "UA" and field.data and field.data not in OBLASTS:
            raise ValidationError(gettext("Ukraine has no oblast of this code. An example: UA-74."))
        if field.data and not re.fullmatch(rf"{re.escape(country)}-[A-Z0-9]{{1,3}}", field.data):
            raise ValidationError(
                gettext("Write the country's code, a dash and one to three letters or digits, such as LT-KU.")
            )

    def validate_lau(self, field: Field) -> None:
        if field.data and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,19}", field.data):
            raise ValidationError(gettext("A LAU code has letters, digits, dots and dashes only."))

    def validate_nuts(self, field: Field) -> None:
        field.data = (field.data or "").upper()
        country = self.country.data or ""
        prefix = NUTS_COUNTRY.get(country, country)
        if field.data and not re.fullmatch(rf"{re.escape(prefix)}[A-Z0-9]{{0,3}}", field.data):
            raise ValidationError(
                gettext(
                    "A NUTS code is two letters for the country and up to three letters or digits, such as LT022."
                )
            )

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        # Optional() ends the judging of an empty field before the rule of its kind is asked.
        if self.kind.data in UKRAINIAN_ONLY and not self.region.data and not self.region.errors:
            self.region.errors = [gettext("Write the code of the oblast, such as UA-74.")]
            return False
        return sound


class ProfileForm(_Facts):
    """What an owner may change later. `seen` is when the profile was last changed before she opened the form."""

    about = forms.text(lazy_gettext("About you"), 2000, required=False)
    gives_back = forms.text(lazy_gettext("What you can give back"), 1000, required=False)
    partners = forms.text(
        lazy_gettext("Partner cities you have already"), 4000, ShortLines(40, 90), required=False
    )
    seen = HiddenField()


class JoinForm(forms.Form):
    message = forms.text(lazy_gettext("Who are you there?"), 500, required=False)


class InviteForm(forms.Form):
    email = forms.line(lazy_gettext("E-mail address"), 254, OneAddress(), field=EmailField)
    role = forms.radios(lazy_gettext("Role"), ROLES)

    def validate_email(self, field: Field) -> None:
        field.data = field.data.lower()


class RoleForm(forms.Form):
    """One role of the three; sent from a small form beside a name."""

    role = forms.select(lazy_gettext("Role"), ROLES)


class VerifyForm(forms.Form):
    how = forms.radios(lazy_gettext("How do you know?"), VERIFIED_BY)
    on = forms.day(lazy_gettext("Checked on"), required=True)
    note = forms.text(lazy_gettext("Note for moderators"), 1000, required=False)

    def validate_on(self, field: Field) -> None:
        if field.data is not None and (field.data > today() or field.data.year < 2020):
            raise ValidationError(gettext("Write a day that is past, or today."))


class UnverifyForm(forms.Form):
    reason = forms.text(lazy_gettext("Why? The owners will read this."), 1000)


class DirectoryForm(forms.Form):
    """The filters of the list: a GET form, so it carries no token."""

    class Meta(forms.Form.Meta):
        csrf = False

    kind = _named_select(lazy_gettext("Kind of body"), _any_kind, required=False)
    country = _named_select(lazy_gettext("Country"), _any_country, required=False)
    q = forms.line(lazy_gettext("Name or place"), 100, required=False)


def same_words(one: str, other: str) -> bool:
    """Whether two names differ in nothing but case, accents and apostrophes."""
    return fold(one) == fold(other)
