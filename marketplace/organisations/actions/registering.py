"""An organisation comes, and says who it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.freshness import public_changed
from marketplace.core.i18n import gettext as _

from ..codes import OrganisationKind, Role
from ..models import Membership, Organisation
from ..register import Hromada


class AlreadyRegistered(Exception):
    """This hromada is here already, as `organisation`."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(organisation.katottg)


def register_hromada(hromada: Hromada, *, by: User) -> Organisation:
    """She registers a hromada of the official register and becomes its owner.

    Raises `AlreadyRegistered`, also where somebody else was faster by a moment.
    """
    there = select(Organisation).filter_by(katottg=hromada.katottg)
    existing = db.session.scalar(there)
    if existing is not None:
        raise AlreadyRegistered(existing)
    organisation = Organisation(
        kind=OrganisationKind.HROMADA,
        name=hromada.full_name,
        name_latin=hromada.name_latin,
        locale="uk",
        country="UA",
        region=hromada.region,
        katottg=hromada.katottg,
        hromada_kind=hromada.kind,
        languages=["uk"],
    )
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError:
        raise AlreadyRegistered(db.session.scalars(there).one()) from None
    _begin(organisation, by)
    return organisation


def register(*, by: User, **facts: Any) -> Organisation:
    """She registers any other body, entered by hand, and becomes its owner."""
    organisation = Organisation(**facts)
    db.session.add(organisation)
    _begin(organisation, by)
    return organisation


def _begin(organisation: Organisation, owner: User) -> None:
    organisation.memberships.append(Membership(user=owner, role=Role.OWNER))
    db.session.flush()
    history.record(owner, "registered", organisation)


def edit(organisation: Organisation, *, by: User, seen: datetime, **facts: Any) -> None:
    """An owner changes the profile. `seen` is the `updated_at` that her form was made of.

    Raises `Refused` (409) where somebody changed it since.
    """
    db.session.refresh(organisation, with_for_update=True)
    if organisation.updated_at != seen:
        raise Refused(
            409,
            _(
                "Somebody else has changed this profile in the meantime. Look at it as it is now; what you typed is below."
            ),
        )
    changed = {name for name, value in facts.items() if getattr(organisation, name) != value}
    if not changed:
        return
    for name in changed:
        setattr(organisation, name, facts[name])
    organisation.updated_at = now()
    history.record(by, "edited", organisation, fields=sorted(changed))
    if organisation.is_verified:
        public_changed(of=())
