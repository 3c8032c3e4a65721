"""Passing one on: as a page for the printer, as text for a messenger."""

from flask import current_app, g, url_for

from marketplace.core import qr
from marketplace.core.clock import today
from marketplace.core.db import find
from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render
from marketplace.core.i18n import current_locale

from .. import queries
from ..message import message
from ..models import Listing
from ..sheet import sheet
from ..texts import public_texts, shown_in
from .blueprint import bp


@bp.get("/listings/<reference>/print")
@open_to(everyone)
@same_for_everybody
def print_(reference: str):
    listing = find(queries.visible_to(g.user), reference=reference)
    address = _address(listing)
    return render(
        "listings/print.html",
        listing=listing,
        sheet=sheet(listing, current_locale()),
        own_address=address,
        code=qr.drawn(address, border=2, fluid=True),
        printed_on=today(),
    )


@bp.get("/listings/<reference>/text")
@open_to(everyone)
@same_for_everybody
def messenger(reference: str):
    listing = find(queries.readable(), reference=reference)  # nobody sends on what others cannot open
    shown = shown_in(listing, public_texts(listing), current_locale())
    words = message(shown, _address(listing))
    return render("listings/messenger.html", listing=listing, locale_of_words=shown.locale, words=words)


def _address(listing: Listing) -> str:
    path = url_for("listings.show", reference=listing.reference)
    return f"{current_app.config['BASE_URL']}{path}"
