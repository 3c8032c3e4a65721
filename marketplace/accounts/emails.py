"""What each event of an account tells whom, in the reader's language."""

from marketplace.core.outbox import Letter, address_of, write

from .models import User


def confirm(user: User, token: str) -> None:
    """To a new address: is it yours? Without a name, which a stranger may have typed."""
    link = address_of("accounts.confirm", locale=user.locale, token=token)
    write("account_confirm", to=user.email, name="", locale=user.locale, address=link)


def have_one_already(user: User) -> None:
    """To somebody who has an account, when her address is registered again."""
    link = address_of("accounts.sign_in", locale=user.locale)
    forgot = address_of("accounts.forgot", locale=user.locale)
    write("account_exists", to=user.email, name=user.name, locale=user.locale, address=link, forgot=forgot)


def reset(user: User, token: str) -> None:
    """The link with which a new password is set."""
    link = address_of("accounts.reset", locale=user.locale, token=token)
    write("account_reset", to=user.email, name=user.name, locale=user.locale, address=link)


def no_account(email: str, locale: str) -> Letter:
    """To an address without an account whose reset was asked for: so that the page need not tell."""
    link = address_of("accounts.register", locale=locale)
    return write("account_none", to=email, name="", locale=locale, address=link)


def password_changed(user: User) -> None:
    """A warning, in case it was somebody else."""
    link = address_of("accounts.forgot", locale=user.locale)
    write("account_password_changed", to=user.email, name=user.name, locale=user.locale, address=link)


def confirm_new_address(user: User, email: str, token: str) -> None:
    """To the new address: is it yours?"""
    link = address_of("accounts.confirm_email", locale=user.locale, token=token)
    write("account_new_address", to=email, name="", locale=user.locale, address=link)


def address_in_use(owner: User) -> None:
    """To the address of an account to which somebody else wished to move."""
    link = address_of("accounts.sign_in", locale=owner.locale)
    write("account_address_in_use", to=owner.email, name=owner.name, locale=owner.locale, address=link)


def address_changed(user: User, old_email: str) -> None:
    """To the old address: from now on letters go elsewhere."""
    write("account_address_changed", to=old_email, name=user.name, locale=user.locale)


def second_factor_changed(user: User, *, on: bool) -> None:
    """A warning, in case it was somebody else."""
    link = address_of("accounts.two_factor", locale=user.locale)
    write("account_second_factor", to=user.email, name=user.name, locale=user.locale, address=link, on=on)


def left(email: str, name: str, locale: str) -> None:
    """The last letter."""
    write("account_left", to=email, name=name, locale=locale)
