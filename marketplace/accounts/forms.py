"""What a browser may send about an account."""

import re
from contextlib import suppress
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from wtforms import EmailField, Field, StringField, TelField, ValidationError

from marketplace.core.forms import AtMost, Form, Required, line, password, radios, tidy
from marketplace.core.i18n import LOCALES, gettext, ngettext
from marketplace.core.i18n import lazy_gettext as _l

from .passwords import LONGEST, SHORTEST, is_guessable

LONGEST_EMAIL, LONGEST_NAME, LONGEST_TELEPHONE, LONGEST_CODE = 254, 120, 40, 60
TELEPHONE = re.compile(r"\+?[0-9 ()./\-\u00a0]+")


class EmailAddress:
    """An address that a letter could be sent to; the domain is not asked. Kept as it is compared: small letters."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.errors:
            return
        try:
            judged = validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            raise ValidationError(gettext("Write an e-mail address such as name@example.org.")) from None
        field.data = (judged.ascii_email or judged.normalized).lower()


class AsItIsKept:
    """An address that is looked for, written as `EmailAddress` keeps it; what is none is looked for as it stands."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.errors:
            return
        with suppress(EmailNotValidError):
            judged = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
            field.data = judged.ascii_email or judged.normalized


class Telephone:
    """A telephone number that exists in its country's plan (ITU-T E.164). Without +, it is read as Ukrainian."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.errors or not field.data:
            return
        try:
            if not TELEPHONE.fullmatch(field.data):
                raise ValueError
            number = phonenumbers.parse(field.data, "UA")
        except (phonenumbers.NumberParseException, ValueError):
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                gettext("Write a telephone number with its country, such as +380 44 123 45 67.")
            )
        field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class HardToGuess:
    """Long enough, and not what a stranger would try first. `about` names the fields that say who she is."""

    def __init__(self, *about: str) -> None:
        self.about = about

    def __call__(self, form: Any, field: Field) -> None:
        if field.errors:
            return
        missing = SHORTEST - len(field.data)
        if missing > 0:
            raise ValidationError(
                ngettext(
                    "This is %(num)s character too short.", "This is %(num)s characters too short.", missing
                )
            )
        # What is too long to be a name is not taken apart: a megabyte would be seconds of work.
        known = [str(form[name].data or "") for name in self.about if not form[name].errors]
        known += form.known_words
        if is_guessable(field.data, current_app.config["SETTINGS"].site_name, *known):
            raise ValidationError(
                gettext(
                    "This would be guessed quickly. Take a few words that have nothing to do with each other."
                )
            )


def email(label: Any) -> Any:
    """An e-mail address."""
    return line(label, LONGEST_EMAIL, EmailAddress(), field=EmailField)


def new_password(*about: str) -> Any:
    """A password that is being set; `about` as in `HardToGuess`."""
    return password(_l("Password"), LONGEST, HardToGuess(*about))


def own_password() -> Any:
    """The present password, asked again before something grave."""
    return password(_l("Your present password"), LONGEST)


def code_field(label: Any) -> Any:
    """A one-time code or a recovery code: never sent back, judged by what it opens."""
    return StringField(label, [Required(), AtMost(LONGEST_CODE)], filters=[tidy])


LANGUAGES = {tag: language.name for tag, language in LOCALES.items()}


class AccountForm(Form):
    """`known_words`: what is known of the person beyond the form, for the judgement of a new password."""

    known_words: tuple[str, ...] = ()


class RegisterForm(AccountForm):
    name = line(_l("Your name"), LONGEST_NAME)
    email = email(_l("E-mail address"))
    password = new_password("name", "email")
    locale = radios(_l("Language of your pages and letters"), LANGUAGES)


class ConfirmForm(Form):
    pass


class ConfirmElsewhereForm(Form):
    password = password(_l("The password you chose"), LONGEST)


class SignInForm(Form):
    email = line(_l("E-mail address"), LONGEST_EMAIL, AsItIsKept(), field=EmailField)
    password = password(_l("Password"), LONGEST)


class CodeForm(Form):
    code = code_field(_l("Code"))


class ForgotForm(Form):
    email = email(_l("E-mail address"))


class ResetForm(AccountForm):
    password = new_password()


class NameForm(Form):
    name = line(_l("Your name"), LONGEST_NAME)


class LanguageForm(Form):
    locale = radios(_l("Language of your pages and letters"), LANGUAGES)


class ChangeEmailForm(Form):
    email = email(_l("New e-mail address"))
    password = own_password()


class ChangePasswordForm(AccountForm):
    new_password = password(_l("New password"), LONGEST, HardToGuess())
    password = own_password()


class PasswordForm(Form):
    password = own_password()


class TwoFactorForm(Form):
    password = own_password()
    code = code_field(_l("The six digits that the application shows"))


class CardForm(Form):
    name = line(_l("Name"), LONGEST_NAME)
    role = line(_l("Position"), LONGEST_NAME)
    telephone = TelField(_l("Telephone"), [AtMost(LONGEST_TELEPHONE), Telephone()], filters=[tidy])
    email = email(_l("E-mail address"))
