"""A listing's state in words: its name, its tone, and what to do next."""

from dataclasses import dataclass
from typing import Any

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.i18n import lazy_pgettext as _lp

from .codes import EXPIRED, FULL, LISTING_STATUSES, ListingStatus, RevisionStatus
from .models import Listing
from .policy import renewed_until


@dataclass(frozen=True)
class State:
    """What one sees of it: tone as `ui.tag.status` takes it; `next` is for its own people."""

    label: Any
    tone: str
    next: Any


_TONES = {
    ListingStatus.DRAFT: ("plain", _l("Finish it and hand it in.")),
    ListingStatus.SUBMITTED: ("wait", _l("A moderator reads it, as a rule within two working days.")),
    ListingStatus.RETURNED: ("wait", _l("Change what the moderator asks for and hand it in again.")),
    ListingStatus.REJECTED: ("bad", _l("It will not be published. The reason stands on its page.")),
    ListingStatus.PUBLISHED: ("good", _l("Everybody can see it and answer.")),
    ListingStatus.PAUSED: ("wait", _l("It takes no answers until you resume it.")),
    ListingStatus.HIDDEN: ("bad", _l("A moderator has hidden it. The reason stands on its page.")),
    ListingStatus.CLOSED: ("plain", _l("It is over and takes no more answers.")),
}
MOVE_LABELS = {
    "submit": _lp("move", "Hand it in"),
    "publish": _lp("move", "Publish"),
    "return": _lp("move", "Return for changes"),
    "reject": _lp("move", "Reject"),
    "pause": _lp("move", "Pause"),
    "resume": _lp("move", "Resume"),
    "close": _lp("move", "Close"),
    "hide": _lp("move", "Hide"),
    "restore": _lp("move", "Restore"),
}
EVENT_LABELS = {
    "begin": _lp("event", "Begun"),
    "submit": _lp("event", "Handed in"),
    "publish": _lp("event", "Published"),
    "return": _lp("event", "Returned for changes"),
    "reject": _lp("event", "Rejected"),
    "pause": _lp("event", "Paused"),
    "resume": _lp("event", "Resumed"),
    "fill": _lp("event", "Full, and so paused by itself"),
    "reopen": _lp("event", "A case ended, and so open again by itself"),
    "keep_paused": _lp("event", "Kept paused"),
    "copy": _lp("event", "Begun as a copy"),
    "promise": _lp("event", "A part was promised"),
    "give_back": _lp("event", "A part was given back"),
    "cover": _lp("event", "A part was covered"),
    "free": _lp("event", "A part was opened again"),
    "renew": _lp("event", "Renewed"),
    "close": _lp("event", "Closed"),
    "hide": _lp("event", "Hidden"),
    "restore": _lp("event", "Restored"),
    "import": _lp("event", "Handed in by an association"),
    "correct": _lp("event", "Corrected while it waits"),
    "text_hand_in": _lp("event", "A translation handed in"),
    "text_machine": _lp("event", "Translated by a machine"),
    "text_pass": _lp("event", "A translation published"),
    "text_return": _lp("event", "A translation returned for changes"),
    "text_remove": _lp("event", "A translation removed"),
    "attach": _lp("event", "Picture or document added"),
    "detach": _lp("event", "Picture or document removed"),
    "remind": _lp("event", "Letter about its last day sent"),
    "dismiss": _lp("event", "A match set aside"),
    "take_back": _lp("event", "A match taken back"),
    "take": _lp("event", "Case taken"),
    "release": _lp("event", "Case given back to the queue"),
    "mend": _lp("event", "Changed a little, public at once"),
    "hand_in_revision": _lp("event", "Change handed in"),
    "edit_revision": _lp("event", "Change taken back to be edited"),
    "withdraw_revision": _lp("event", "Change given up"),
    "publish_revision": _lp("event", "Change published"),
    "return_revision": _lp("event", "Change returned"),
    "lapse_revision": _lp("event", "Change ended with the listing"),
}
REVISION_TONES = {
    RevisionStatus.DRAFT: "plain",
    RevisionStatus.WAITING: "wait",
    RevisionStatus.RETURNED: "wait",
    RevisionStatus.APPLIED: "good",
    RevisionStatus.PUBLISHED: "good",
    RevisionStatus.WITHDRAWN: "plain",
    RevisionStatus.LAPSED: "plain",
}


def state_of(listing: Listing) -> State:
    """The state, with `expired` derived from the date."""
    if listing.is_expired:
        what_next = _l("Nobody can see it any more. Renew it if it is still wanted, or close it.")
        if renewed_until(listing) is None:
            what_next = _l("It has been open for a year. Close it, and post it anew if it is still wanted.")
        return State(EXPIRED, "wait", what_next)
    if listing.resumes_by_itself:
        return State(
            FULL,
            "wait",
            _l("As many cases as you take at once are under way. It opens by itself when one ends."),
        )
    tone, what_next = _TONES[ListingStatus(listing.status)]
    return State(LISTING_STATUSES[ListingStatus(listing.status)], tone, what_next)
