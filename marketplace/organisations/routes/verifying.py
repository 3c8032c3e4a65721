"""A moderator's part: who waits, and the decision."""

from typing import Any

from flask import Response, flash, g, url_for
from sqlalchemy import select

from marketplace.accounts.policy import moderators
from marketplace.core import history
from marketplace.core.clock import today
from marketplace.core.db import db, find
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _

from .. import actions, policy, queries
from ..codes import EVENTS, HROMADA_KINDS, ORGANISATION_KINDS, ROLES, VERIFIED_BY, VerifiedBy
from ..forms import UnverifyForm, VerifyForm
from ..models import Organisation
from .blueprint import bp


@bp.get("/organisations/unverified")
@open_to(moderators)
def unverified():
    return render(
        "organisations/unverified.html",
        organisations=db.session.scalars(queries.unverified().limit(200)).all(),
        requests=db.session.scalars(queries.neglected_requests().limit(200)).all(),
        kinds=ORGANISATION_KINDS,
    )


@bp.get("/organisations/<int:organisation_id>/verify")
@open_to(moderators)
def check(organisation_id: int):
    organisation = find(select(Organisation), id=organisation_id)
    return _decision(organisation, VerifyForm(on=today()), UnverifyForm())


@bp.post("/organisations/<int:organisation_id>/verify")
@open_to(moderators)
def verify(organisation_id: int):
    organisation = find(select(Organisation), id=organisation_id)
    form = VerifyForm()
    if not form.validate():
        return _decision(organisation, form, UnverifyForm(formdata=None), status=422)
    how = VerifiedBy(form.how.data)
    actions.verify(organisation, how, form.on.data, form.note.data or "", by=g.user)
    flash(_("%(name)s is verified.", name=organisation.shown_name), "success")
    return see_other(url_for("organisations.unverified"))


@bp.post("/organisations/<int:organisation_id>/unverify")
@open_to(moderators)
def unverify(organisation_id: int):
    organisation = find(select(Organisation), id=organisation_id)
    form = UnverifyForm()
    if not form.validate():
        return _decision(organisation, VerifyForm(formdata=None, on=today()), form, status=422)
    actions.unverify(organisation, form.reason.data, by=g.user)
    flash(_("%(name)s is no longer verified.", name=organisation.shown_name), "success")
    return see_other(url_for("organisations.unverified"))


def _decision(organisation: Organisation, form: Any, taking_back: Any, status: int = 200) -> Response:
    return render(
        "organisations/verify.html",
        status=status,
        organisation=organisation,
        form=form,
        taking_back=taking_back,
        may=policy.may_verify(g.user, organisation),
        past=db.session.scalars(history.of(organisation)).all(),
        events=EVENTS,
        kinds=ORGANISATION_KINDS,
        hromada_kinds=HROMADA_KINDS,
        ways=VERIFIED_BY,
        roles=ROLES,
    )
