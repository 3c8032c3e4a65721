"""A moderator says that an organisation is what it says, or takes it back."""

from datetime import date, datetime, time

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import KYIV, now, today
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.freshness import public_changed
from marketplace.core.i18n import gettext as _

from .. import emails
from ..codes import VerifiedBy
from ..models import Organisation
from ..policy import may_verify


def _judge(organisation: Organisation, by: User, *, verified: bool) -> None:
    if not may_verify(by, organisation):
        raise Refused(403, _("Nobody decides on an organisation of her own. Another moderator has to."))
    db.session.refresh(organisation, with_for_update=True)
    if organisation.is_verified is not verified:
        raise Refused(409, _("Another moderator has already decided on this organisation."))


def verify(organisation: Organisation, how: VerifiedBy, on: date, note: str, *, by: User) -> None:
    """It is the body it says it is: how we know, since when, and what moderators should remember.

    Raises `Refused`: 403 for her own organisation, 409 where it is verified already.
    """
    _judge(organisation, by, verified=False)
    moment = now() if on == today() else datetime.combine(on, time(12), KYIV)
    organisation.verified_by, organisation.verified_at, organisation.verified_by_id = how, moment, by.id
    organisation.verified_note = note
    history.record(by, "verified", organisation, how=how, on=on.isoformat(), note=note or None)
    emails.verified(organisation)
    public_changed()


def unverify(organisation: Organisation, reason: str, *, by: User) -> None:
    """The badge is taken back, and nothing of it is public any more. Its owners read the reason.

    Raises `Refused`: 403 for her own organisation, 409 where it is not verified.
    """
    _judge(organisation, by, verified=True)
    organisation.verified_by = organisation.verified_at = organisation.verified_by_id = None
    history.record(by, "unverified", organisation, reason=reason)
    emails.unverified(organisation, reason)
    public_changed()
