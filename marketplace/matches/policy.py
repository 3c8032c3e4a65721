"""Who may set a match aside, and who may propose one: pure questions."""

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.gate import Audience
from marketplace.organisations.codes import OrganisationKind, Role
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import belongs_to, may_write_for, memberships


def association_of(user: User | None) -> Organisation | None:
    """The verified association that she writes for, if she does."""
    theirs = (
        m.organisation
        for m in memberships(user)
        if m.role in (Role.OWNER, Role.EDITOR) and m.organisation.kind == OrganisationKind.ASSOCIATION
    )
    return next((one for one in theirs if one.is_verified), None)


def may_broker(user: User | None) -> bool:
    """An owner or editor of a verified association of local authorities, or a moderator."""
    return is_moderator(user) or association_of(user) is not None


def may_propose(user: User | None, *organisations: int) -> bool:
    """A broker who is of neither of the two organisations: her own she answers."""
    return may_broker(user) and not any(belongs_to(user, one) for one in organisations)


def writes_for_one_of(user: User | None, *organisations: int) -> bool:
    """Whether she writes for one of the two organisations."""
    return any(may_write_for(user, one) for one in organisations)


brokers = Audience("brokers", may_broker)
