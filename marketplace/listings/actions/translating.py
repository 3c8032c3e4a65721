"""Texts in more languages: written by its people, passed by a moderator. A machine's are in `machine`."""

from collections.abc import Mapping

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core import freshness, history
from marketplace.core.clock import now
from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.core.i18n import gettext as _
from marketplace.core.lifecycle import NotAllowed

from .. import emails
from ..codes import TextSource
from ..models import PUBLIC_ONCE, Listing
from ..policy import may_translate, moderates_it
from ..texts import ListingText, digest_of, said_by, text_in, texts_of
from .finding import refresh_words, touch


def save_text(
    listing: Listing, locale: str, facts: Mapping[str, str], by: User, version: int | None = None
) -> ListingText:
    """Keep what is written of a text in this language; only the named fields change. What is public stays.

    `version` is what the form was drawn from (0: there was none). Raises `NotAllowed` if she may not translate it or
    it waits for a moderator, `Refused` (409) if it has changed in the meantime.
    """
    if not may_translate(by, listing) or locale == listing.locale:
        raise NotAllowed("save_text", listing)
    text = text_in(listing, locale, public=False)
    if version is not None and version != (text.version if text else 0):
        raise Refused(409, _("Somebody else, or you in another tab, has saved this in the meantime."))
    if text is not None and text.waits:
        raise NotAllowed("save_text", listing)
    if text is None:
        text = _begun(listing, locale)
    text.say(facts)
    text.source = TextSource.AUTHOR if by.id == listing.author_id else TextSource.COLLEAGUE
    text.made_by_id, text.made_at, text.of_digest = by.id, now(), digest_of(listing)
    db.session.add(text)
    db.session.flush()
    return text


def _begun(listing: Listing, locale: str) -> ListingText:
    """A new one, from what is public in this language."""
    public = text_in(listing, locale, public=True)
    text = ListingText(listing=listing, locale=locale, is_public=False, more={})
    if public is not None:
        text.say({name: public.words(name) for name in said_by(listing)})
    return text


def hand_in_text(text: ListingText, by: User) -> None:
    """Ask a moderator to pass it, where its listing is public already. Raises `NotAllowed`."""
    if not may_translate(by, text.listing) or text.is_public or text.waits or not text.has_words:
        raise NotAllowed("hand_in_text", text)
    if text.listing.status not in PUBLIC_ONCE:
        raise NotAllowed("hand_in_text", text)  # it is moderated with its listing
    text.waits_since, text.note = now(), ""
    history.record(by, "text_hand_in", text.listing, locale=text.locale)


def take_back_text(text: ListingText, by: User) -> None:
    """Mend it while it waits. Raises `NotAllowed`."""
    if not may_translate(by, text.listing) or not text.waits:
        raise NotAllowed("take_back_text", text)
    text.waits_since = None


def remove_text(listing: Listing, locale: str, by: User) -> None:
    """Throw away what people wrote in this language, public or not; a machine's stays. Raises `NotAllowed`."""
    if not may_translate(by, listing):
        raise NotAllowed("remove_text", listing)
    gone = list(db.session.scalars(texts_of(listing).where(ListingText.locale == locale)))
    gone = [text for text in gone if not text.is_machine]
    for text in gone:
        db.session.delete(text)
    db.session.flush()
    if gone:
        history.record(by, "text_remove", listing, locale=locale)
    if any(text.is_public for text in gone):
        _public_changed(listing)


def pass_text(text: ListingText, by: User, version: int | None = None) -> None:
    """Let it be seen, in the place of what was public in this language. Raises `Refused` (403, 409)."""
    _open(text, by, version)
    _publish(text, by)
    _public_changed(text.listing)
    emails.text_published(text)


def return_text(text: ListingText, note: str, by: User, version: int | None = None) -> None:
    """Give it back to who made it, and say why (DSA, article 17). Raises `Refused` (403, 409)."""
    if not note.strip():
        raise ValueError("returned without a note")
    _open(text, by, version)
    text.waits_since, text.note = None, note
    history.record(by, "text_return", text.listing, locale=text.locale, note=note)
    emails.text_returned(text)


def pass_with(listing: Listing, by: User) -> None:
    """Its listing is published, and a moderator has read what was written of it in other languages beside it."""
    written = texts_of(listing).where(ListingText.is_public.is_(False), ListingText.waits_since.is_(None))
    for text in list(db.session.scalars(written)):
        if text.has_words:
            _publish(text, by)


def _open(text: ListingText, by: User, version: int | None) -> None:
    """Whether she may decide on it now: one moderator at a time, and on what she has read."""
    db.session.execute(select(ListingText.id).filter_by(id=text.id).with_for_update())
    db.session.refresh(text)
    if not moderates_it(by, text.listing):
        raise Refused(403, _("You belong to this organisation, so a colleague decides."))
    if not text.waits:
        raise Refused(409, _("This case no longer waits for a decision."))
    if version is not None and version != text.version:
        raise Refused(409, _("It has changed since you opened it. Look at it as it is now."))


def _publish(text: ListingText, by: User) -> None:
    before = text_in(text.listing, text.locale, public=True)
    if before is not None:
        db.session.delete(before)
        db.session.flush()  # there is one public text of a language
    text.is_public, text.waits_since, text.note = True, None, ""
    text.passed_at, text.passed_by_id = now(), by.id
    db.session.flush()
    history.record(by, "text_pass", text.listing, locale=text.locale)


def _public_changed(listing: Listing) -> None:
    touch(listing)
    refresh_words(listing)
    freshness.public_changed(of=[listing.id])
