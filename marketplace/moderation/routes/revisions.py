"""A change to a public listing before a moderator."""

from typing import Any

from flask import Response, flash, g, url_for

from marketplace.accounts.policy import moderators
from marketplace.core.db import find
from marketplace.core.forms import VersionForm
from marketplace.core.gate import open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import gettext as _
from marketplace.handoff import actions as handoff
from marketplace.listings.codes import DECISION_REASONS
from marketplace.listings.differences import differences
from marketplace.listings.lifecycle import REVISION_MOVES
from marketplace.listings.models import Revision

from .. import actions, policy, queries
from ..forms import return_form
from .blueprint import bp, case_words


@bp.get("/moderation/revisions/<int:revision_id>")
@open_to(moderators)
def revision(revision_id: int):
    return revision_page(find(queries.revisions(), id=revision_id))


@bp.post("/moderation/revisions/<int:revision_id>/take")
@open_to(moderators)
def take_revision(revision_id: int):
    change = find(queries.revisions(), id=revision_id)
    actions.take(change, by=g.user)
    return see_other(url_for("moderation.revision", revision_id=change.id))


@bp.post("/moderation/revisions/<int:revision_id>/release")
@open_to(moderators)
def release_revision(revision_id: int):
    change = find(queries.revisions(), id=revision_id)
    actions.release(change, by=g.user)
    flash(_("The case is free again: %(title)s", title=change.listing.title), "info")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/revisions/<int:revision_id>/publish")
@open_to(moderators)
def publish_revision(revision_id: int):
    change = find(queries.revisions(), id=revision_id)
    answered = handoff.parts_relied_on(change.listing)
    if actions.publish_revision(change, by=g.user, version=VersionForm().seen, answered=answered):
        handoff.listing_changed(change.listing, change.changes, by=g.user)
        handoff.keep_to_capacity(change.listing)  # it may take more cases at once now, or fewer
    flash(_("The change is public: %(title)s", title=change.listing.title), "success")
    return see_other(url_for("moderation.queue"))


@bp.post("/moderation/revisions/<int:revision_id>/return")
@open_to(moderators)
def return_revision(revision_id: int):
    change = find(queries.revisions(), id=revision_id)
    form = return_form(change.listing, only=change.changes)
    if not form.validate():
        return revision_page(change, status=422, returning=form)
    actions.return_revision(change, form.note.data, form.remarks, by=g.user, version=form.seen)
    flash(_("Returned for changes: %(title)s", title=change.listing.title), "success")
    return see_other(url_for("moderation.queue"))


def revision_page(
    change: Revision,
    *,
    status: int = 200,
    returning: Any = None,
    refusal: actions.Overtaken | None = None,
    kept: list[str] | None = None,
) -> Response:
    """The change as it is now; `refusal` says what was not done, `kept` what was typed for it."""
    returning = returning or return_form(change.listing, only=change.changes)
    if not returning.errors:
        returning.version.data = str(change.version)
    return render(
        "moderation/revision.html",
        status=status,
        subject=change,
        revision=change,
        listing=change.listing,
        differences=differences(change.listing.kind, change.changes),
        waits=policy.waits(change),
        why_a_colleague="" if policy.moderates(g.user, change) else policy.why_a_colleague(g.user, change),
        **case_words(change, REVISION_MOVES),
        reasons=DECISION_REASONS,
        returning=returning,
        refusal=refusal,
        kept=kept or [],
    )
