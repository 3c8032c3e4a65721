"""Where a listing is, and why it ended or was not taken."""

from enum import StrEnum

from marketplace.core.i18n import lazy_gettext as _l
from marketplace.core.i18n import lazy_pgettext as _lp


class ListingStatus(StrEnum):
    """Where a listing is; that it has expired is derived from the date."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    PUBLISHED = "published"
    PAUSED = "paused"
    HIDDEN = "hidden"
    CLOSED = "closed"


LISTING_STATUSES = {
    ListingStatus.DRAFT: _lp("listing status", "Draft"),
    ListingStatus.SUBMITTED: _lp("listing status", "With the moderators"),
    ListingStatus.RETURNED: _lp("listing status", "Returned for changes"),
    ListingStatus.REJECTED: _lp("listing status", "Rejected"),
    ListingStatus.PUBLISHED: _lp("listing status", "Published"),
    ListingStatus.PAUSED: _lp("listing status", "Paused"),
    ListingStatus.HIDDEN: _lp("listing status", "Hidden by a moderator"),
    ListingStatus.CLOSED: _lp("listing status", "Closed"),
}
EXPIRED = _lp("listing status", "Expired")
FULL = _lp("listing status", "Full at the moment")


class CloseReason(StrEnum):
    """Why it ended."""

    MET_HERE = "met_here"
    MET_ELSEWHERE = "met_elsewhere"
    NO_LONGER_NEEDED = "no_longer_needed"
    FUNDING_LOST = "funding_lost"
    SECURITY = "security"
    WITHDRAWN = "withdrawn"


CLOSE_REASONS = {
    CloseReason.MET_HERE: _l("A partner was found through this site"),
    CloseReason.MET_ELSEWHERE: _l("A partner was found elsewhere"),
    CloseReason.NO_LONGER_NEEDED: _l("No longer current"),
    CloseReason.FUNDING_LOST: _l("The funding was lost"),
    CloseReason.SECURITY: _l("For reasons of security"),
    CloseReason.WITHDRAWN: _l("Withdrawn"),
}


class DecisionReason(StrEnum):
    """Why a moderator returns, rejects or hides."""

    UNCLEAR_PROBLEM = "unclear_problem"
    MISSING_FACTS = "missing_facts"
    WRONG_CATEGORY = "wrong_category"
    DUPLICATE = "duplicate"
    PERSONAL_DATA = "personal_data"
    SENSITIVE_PLACE = "sensitive_place"
    COMMERCIAL = "commercial"
    NOT_A_PUBLIC_BODY = "not_a_public_body"
    OUTSIDE_SCOPE = "outside_scope"
    OTHER = "other"


DECISION_REASONS = {
    DecisionReason.UNCLEAR_PROBLEM: _l("The problem is not clear"),
    DecisionReason.MISSING_FACTS: _l("Facts are missing"),
    DecisionReason.WRONG_CATEGORY: _l("The sector or kind of help does not fit"),
    DecisionReason.DUPLICATE: _l("It repeats another listing"),
    DecisionReason.PERSONAL_DATA: _l("It contains personal data"),
    DecisionReason.SENSITIVE_PLACE: _l("It gives away a sensitive place"),
    DecisionReason.COMMERCIAL: _l("It is an advertisement"),
    DecisionReason.NOT_A_PUBLIC_BODY: _l("It does not come from a public body"),
    DecisionReason.OUTSIDE_SCOPE: _l("It is outside the scope of this site"),
    DecisionReason.OTHER: _lp("reason", "Other"),
}


class RevisionStatus(StrEnum):
    """Where a change to a public listing is."""

    DRAFT = "draft"
    WAITING = "waiting"
    RETURNED = "returned"
    APPLIED = "applied"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


ACTIVE_REVISIONS = (RevisionStatus.DRAFT, RevisionStatus.WAITING, RevisionStatus.RETURNED)
REVISION_STATUSES = {
    RevisionStatus.DRAFT: _lp("revision status", "Not handed in yet"),
    RevisionStatus.WAITING: _lp("revision status", "With the moderators"),
    RevisionStatus.RETURNED: _lp("revision status", "Returned for changes"),
    RevisionStatus.APPLIED: _lp("revision status", "Public at once"),
    RevisionStatus.PUBLISHED: _lp("revision status", "Published"),
    RevisionStatus.WITHDRAWN: _lp("revision status", "Withdrawn"),
    RevisionStatus.LAPSED: _lp("revision status", "Ended with its listing"),
}


class PartStatus(StrEnum):
    """How a part of a need stands."""

    OPEN = "open"
    PROMISED = "promised"
    COVERED = "covered"


PART_STATUSES = {
    PartStatus.OPEN: _lp("part status", "Open"),
    PartStatus.PROMISED: _lp("part status", "Promised"),
    PartStatus.COVERED: _lp("part status", "Covered"),
}
