"""A listing as plain text, to be sent on in a messenger: labels and, if there is such a text, its words in the reader's language."""

from marketplace.core.i18n import gettext as _
from marketplace.core.ui import day

from .cards import place_of
from .codes import HELPS, SECTORS
from .sheet import labels
from .texts import Shown, byline


def message(shown: Shown, address: str) -> str:
    """Title, place, what, for whom, what one gives back, until when, and where it stands; nothing of a person."""
    listing = shown.listing
    need = listing.is_need
    where = place_of(listing)
    if listing.country != "UA":
        where = f"{listing.organisation.shown_name}, {where}"
    expires_on = listing.expires_on
    about = [
        _("Need: %(title)s", title=shown.title) if need else _("Offer: %(title)s", title=shown.title),
        _("Where: %(place)s", place=where),
    ]
    details = [
        (listing.sectors, _("About: %(what)s", what=labels(SECTORS, listing.sectors))),
        (
            listing.helps,
            _("Help sought: %(helps)s", helps=labels(HELPS, listing.helps))
            if need
            else _("Help offered: %(helps)s", helps=labels(HELPS, listing.helps)),
        ),
        (listing.beneficiaries, _("Who benefits: %(who)s", who=_line(shown.words("beneficiaries")))),
        (listing.gives_back, _("Gives back: %(what)s", what=_line(shown.words("gives_back")))),
        (listing.learns, _("Wants to learn: %(what)s", what=_line(shown.words("learns")))),
        (expires_on, _("Open until %(day)s", day=day(expires_on))),
        (shown.text, byline(shown.text) if shown.text else ""),
    ]
    said = "\n".join(sentence for there, sentence in details if there)
    return "\n\n".join(("\n".join(about), _line(shown.summary), said, address)) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())
