"""Reading one, and what is mine."""

from collections.abc import Iterable
from typing import Any

from flask import abort, current_app, g, request, url_for

from marketplace.core.db import db, find
from marketplace.core.freshness import same_for_everybody
from marketplace.core.gate import everyone, open_to
from marketplace.core.htmx import render
from marketplace.core.i18n import current_locale
from marketplace.handoff import queries as answers
from marketplace.matches import queries as matches
from marketplace.notifications import queries as notifications
from marketplace.organisations.policy import belongs_to, members, writes_for_any
from marketplace.questions import queries as questions

from .. import cards, meter, policy, queries
from ..codes import ListingStatus
from ..fields import LABELS, step_of
from ..models import Listing
from ..states import state_of
from ..texts import Shown, public_texts, shown_in
from .blueprint import bp


@bp.get("/listings/<reference>")
@open_to(everyone)
@same_for_everybody
def show(reference: str):
    if "\0" not in reference and not _seen(reference) and _was_public(reference):
        abort(410)
    listing = find(queries.visible_to(g.user), reference=reference)
    own = belongs_to(g.user, listing.organisation_id)
    asked = questions.of_listing(listing) if listing.is_public else []
    texts = public_texts(listing)
    shown = shown_in(listing, texts, current_locale(), request.args.get("text", ""))
    return render(
        "listings/show.html",
        listing=listing,
        shown=shown,
        languages_of_it=_languages(listing, texts, shown),
        may_translate=policy.may_translate(g.user, listing),
        own=own,
        state=state_of(listing),
        may_edit=policy.may_edit(g.user, listing),
        may_correct=policy.may_correct(g.user, listing),
        may_revise=policy.may_revise(g.user, listing),
        revision=queries.active_revision(listing) if policy.may_revise(g.user, listing) else None,
        may_renew=policy.may_renew(g.user, listing),
        may_discard=policy.may_discard(g.user, listing),
        remarks=remarks_of(listing) if own else [],
        answered=None if own else answers.mine_for(g.user, listing),
        answers=answers.answers_of(listing),
        questions=asked,
        following=questions.followed_by(g.user, asked),
        capacity=answers.capacity_of(listing),
        may_keep_paused=policy.may_keep_paused(g.user, listing),
        may_copy=policy.writes_it(g.user, listing),
        follows=notifications.follows(g.user, listing),
        matches=matches.beside(listing, g.user, current_app.config["SETTINGS"].match_bonus),
        structured=_structured(listing, shown),
        own_address=f"{current_app.config['BASE_URL']}{url_for('listings.show', reference=listing.reference)}",
        picture_address=_picture_address(listing),
    )


def _seen(reference: str) -> bool:
    return db.session.scalar(queries.visible_to(g.user).where(Listing.reference == reference)) is not None


def _was_public(reference: str) -> bool:
    return db.session.scalar(queries.once_public().where(Listing.reference == reference)) is not None


def remarks_of(listing: Listing) -> list[dict[str, Any]]:
    """What the moderator wants changed, with the step where it is written."""
    return [
        {
            "field": remark.field,
            "label": LABELS.get(remark.field, remark.field),
            "reason": remark.reason,
            "note": remark.note,
            "step": step_of(listing.kind, remark.field),
        }
        for remark in listing.remarks
    ]


def _picture_address(listing: Listing) -> str:
    if not listing.pictures:
        return ""
    path = url_for("listings.attachment", reference=listing.reference, attachment_id=listing.pictures[0].id)
    return f"{current_app.config['BASE_URL']}{path}"


def _languages(listing: Listing, texts: Iterable[str], shown: Shown) -> list[dict[str, Any]]:
    """Each language that it can be read in, with its address; nothing where there is one only."""
    asked = {listing.locale: "original", **{locale: locale for locale in texts}}
    if len(asked) == 1:
        return []
    return [
        {
            "locale": locale,
            "url": url_for("listings.show", reference=listing.reference, text=name),
            "current": shown.locale == locale,
            "original": locale == listing.locale,
        }
        for locale, name in asked.items()
    ]


def _structured(listing: Listing, shown: Shown) -> dict[str, Any]:
    """The page for machines, in schema.org's words: of the organisation, never of a person."""
    place: dict[str, Any] = {"@type": "Place", "name": cards.place_of(listing)}
    found = {
        "@context": "https://schema.org",
        "@type": "Demand" if listing.is_need else "Offer",
        "identifier": listing.reference,
        "name": shown.title,
        "description": shown.summary,
        "inLanguage": shown.locale,
        "url": f"{current_app.config['BASE_URL']}{url_for('listings.show', reference=listing.reference)}",
        "availabilityStarts": listing.published_at.isoformat() if listing.published_at else None,
        "availabilityEnds": listing.expires_on.isoformat() if listing.expires_on else None,
        "areaServed": place if listing.is_need else None,
    }
    if not listing.is_need:
        found["offeredBy"] = {"@type": "GovernmentOrganization", "name": listing.organisation.name}
    return {key: value for key, value in found.items() if value is not None}


@bp.get("/listings/mine")
@open_to(members)
def mine():
    listings = db.session.scalars(queries.belonging_to(g.user)).unique().all()
    order = (
        ListingStatus.RETURNED,
        ListingStatus.DRAFT,
        ListingStatus.SUBMITTED,
        ListingStatus.PUBLISHED,
        ListingStatus.PAUSED,
        ListingStatus.HIDDEN,
        ListingStatus.REJECTED,
        ListingStatus.CLOSED,
    )
    alike = [[one for one in listings if one.status == status and not one.is_expired] for status in order]
    alike.insert(order.index(ListingStatus.PUBLISHED), [one for one in listings if one.is_expired])
    groups = [{"state": state_of(rows[0]), "rows": rows} for rows in alike if rows]
    return render(
        "listings/mine.html",
        groups=groups,
        writes=writes_for_any(g.user),
        may_edit=policy.may_edit,
        may_correct=policy.may_correct,
        may_renew=policy.may_renew,
        sentence=meter.sentence,
    )
