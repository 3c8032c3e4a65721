"""The page behind a link of a letter in words: what it asks, or why that is no longer to be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.accounts.models import Purpose
from marketplace.core.i18n import gettext as _
from marketplace.core.ui import day

from .codes import CLOSE_REASONS, CloseReason, ListingStatus
from .expiry import ExpiryLink
from .models import Listing
from .policy import may_renew, renewed_until, writes_it


@dataclass(frozen=True)
class Words:
    """A heading and a sentence; for a question the label of its one button, for anything else where to go next."""

    title: Any
    text: Any
    button: Any = ""
    kind: str = "primary"  # of the button
    has_page: bool = False  # its page can be read by whoever has the link
    is_dead: bool = False  # nothing can be told but that


def question_of(opened: ExpiryLink) -> Words:
    """What the page of this link asks before it does anything."""
    listing = opened.listing
    if opened.link.purpose == Purpose.RENEW:
        until = day(renewed_until(listing))
        words = _("It stays in the lists, and can be answered until %(day)s.", day=until)
        if listing.is_paused:
            words = _(
                "It is paused. Renewed, it stays so until you resume it, %(day)s at the latest.", day=until
            )
        return Words(_("Is it still wanted?"), words, _("Yes: keep it open until %(day)s", day=until))
    text = _(
        "Once closed, it takes no more answers and cannot be opened again. Its page stays, with the reason."
    )
    if opened.link.purpose == Purpose.TAKE_DOWN:
        return Words(_("Take it down?"), text, _("Take it down"), "danger")
    if listing.is_need:
        return Words(_("Has the need been met?"), text, _("It is met: close it"))
    return Words(_("Has the offer been taken up?"), text, _("It is taken up: close it"))


def hindrance_of(opened: ExpiryLink) -> Words | None:
    """Why it is not to be done, or not any more: what is the case now. None if nothing stands in its way."""
    if not writes_it(opened.link.user, opened.listing):
        return Words(
            _("You do not write for this organisation any more"),
            _("Its owners and editors can renew or close the listing on its page."),
        )
    return _in_its_state(opened.listing, opened.letter.expires_on) or _of_the_link(opened)


def _in_its_state(listing: Listing, last_day: date) -> Words | None:
    """What became of it since the letter about this last day."""
    if listing.status == ListingStatus.CLOSED:
        reason = CLOSE_REASONS[CloseReason(str(listing.close_reason))]
        text = _("The reason: %(reason)s. It takes no more answers; its page stays.", reason=reason)
        return Words(_("It is closed"), text, has_page=True)
    if listing.status == ListingStatus.HIDDEN:
        return Words(_("A moderator has hidden it"), _("The reason stands on its page. Sign in to read it."))
    return None if listing.expires_on == last_day else _renewed(listing)


def _of_the_link(opened: ExpiryLink) -> Words | None:
    """What stands against the link itself, though nothing has happened to the listing."""
    if opened.link.used_at is not None:
        return Words(
            _("This link no longer works"),
            _("Your password or address has changed since the letter was written. Sign in instead."),
            is_dead=True,
        )
    if opened.link.purpose == Purpose.RENEW and not may_renew(opened.link.user, opened.listing):
        return Words(
            _("It has been open for a year"),
            _("It cannot be renewed again. If it is still wanted, post it anew: a moderator will read it."),
        )
    return None


def _renewed(listing: Listing) -> Words:
    until = day(listing.expires_on)
    if listing.is_expired:
        return Words(
            _("It has expired"), _("It was renewed after this letter, and was open until %(day)s.", day=until)
        )
    text = _("It has been renewed. You get another letter before that day.")
    if listing.is_paused:
        text = _("It has been renewed, and is paused: it takes no answers until you resume it.")
    return Words(_("It is open until %(day)s", day=until), text, has_page=True)
