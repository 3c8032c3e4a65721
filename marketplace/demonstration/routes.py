"""The demonstration's own doors: look around as somebody, and read the letters that would have been sent.

The blueprint is registered in demonstration mode alone; outside it these addresses do not exist.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, g, request, url_for
from markupsafe import Markup, escape
from sqlalchemy import Select, select

from marketplace.accounts import session as sign_in_session
from marketplace.accounts.models import User
from marketplace.core.db import db, find
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render, see_other
from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.outbox import Letter

bp = Blueprint("demonstration", __name__)
MOST_LETTERS = 50
LINK = re.compile(r"https?://[^\s<>]+")

# Who one may look around as, by the address in the demonstration's content.
ROLES = {
    "hromada": ("olena.kovalenko@velyka-rublivka.example", _l("a hromada")),
    "city": ("jan.petrauskas@kaunas.example", _l("a European city")),
    "moderator": ("marta@mistok.example", _l("a moderator")),
    "broker": ("petra.novakova@twinned-cities.example", _l("a broker")),
}
STARTS_AT = {"moderator": "moderation.queue"}


@dataclass(frozen=True)
class RoleButton:
    """One button of the bar."""

    key: str
    label: object
    current: bool


@bp.before_request
def only_from_here() -> None:
    """The bar stands on public, cached pages and so has no token: the browser itself says where a form comes from.

    Sec-Fetch-Site (W3C Fetch Metadata), else Origin; a client that sends neither is no browser that could be misled.
    """
    if request.method != "POST":
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or (
        site is None and origin and urlsplit(origin).netloc != request.host
    ):
        abort(403)


@bp.app_context_processor
def bar() -> dict[str, object]:
    """What the bar on every page shows."""
    address = g.user.email if g.get("user") else None
    known = [RoleButton(key, label, email == address) for key, (email, label) in ROLES.items()]
    return {"demonstration_roles": [*known, RoleButton("nobody", _l("signed out"), address is None)]}


@bp.post("/demonstration/<role>")
@open_to(everyone)
def enter(role: str) -> Response:
    """Look around as one of them, or as nobody."""
    if role not in ROLES and role != "nobody":
        abort(404)
    sign_in_session.stop()
    if role == "nobody":
        return see_other(url_for("pages.home"))
    person = find(select(User), email=ROLES[role][0])
    sign_in_session.start(person, browser="Demonstration", second_factor=True)
    return see_other(url_for(STARTS_AT.get(role, "pages.desk")))


def _letters() -> Select[Letter]:
    """Her own; to nobody in particular only those about accounts, which somebody who registers has to read."""
    letters = select(Letter)
    if g.user is not None:
        return letters.where(Letter.to_address == g.user.email)
    return letters.where(Letter.event.startswith("account_"), ~Letter.to_address.endswith(".example"))


@bp.get("/demonstration/letters")
@open_to(everyone)
def letters() -> Response:
    """The letters that would have been sent, newest first."""
    written = _letters().order_by(Letter.written_at.desc(), Letter.id.desc()).limit(MOST_LETTERS)
    return render("demonstration/letters.html", letters=db.session.scalars(written).all())


@bp.get("/demonstration/letters/<int:letter_id>")
@open_to(everyone)
def letter(letter_id: int) -> Response:
    """One letter, as its text says it, with its links."""
    found = find(_letters(), id=letter_id)
    return render("demonstration/letter.html", letter=found, words=_with_links(found.text))


def _with_links(text: str) -> Markup:
    words, at = Markup(), 0
    for link in LINK.finditer(text):
        words += escape(text[at : link.start()]) + Markup('<a href="{0}">{0}</a>').format(link.group())
        at = link.end()
    return words + escape(text[at:])
