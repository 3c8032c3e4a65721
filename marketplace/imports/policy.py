"""Who may post for others: pure questions."""

from marketplace.accounts.models import User
from marketplace.accounts.policy import is_moderator
from marketplace.core.gate import Audience
from marketplace.organisations.codes import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import may_write_for, memberships


def is_association(organisation: Organisation) -> bool:
    """Whether it may speak for members at all."""
    return organisation.kind == OrganisationKind.ASSOCIATION


def may_import_for(user: User | None, organisation: Organisation) -> bool:
    """Owners and editors of a verified association, and moderators."""
    if not is_association(organisation) or not organisation.is_verified:
        return False
    return is_moderator(user) or may_write_for(user, organisation.id)


def imports_for_any(user: User | None) -> bool:
    """Whether there is any association that she writes for, verified or not, or she moderates."""
    if is_moderator(user):
        return True
    return any(
        is_association(m.organisation) and may_write_for(user, m.organisation_id) for m in memberships(user)
    )


importers = Audience("importers", imports_for_any)
