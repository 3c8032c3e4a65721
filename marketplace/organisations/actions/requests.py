"""Somebody asks to speak for an organisation that is here already, and is let in or not."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import User
from marketplace.core import history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _

from .. import emails
from ..codes import Role
from ..models import JoinRequest, Membership, Organisation


def ask_to_join(organisation: Organisation, message: str, *, by: User) -> JoinRequest:
    """She asks, with a line; its owners are told. Asking twice is asking once."""
    open_one = select(JoinRequest).filter_by(user_id=by.id, organisation_id=organisation.id, decided_at=None)
    existing = db.session.scalar(open_one)
    if existing is not None:
        return existing
    request = JoinRequest(user=by, organisation=organisation, message=message)
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:  # a double click
        return db.session.scalars(open_one).one()
    history.record(by, "asked_to_join", organisation, request_id=request.id)
    emails.asked_to_join(request)
    return request


def grant(request: JoinRequest, role: Role, *, by: User) -> None:
    """She is let in with this role. Raises `Refused` (409) where somebody has decided already."""
    _decide(request, by, granted=True)
    there = select(Membership).filter_by(user_id=request.user_id, organisation_id=request.organisation_id)
    if db.session.scalar(there) is None:  # an invitation may have been faster
        db.session.add(Membership(user=request.user, organisation=request.organisation, role=role))
    history.record(by, "granted", request.organisation, user_id=request.user_id, role=role)
    emails.granted(request, role)


def refuse(request: JoinRequest, *, by: User) -> None:
    """She is not let in. Raises `Refused` (409) where somebody has decided already."""
    _decide(request, by, granted=False)
    history.record(by, "refused", request.organisation, user_id=request.user_id)
    emails.refused(request)


def _decide(request: JoinRequest, by: User, *, granted: bool) -> None:
    """One decides: the second finds no row that waits."""
    waiting = update(JoinRequest).where(JoinRequest.id == request.id, JoinRequest.decided_at.is_(None))
    decided = db.session.execute(waiting.values(granted=granted, decided_at=now(), decided_by_id=by.id))
    db.session.refresh(request)
    if not decided.rowcount:  # type: ignore[attr-defined]
        decider = db.session.get(User, request.decided_by_id)
        raise Refused(
            409, _("%(name)s has already decided on this request.", name=decider.name if decider else "?")
        )
