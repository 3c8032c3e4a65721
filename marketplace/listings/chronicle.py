"""The history of a listing in words: what happened, who did it, why; each side is named to the other as a side."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.core.history import HistoryRow
from marketplace.core.i18n import gettext as _
from marketplace.core.pages import Order
from marketplace.core.ui import day
from marketplace.organisations.models import Membership
from marketplace.organisations.policy import belongs_to

from .behalf import posted_by
from .codes import CLOSE_REASONS, DECISION_REASONS
from .fields import LABELS
from .models import Listing
from .queries import history_of
from .states import EVENT_LABELS

NEWEST_FIRST = Order("history", (HistoryRow.id,), descending=True)
AMONG_MODERATORS = ("take", "release")  # how they share their work is not the author's matter
BY_MODERATORS = (
    "publish",
    "return",
    "reject",
    "hide",
    "restore",
    "publish_revision",
    "return_revision",
    "text_pass",
    "text_return",
    *AMONG_MODERATORS,
)
BY_EITHER = ("lapse_revision",)  # its listing was hidden by a moderator, or closed or renewed by its people


@dataclass(frozen=True)
class Entry:
    """One event as its reader may know it. `who_lang` is the language of `who`, where it is an organisation's name."""

    at: datetime
    label: Any
    who: str
    who_lang: str = ""
    by_letter: bool = False
    reason: Any = ""
    until: str = ""
    fields: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    note: str = ""


def rows_for(listing: Listing, reader: User) -> Select[Any]:
    """What she may know to have happened, for `page_of` and `told`."""
    rows = history_of(listing)
    if belongs_to(reader, listing.organisation_id):
        rows = rows.where(HistoryRow.event.not_in(AMONG_MODERATORS))
    return rows.add_columns(*NEWEST_FIRST.columns)


def told(rows: Sequence[Any], listing: Listing, reader: User) -> list[Entry]:
    """These rows of `rows_for` in the reader's language."""
    happened = [row[0] for row in rows]
    actors = {row.actor_id for row in happened if row.actor_id is not None}
    people = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(actors)))}
    speaking = select(Membership.user_id).filter_by(organisation_id=listing.organisation_id)
    members = set(db.session.scalars(speaking))
    own = belongs_to(reader, listing.organisation_id)
    said = [
        _entry(row, *(_to_its_people if own else _to_moderators)(row, people, members, listing))
        for row in happened
    ]
    return [
        _of_association(entry, listing) if row.event == "import" else entry
        for row, entry in zip(happened, said, strict=True)
    ]


def _of_association(entry: Entry, listing: Listing) -> Entry:
    """Who posted it for its organisation is named as the association that she posted it for."""
    association = posted_by(listing)
    if association is None:
        return entry
    return replace(entry, who=association.shown_name, who_lang=association.shown_locale)


def _entry(row: HistoryRow, who: str, who_lang: str) -> Entry:
    if (
        row.event not in EVENT_LABELS
    ):  # another room's: what its details say, and to whom, only that room knows
        return Entry(row.at, _("Changed"), who, who_lang)
    facts = row.details
    changed = [name.removesuffix("_id") for name in facts.get("changed", ())]
    reasons: dict[Any, Any] = CLOSE_REASONS if row.event == "close" else DECISION_REASONS
    return Entry(
        row.at,
        EVENT_LABELS[row.event],
        who,
        who_lang,
        by_letter=facts.get("via") == "letter",
        reason=reasons.get(facts.get("reason"), ""),
        until=day(date.fromisoformat(facts["until"])) if "until" in facts else "",
        fields=[LABELS[name] for name in facts.get("fields", ()) if name in LABELS],
        changed=[LABELS[name] for name in changed if name in LABELS],
        note=facts.get("note", ""),
    )


def _to_its_people(
    row: HistoryRow, people: dict[int, User], members: set[int], _listing: Listing
) -> tuple[str, str]:
    """Colleagues by their names; moderators, and whoever else, only as what they are."""
    if row.actor_id is None:
        return _("Automatically"), ""
    actor = people.get(row.actor_id)
    if row.event in BY_MODERATORS:
        return _("A moderator"), ""
    if actor is not None and actor.id in members:
        return actor.name, ""
    if row.event in BY_EITHER and actor is not None and actor.is_moderator:
        return _("A moderator"), ""
    if row.event in EVENT_LABELS:
        return _("Somebody who has left"), ""
    return (_("A moderator") if actor is not None and actor.is_moderator else _("Somebody else")), ""


def _to_moderators(
    row: HistoryRow, people: dict[int, User], members: set[int], listing: Listing
) -> tuple[str, str]:
    """Colleagues by their names; its people as their organisation."""
    if row.actor_id is None:
        return _("Automatically"), ""
    actor = people.get(row.actor_id)
    if row.event in BY_MODERATORS or (actor is not None and actor.is_moderator):
        return (_("Somebody who has left") if actor is None or actor.left_at else actor.name), ""
    if row.event in EVENT_LABELS or row.actor_id in members:
        return listing.organisation.shown_name, listing.organisation.shown_locale
    return _("Somebody else"), ""
