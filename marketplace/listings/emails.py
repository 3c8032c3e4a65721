"""What each event tells whom: the author, the contact person and the owners, each in her own language."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Purpose, User
from marketplace.core import outbox
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.core.i18n import speaking
from marketplace.core.ui import language as language_name
from marketplace.organisations.codes import Role
from marketplace.organisations.models import Membership, Organisation
from marketplace.organisations.policy import belongs_to, may_write_for

from .codes import CLOSE_REASONS, DECISION_REASONS, ListingStatus
from .expiry import LINKS_LIVE
from .fields import LABELS, labels_of, step_of
from .models import Listing, Revision
from .policy import renewed_until
from .texts import ListingText

MOST_NAMED = 20  # listings in one letter


def submitted(listing: Listing) -> None:
    """A receipt: it lies with the moderators."""
    _tell("listing_submitted", listing, _writers(listing))


def published(listing: Listing) -> None:
    """It can be seen, and until when."""
    _tell("listing_published", listing, _all(listing), expires_on=listing.expires_on)


def returned(listing: Listing) -> None:
    """What is to be changed, field by field."""
    remarks = [
        {
            "label": LABELS.get(remark.field, remark.field),
            "reason": DECISION_REASONS.get(remark.reason, remark.reason),  # type: ignore[call-overload]
            "note": remark.note,
        }
        for remark in listing.remarks
    ]
    first = min((step_of(listing.kind, remark.field) for remark in listing.remarks), default=1)
    _tell(
        "listing_returned", listing, _all(listing), step=first, note=listing.moderator_note, remarks=remarks
    )


def rejected(listing: Listing) -> None:
    """That it is refused, and why."""
    _tell("listing_rejected", listing, _all(listing), **_reasons(listing))


def hidden(listing: Listing) -> None:
    """That nobody sees it any more, and why."""
    _tell("listing_hidden", listing, _all(listing), **_reasons(listing))


def restored(listing: Listing) -> None:
    """That it can be seen again."""
    _tell("listing_restored", listing, _all(listing))


def full(listing: Listing) -> None:
    """That it takes no answers until a case ends: as many as it takes at once are under way."""
    _tell("offer_full", listing, _all(listing))


def reopened(listing: Listing) -> None:
    """That one of its cases has ended, and it takes answers again."""
    _tell("offer_reopened", listing, _all(listing))


def closed(listing: Listing) -> None:
    """That it has ended, and why."""
    reason = CLOSE_REASONS[listing.close_reason]  # type: ignore[index]
    _tell("listing_closed", listing, _all(listing), reason=reason)


def its_people(listing: Listing) -> list[User]:
    """Who hears what concerns it: author, contact person and owners, if they are still there."""
    return _all(listing)


def revision_waiting(revision: Revision) -> None:
    """A receipt: the change lies with the moderators, and the present text stays public."""
    listing = revision.listing
    readers = _still_here(listing, [revision.author, listing.author, listing.contact])
    _tell_of(revision, "revision_waiting", readers)


def revision_published(revision: Revision) -> None:
    """That the change is public."""
    _tell_of(revision, "revision_published", _all(revision.listing), to_revision=False)


def revision_returned(revision: Revision) -> None:
    """What is to be changed in the change, field by field."""
    remarks = [
        {
            "label": LABELS.get(remark["field"], remark["field"]),
            "reason": DECISION_REASONS.get(remark["reason"], remark["reason"]),  # type: ignore[call-overload]
            "note": remark["note"],
        }
        for remark in revision.remarks
    ]
    readers = _all(revision.listing)
    _tell_of(revision, "revision_returned", readers, note=revision.moderator_note, remarks=remarks)


def revision_lapsed(revision: Revision) -> None:
    """To whoever wrote it: that its listing has ended under the change, so nobody decides on it."""
    listing = revision.listing
    status = listing.status if listing.status in (ListingStatus.CLOSED, ListingStatus.HIDDEN) else "expired"
    readers = _still_here(listing, [revision.author])
    _tell_of(revision, "revision_lapsed", readers, to_revision=False, ended=str(status))


def _tell_of(
    revision: Revision, event: str, readers: list[User], *, to_revision: bool = True, **context: Any
) -> None:
    listing = revision.listing
    page = "listings.revision" if to_revision else "listings.show"
    for reader in readers:
        outbox.write(
            event,
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            listing=listing,
            organisation=listing.organisation.name,
            fields=labels_of(revision.changes),
            address=outbox.address_of(page, locale=reader.locale, reference=listing.reference),
            **context,
        )


def who_may_act(listing: Listing) -> list[User]:
    """Of its people, those who can renew or close it."""
    return [person for person in _all(listing) if may_write_for(person, listing.organisation_id)]


def expires(listing: Listing, reader: User, tokens: Mapping[Purpose, str]) -> None:
    """That its last day is near, here or over, with a link for each thing that can be done about it."""
    links = {
        purpose: outbox.address_of("listings.by_letter", locale=reader.locale, token=token)
        for purpose, token in tokens.items()
    }
    assert listing.expires_on is not None
    outbox.write(
        "listing_expires",
        to=reader.email,
        name=reader.name,
        locale=reader.locale,
        listing=listing,
        organisation=listing.organisation.name,
        days_left=(listing.expires_on - today()).days,
        address=links.get(Purpose.RENEW),
        renewed_until=renewed_until(listing),
        met_link=links[Purpose.MET],
        take_down_link=links[Purpose.TAKE_DOWN],
        links_until=listing.expires_on + timedelta(days=LINKS_LIVE),
    )


def imported(listings: Sequence[Listing], association: Organisation) -> None:
    """That an association has posted these for them: all of one organisation, in one letter."""
    readers = {person.id: person for listing in listings for person in _all(listing)}
    for reader in readers.values():
        outbox.write(
            "listing_imported",
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            listings=listings[:MOST_NAMED],
            more=len(listings) - MOST_NAMED,
            association=association.name,
            organisation=listings[0].organisation.name,
            address=outbox.address_of("listings.mine", locale=reader.locale),
        )


def text_published(text: ListingText) -> None:
    """That a translation can be read."""
    _tell_of_text("text_published", text)


def text_returned(text: ListingText) -> None:
    """That a translation is to be changed, and why."""
    _tell_of_text("text_returned", text, note=text.note)


def _tell_of_text(event: str, text: ListingText, **context: Any) -> None:
    listing = text.listing
    for reader in _still_here(listing, [text.made_by, listing.author]):
        with speaking(reader.locale):
            language = language_name(text.locale)
        outbox.write(
            event,
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            listing=listing,
            organisation=listing.organisation.name,
            language=language,
            address=outbox.address_of(
                "listings.text", locale=reader.locale, reference=listing.reference, language=text.locale
            ),
            **context,
        )


def _reasons(listing: Listing) -> dict[str, Any]:
    reason = DECISION_REASONS[listing.decision_reason]  # type: ignore[index]
    return {"reason": reason, "note": listing.moderator_note}


def _writers(listing: Listing) -> list[User]:
    return _still_here(listing, [listing.author, listing.contact])


def _all(listing: Listing) -> list[User]:
    owning = select(User).join(Membership, Membership.user_id == User.id)
    owners = db.session.scalars(
        owning.where(Membership.organisation_id == listing.organisation_id, Membership.role == Role.OWNER)
    )
    return _still_here(listing, [listing.author, listing.contact, *owners])


def _still_here(listing: Listing, people: list[User | None]) -> list[User]:
    """Each once; nobody who speaks for the organisation no more, or whose address nobody has confirmed."""
    found = {person.id: person for person in people if person is not None}
    return [
        person
        for person in found.values()
        if person.confirmed_at is not None and belongs_to(person, listing.organisation_id)
    ]


def _tell(event: str, listing: Listing, readers: list[User], step: int | None = None, **context: Any) -> None:
    for reader in readers:
        if step is None:
            url = outbox.address_of("listings.show", locale=reader.locale, reference=listing.reference)
        else:
            url = outbox.address_of(
                "listings.edit", locale=reader.locale, reference=listing.reference, step=step
            )
        outbox.write(
            event,
            to=reader.email,
            name=reader.name,
            locale=reader.locale,
            listing=listing,
            organisation=listing.organisation.name,
            address=url,
            **context,
        )
