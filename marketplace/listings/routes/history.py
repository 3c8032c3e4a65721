"""What happened to a listing, for its own people and moderators."""

from flask import g, request

from marketplace.core.db import find
from marketplace.core.gate import open_to, people
from marketplace.core.htmx import render
from marketplace.core.pages import page_of

from .. import chronicle, queries
from ..states import state_of
from .blueprint import bp


@bp.get("/listings/<reference>/history")
@open_to(people)
def history(reference: str):
    listing = find(queries.history_open_to(g.user), reference=reference)
    rows = chronicle.rows_for(listing, g.user)
    page = page_of(rows, chronicle.NEWEST_FIRST, cursor=request.args.get("page", ""))
    return render(
        "listings/history.html",
        listing=listing,
        state=state_of(listing),
        page=page,
        entries=chronicle.told(page.rows, listing, g.user),
    )
