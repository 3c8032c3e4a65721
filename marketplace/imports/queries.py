"""Which imports somebody may see, and what in them is wrong."""

from typing import Any

from sqlalchemy import Select, select

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.pages import Order
from marketplace.organisations.codes import OrganisationKind, Role
from marketplace.organisations.models import Membership, Organisation

from .models import Import, ImportFault

IN_ORDER = Order("faults", (ImportFault.row, ImportFault.id))


def associations_of(user: User) -> Select[Organisation]:
    """The verified associations that she may post for, by name."""
    wanted = select(Organisation).where(
        Organisation.kind == OrganisationKind.ASSOCIATION, Organisation.verified_at.is_not(None)
    )
    if not is_moderator(user):
        wanted = wanted.where(Organisation.id.in_(_written_for(user)))
    return wanted.order_by(Organisation.name_latin, Organisation.id)


def visible_to(user: User) -> Select[Import]:
    """The imports of the associations she writes for; moderators see all."""
    if is_moderator(user):
        return select(Import)
    return select(Import).where(Import.association_id.in_(_written_for(user)))


def _written_for(user: User) -> Select[Any]:
    theirs = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return theirs.where(Membership.role.in_((Role.OWNER, Role.EDITOR)))


def faults_of(one: Import) -> Select[Any]:
    """The rows of what is wrong, in the order of the file; paged by the caller."""
    return select(ImportFault, *IN_ORDER.columns).where(ImportFault.import_id == one.id)


def same_file(one: Import) -> Select[Import]:
    """Earlier imports of the very same file by the same association."""
    twins = select(Import).filter_by(association_id=one.association_id, digest=one.digest)
    return twins.where(Import.id < one.id, Import.done_at.is_not(None)).order_by(Import.id.desc()).limit(1)
