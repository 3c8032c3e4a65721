"""Who may do what for an organisation: pure questions about people and rows."""

from typing import Any, cast

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.gate import Audience

from .codes import Role
from .models import Membership, Organisation


def memberships(user: User | None) -> list[Membership]:
    """For whom this person speaks."""
    return [] if user is None else cast(list[Membership], cast(Any, user).memberships)


def role_in(user: User | None, organisation_id: int) -> str | None:
    """Her role there, or None."""
    return next((m.role for m in memberships(user) if m.organisation_id == organisation_id), None)


def belongs_to(user: User | None, organisation_id: int) -> bool:
    """In any role."""
    return role_in(user, organisation_id) is not None


def may_write_for(user: User | None, organisation_id: int) -> bool:
    """Owners and editors write; readers read."""
    return role_in(user, organisation_id) in (Role.OWNER, Role.EDITOR)


def may_manage(user: User | None, organisation_id: int) -> bool:
    """Owners let people in, invite, and change the profile."""
    return role_in(user, organisation_id) == Role.OWNER


def may_let_in(user: User | None, organisation_id: int) -> bool:
    """Owners decide on requests; a moderator may too, where no owner reacts."""
    return may_manage(user, organisation_id) or is_moderator(user)


def may_verify(user: User | None, organisation: Organisation) -> bool:
    """A moderator who is not of it: nobody verifies her own."""
    return is_moderator(user) and not belongs_to(user, organisation.id)


def writes_for_any(user: User | None) -> bool:
    """Whether there is any organisation she writes for."""
    return any(m.role in (Role.OWNER, Role.EDITOR) for m in memberships(user))


def _first_an_organisation(user: User) -> str | None:
    """Who speaks for nobody yet is led to where she says for whom; a moderator need not."""
    return None if memberships(user) or is_moderator(user) else "organisations.start"


members = Audience("members", lambda user: bool(memberships(user)), instead=_first_an_organisation)
writers = Audience("writers", writes_for_any, instead=_first_an_organisation)
