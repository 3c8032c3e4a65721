"""What is public is changed, and whoever answered is told; a question is asked, passed, answered, and followed."""

from sqlalchemy import select

from marketplace.core.db import db
from marketplace.listings.models import Listing, Revision
from marketplace.questions.models import Question
from tests.factories.accounts import link_in
from tests.factories.handoff import answer
from tests.factories.listings import need

QUESTION = "Are the twelve pumps of one make?"
REPLY = "Так, усі насоси однакові, 1978 року."


def test_whoever_answered_sees_what_has_changed(visit, cast, letters):
    listing = need(by=cast.olena, status="published", budget_max=1000)
    answer(listing, by=cast.jan)
    answer(listing, by=cast.stefan, status="declined")

    where = {"as_": cast.olena, "reference": listing.reference}
    page = visit("listings.edit", step=5, **where)
    visit.post("listings.edit", {**page.form("/edit/5"), "budget_max": "9000"}, step=5, **where)
    page = visit("listings.edit", step=2, **where)
    typed = {"problem": "Насоси зупиняються щогодини, і люди возять воду з річки за сім кілометрів."}
    visit.post("listings.edit", {**page.form("/edit/2"), **typed}, step=2, **where)
    page = visit("listings.revision", **where)
    visit.post("listings.hand_in_revision", page.form("hand-in"), **where)
    change = db.session.scalars(select(Revision)).one()
    returns_and_gets_it_again(visit, cast, change)
    publishes(visit, cast.bohdan, change)

    told = letters(to=cast.jan.email)
    assert [letter.event for letter in told] == ["answer_listing_changed"]
    assert told[0].locale == "lt"
    for words in ("1 000 €", "9 000 €", "щогодини", "за десять кілометрів"):
        assert words in told[0].text.replace("\u00a0", " ") and words in told[0].html.replace("\u00a0", " ")
    assert "answers" in link_in(told[0])
    assert letters(to=cast.stefan.email) == []
    assert [letter.event for letter in letters(to=cast.olena.email)] == [
        "revision_waiting",
        "revision_returned",
        "revision_waiting",
        "revision_published",
    ]
    page = visit("listings.show", reference=listing.reference)
    assert "за десять кілометрів" in page.text and "€9,000" in page.text
    assert listing.reference in visit("search.index", q="щогодини").html
    assert listing.reference not in visit("search.index", q="щотижня").html


def returns_and_gets_it_again(visit, cast, change):
    page = visit.post("moderation.take_revision", as_=cast.marta, revision_id=change.id)
    remark = {"return-note": "Який шлях?", "return-problem_reason": "missing_facts"}
    form = {**page.form("/return"), **remark}
    visit.post("moderation.return_revision", form, as_=cast.marta, revision_id=change.id)

    where = {"as_": cast.olena, "reference": change.listing.reference}
    page = visit("listings.edit", step=2, **where)
    mended = change.changes["problem"][1].replace("сім", "десять")
    visit.post("listings.edit", {**page.form("/edit/2"), "problem": mended}, step=2, **where)
    page = visit("listings.revision", **where)
    visit.post("listings.hand_in_revision", page.form("hand-in"), **where)


def publishes(visit, moderator, change):
    page = visit.post("moderation.take_revision", as_=moderator, revision_id=change.id)
    visit.post("moderation.publish_revision", page.form("/publish"), as_=moderator, revision_id=change.id)


def test_a_question_is_asked_passed_answered_and_followed(visit, cast, letters):
    listing = need(by=cast.olena, status="published")

    page = visit("listings.show", as_=cast.jan, reference=listing.reference)
    assert "Nobody has asked yet" in page.text
    form = visit("questions.ask", as_=cast.jan, reference=listing.reference).form("questions/new")
    page = visit.post("questions.ask", {**form, "body": QUESTION}, as_=cast.jan, reference=listing.reference)
    assert "A moderator reads it first" in page.notice
    question = db.session.scalars(select(Question)).unique().one()
    assert QUESTION not in visit("listings.show", reference=listing.reference).html

    page = visit.post("moderation.take_question", as_=cast.marta, question_id=question.id)
    visit.post("moderation.pass_", page.form("/pass"), as_=cast.marta, question_id=question.id)
    visit.post("questions.follow", as_=cast.petra, question_id=question.id)
    visit.post("questions.follow", as_=cast.stefan, question_id=question.id)
    visit.post("questions.unfollow", as_=cast.stefan, question_id=question.id)

    assert "Questions about your listings" in visit("pages.desk", as_=cast.olena).text
    address = link_in(letters(to=cast.olena.email)[-1])
    form = visit(address, as_=cast.olena).form("/reply")
    typed = {**form, "body": REPLY, "locale": "uk"}
    visit.post("questions.reply", typed, as_=cast.olena, question_id=question.id)
    assert REPLY not in visit("listings.show", reference=listing.reference).html
    page = visit.post("moderation.take_question", as_=cast.bohdan, question_id=question.id)
    visit.post("moderation.pass_reply", page.form("/pass-reply"), as_=cast.bohdan, question_id=question.id)

    page = visit("listings.show", locale="lt", reference=listing.reference)
    assert page.words("#questions dl dt[lang=en]") == [QUESTION]
    assert page.words("#questions dl dd[lang=uk]") == [REPLY]
    events = {
        name: [letter.event for letter in letters(to=getattr(cast, name).email)]
        for name in ("jan", "olena", "petra", "stefan")
    }
    assert events == {
        "jan": ["question_passed", "question_answered"],
        "olena": ["question_received", "question_answered"],
        "petra": ["question_answered"],
        "stefan": [],
    }
    nobody_learns_who_asked(visit, cast, letters, listing, question)


def nobody_learns_who_asked(visit, cast, letters, listing: Listing, question: Question):
    secrets = (cast.jan.name, "Petrauskas", cast.jan.email, cast.city.name)
    for reader in (cast.olena, cast.petra, cast.marta, cast.bohdan, None):
        pages = [visit("listings.show", as_=reader, reference=listing.reference)]
        if reader is not None:
            pages.append(visit("questions.show", as_=reader, question_id=question.id))
        if reader is not None and reader.is_moderator:
            pages.append(visit("moderation.question", as_=reader, question_id=question.id))
        assert not [secret for page in pages for secret in secrets if secret in page.html]
    for letter in letters():
        if letter.to_address != cast.jan.email:
            assert not [secret for secret in secrets if secret in letter.text + letter.html + letter.subject]
