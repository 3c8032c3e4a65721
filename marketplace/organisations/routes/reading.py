"""Profiles, the list of organisations, and for whom one speaks."""

from typing import Any

from flask import g, request, url_for

from marketplace.core.db import db, find
from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to, people
from marketplace.core.htmx import render
from marketplace.listings import queries as listings
from marketplace.listings.cards import cards
from marketplace.listings.models import Listing
from marketplace.search.filters import Filters

from .. import policy, queries
from ..codes import HROMADA_KINDS, ORGANISATION_KINDS, ROLES, VERIFIED_BY
from ..forms import DirectoryForm
from .blueprint import bp

LABELS: dict[str, Any] = {
    "kinds": ORGANISATION_KINDS,
    "hromada_kinds": HROMADA_KINDS,
    "ways": VERIFIED_BY,
    "roles": ROLES,
}


@bp.get("/organisations")
@open_to(everyone)
@same_for_everybody
def index():
    form = DirectoryForm(request.args)
    wanted = form.kept() if form.validate() else {}
    found = queries.directory(
        kind=wanted.get("kind") or "", country=wanted.get("country") or "", words=wanted.get("q") or ""
    )
    page = queries.page_of(
        found, after=request.args.get("after", type=_key), before=request.args.get("before", type=_key)
    )
    kept = {name: value for name, value in wanted.items() if value}
    return render(
        "organisations/index.html",
        fragment="results",
        form=form,
        page=page,
        count=queries.count(found),
        chosen=kept,
        next_url=page.next and url_for("organisations.index", **kept, after=page.next),
        previous_url=page.previous and url_for("organisations.index", **kept, before=page.previous),
        **LABELS,
    )


def _key(typed: str) -> int:
    """A row's number, as small as a row's number is; otherwise Werkzeug leaves it out."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise ValueError(typed)
    return int(typed)


@bp.get("/organisations/<int:organisation_id>")
@open_to(everyone)
@same_for_everybody
def show(organisation_id: int):
    organisation = find(queries.visible_to(g.user), id=organisation_id)
    theirs = listings.of_organisation(organisation.id).with_only_columns(Listing.id).limit(50)
    return render(
        "organisations/show.html",
        organisation=organisation,
        cards=cards(theirs),
        role=policy.role_in(g.user, organisation.id),
        manages=policy.may_manage(g.user, organisation.id),
        verifies=policy.may_verify(g.user, organisation),
        all_of_theirs=Filters.read({"organisation": [str(organisation.id)]}),
        **LABELS,
    )


@bp.get("/organisations/mine")
@open_to(people)
def mine():
    return render(
        "organisations/mine.html",
        memberships=sorted(policy.memberships(g.user), key=lambda m: m.id),
        requests=db.session.scalars(queries.requests_of(g.user)).all(),
        invitations=db.session.scalars(queries.invitations_to(g.user)).all(),
        **LABELS,
    )
