"""A need in three parts over HTTP: two cities take different ones, one gives hers back, at last the need is met."""

from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.handoff.models import Answer
from marketplace.listings.fields import step_of
from marketplace.listings.models import Listing
from tests.factories.listings import need
from tests.visit import Visit

PARTS = ("Насоси", "Труби", "Навчання")
WORDS = {"proposal": "We take some of it.", "about": "A city.", "locale": "en"}


def test_two_cities_take_different_parts_and_the_need_is_met(visit, cast, letters):
    listing = need(by=cast.olena, title="Водогін для трьох сіл")
    splits_it(visit, cast.olena, listing)
    publishes_it(visit, cast.marta, listing)
    says(visit, listing, "Parts: 0 of 3 covered, 0 promised, 3 open")

    jans = answers(visit, cast.jan, listing, "Насоси", "Труби")
    stefans = answers(visit, cast.stefan, listing, "Труби", "Навчання")
    accepts(visit, cast.olena, jans)
    says(visit, listing, "Parts: 0 of 3 covered, 2 promised, 1 open")
    accepts(visit, cast.olena, stefans)  # of the two parts that he named one is open still
    says(visit, listing, "Parts: 0 of 3 covered, 3 promised, 0 open")
    assert listing.title not in visit("search.index", parts="open").text

    covers(visit, cast.olena, listing, "Навчання")
    visit.post("handoff.withdraw", as_=cast.jan, answer_id=jans.id)
    says(visit, listing, "Parts: 1 of 3 covered, 0 promised, 2 open")
    assert listing.title in visit("search.index", parts="open").text

    visit.post("handoff.finish", as_=cast.stefan, answer_id=stefans.id)
    again = answers(visit, cast.stefan, listing, "Труби", "Насоси")
    accepts(visit, cast.olena, again)
    covers(visit, cast.olena, listing, "Насоси")
    page = covers(visit, cast.olena, listing, "Труби")
    assert "the need is met" in page.notice
    visit.post("listings.close", page.form("/close"), as_=cast.olena, reference=listing.reference)

    assert (listing.status, listing.close_reason) == ("closed", "met_here")
    assert [letter.event for letter in letters(to=cast.olena.email)] == [
        "listing_submitted",
        "listing_published",
        "answer_received",
        "answer_received",
        "introduction",
        "introduction",
        "answer_withdrawn",
        "answer_finished",
        "answer_received",
        "introduction",
        "listing_closed",
    ]
    nobody_has_learned_who(visit, cast, listing)


def splits_it(visit: Visit, olena: User, listing: Listing) -> None:
    where: dict[str, Any] = {"as_": olena, "reference": listing.reference}
    step = step_of("need", "parts")
    page = visit("listings.edit", step=step, **where)
    for number, title in enumerate(PARTS, 1):
        form = page.form(f"/edit/{step}") | {f"part{number}_title": title, "then": "another"}
        page = visit.post("listings.edit", form, step=step, **where)
    visit.post("listings.submit", **where)


def publishes_it(visit: Visit, marta: User, listing: Listing) -> None:
    page = visit.post("moderation.take", as_=marta, reference=listing.reference)
    assert all(title in page.text for title in PARTS)
    version = {"version": str(listing.version)}
    visit.post("moderation.publish", version, as_=marta, reference=listing.reference)


def says(visit: Visit, listing: Listing, sentence: str) -> None:
    """The public page and the card say how the parts stand."""
    page = visit("listings.show", reference=listing.reference)
    assert sentence in page.text
    assert sentence in visit("search.index").text


def answers(visit: Visit, by: User, listing: Listing, *titles: str) -> Answer:
    page = visit("handoff.new", as_=by, reference=listing.reference)
    wanted = [str(part.id) for part in listing.parts if part.title in titles]
    form = {**page.form("/answer"), **WORDS, "parts": wanted}
    visit.post("handoff.new", form, as_=by, reference=listing.reference)
    return db.session.scalars(select(Answer).order_by(Answer.id.desc())).unique().first()  # type: ignore[return-value]


def accepts(visit: Visit, olena: User, answer: Answer) -> None:
    form = visit("handoff.accept", as_=olena, answer_id=answer.id).form("/accept")
    page = visit.post("handoff.accept", form, as_=olena, answer_id=answer.id)
    assert "Accepted" in page.text


def covers(visit: Visit, olena: User, listing: Listing, title: str) -> Any:
    [part] = [one for one in listing.parts if one.title == title]
    page = visit("listings.show", as_=olena, reference=listing.reference)
    form = page.form(f"/{part.id}/cover")
    return visit.post("listings.cover", form, as_=olena, reference=listing.reference, part_id=part.id)


def nobody_has_learned_who(visit: Visit, cast: Any, listing: Listing) -> None:
    for other in (None, cast.petra, cast.marta):
        page = visit("listings.show", as_=other, reference=listing.reference)
        assert cast.city.name not in page.html
        assert cast.other_city.name not in page.html
