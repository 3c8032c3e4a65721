"""A listing in more languages: written by its people, passed by a moderator, read in the reader's language."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.core.db import db
from marketplace.listings.cards import cards
from marketplace.listings.models import Listing
from marketplace.listings.texts import ListingText
from tests.factories.accounts import person
from tests.factories.listings import need, offer
from tests.factories.texts import text_of, texts
from tests.statements import statements

ENGLISH = {
    "title": "Pumps for four villages",
    "summary": "The pumps of 1978 stop every week.",
    "problem": "Four villages are without water for a day each week.",
    "beneficiaries": "The people of four villages",
    "result": "Water round the clock.",
}


def test_olena_adds_english_and_marta_lets_it_be_read(visit, olena, marta, published, letters):
    page = visit("listings.texts", as_=olena, reference=published.reference, language="en", expect=303)
    page = visit(page.location, as_=olena)
    assert published.problem in page.text

    visit.post(
        "listings.text",
        {**page.form("/texts/en"), **ENGLISH, "then": "hand_in"},
        as_=olena,
        reference=published.reference,
        language="en",
    )
    assert ENGLISH["title"] not in visit("listings.show", reference=published.reference).html
    queue = visit("listings.texts_waiting", as_=marta)
    case = visit(queue.css("main .inbox a")[0]["href"], as_=marta)
    visit.post(case.css("form[action$='/pass']")[0]["action"], case.form("/pass"), as_=marta)
    page = visit("listings.show", reference=published.reference)

    assert page.h1 == ENGLISH["title"]
    assert "Translated by the author on 23 November 2026" in page.text
    assert [letter.event for letter in letters(to=olena.email)] == ["text_published"]


def test_the_original_is_one_click_away_and_each_piece_names_its_language(visit, published):
    text_of(published, "en")
    page = visit("listings.show", reference=published.reference)
    assert page.css("h1")[0]["lang"] == "en"

    original = visit(
        next(a["href"] for a in page.css("main a") if "Read the original" in a.text),
    )

    assert original.h1 == published.title
    assert original.css("h1")[0]["lang"] == "uk"
    assert {tag["lang"] for tag in page.css(".prose[lang]")} == {"en"}


def test_a_field_without_a_translation_is_shown_in_the_original_and_says_so(visit, published):
    text_of(published, "en", result="")

    page = visit("listings.show", reference=published.reference)

    assert {tag["lang"]: tag.get_text() for tag in page.css(".prose[lang=uk]")} == {"uk": "Вода цілодобово."}


def test_a_reader_of_another_language_reads_the_original(visit, published):
    text_of(published, "en")

    assert visit("listings.show", reference=published.reference, locale="lt").h1 == published.title
    assert visit("listings.show", reference=published.reference, locale="lt", text="en").h1.startswith(
        "Pumps"
    )
    assert visit("listings.show", reference=published.reference, text="original").h1 == published.title
    assert visit("listings.show", reference=published.reference, text="no-such").h1.startswith("Pumps")


def test_a_text_of_an_older_original_says_so(visit, published):
    text_of(published, "en")
    db.session.execute(update(Listing).values(problem="Тепер інакше."))

    page = visit("listings.show", reference=published.reference)

    assert "The original has changed since" in page.text


def test_a_date_that_ends_in_a_full_stop_gets_no_second_one(visit, olena, published):
    text_of(published, "lt", title="Siurbliai")
    db.session.execute(update(Listing).values(problem="Тепер інакше."))

    shown = visit("listings.show", locale="lt", reference=published.reference)
    on_the_desk = visit("listings.texts", locale="lt", as_=olena, reference=published.reference)

    assert all("23 d." in page.text and ".." not in page.text for page in (shown, on_the_desk))


def test_a_colleague_is_named_as_one_and_a_machine_as_one(visit, cast, published):
    text_of(published, "en", machine=True)
    assert (
        "Machine translation by LibreTranslate on 23 November 2026"
        in visit("listings.show", reference=published.reference).text
    )
    colleague = person("Ігор", "ihor@hromada.example", editor_of=cast.hromada)

    where = {"as_": colleague, "reference": published.reference, "language": "lt"}
    visit.post("listings.text", ENGLISH | {"then": "hand_in"}, **where)
    waiting = texts()[-1]
    visit.post("listings.pass_text", as_=cast.marta, text_id=waiting.id)

    page = visit("listings.show", reference=published.reference, locale="lt", text="lt")
    assert page.h1 == ENGLISH["title"]
    assert (waiting.source, waiting.made_by_id) == ("colleague", colleague.id)


def test_cards_speak_the_readers_language_in_the_same_number_of_statements(visit, app, olena):
    for number in range(3):
        text_of(need(by=olena, status="published", gives_back="Досвід."), "en", title=f"Pumps {number}")
    plain = need(by=olena, status="published", title="Без перекладу")

    with statements(at_most=4):
        made = cards(select(Listing.id).order_by(Listing.id))
    page = visit("search.index")

    assert [card.title for card in made] == ["Pumps 0", "Pumps 1", "Pumps 2", "Без перекладу"]
    assert [(card.locale, card.original_locale) for card in made][2:] == [("en", "uk"), ("uk", "uk")]
    assert {tag["lang"] for tag in page.css(".card-title a")} == {"en", "uk"}
    assert "Original: Ukrainian" in page.text
    assert plain.title in visit("search.index", locale="uk").text


def test_search_finds_the_words_of_every_public_text(visit, published):
    text_of(published, "en", problem="The waterworks stand still.")
    text_of(published, "lt", public=False, problem="Vandenvietė stovi.")

    assert published.reference in visit("search.index", q="waterworks", locale="uk").html
    assert published.reference not in visit("search.index", q="Vandenvietė").html


def test_the_texts_of_a_draft_are_moderated_with_it(visit, cast, olena, marta):
    draft = need(by=olena, dream_code="", gives_back="")
    where = {"as_": olena, "reference": draft.reference, "language": "en"}
    page = visit("listings.text", **where)
    assert "Save and hand it in" not in page.buttons
    visit.post("listings.text", {**page.form("/texts/en"), **ENGLISH, "then": "stop"}, **where)
    visit.post("listings.submit", as_=olena, reference=draft.reference)

    case = visit("moderation.case", as_=marta, reference=draft.reference)
    visit.post("moderation.take", as_=marta, reference=draft.reference)
    visit.post("moderation.publish", as_=marta, reference=draft.reference)

    assert ENGLISH["problem"] in case.text
    assert visit("listings.show", reference=draft.reference).h1 == ENGLISH["title"]


def test_nothing_is_written_while_a_moderator_reads(visit, olena):
    submitted = need(by=olena, status="submitted")
    where = {"as_": olena, "reference": submitted.reference, "language": "en"}

    page = visit("listings.text", **where)
    visit.post("listings.text", {**ENGLISH, "then": "stop"}, expect=409, **where)

    assert "In its present state nothing can be added." in page.text
    assert texts() == []


def test_half_a_translation_is_kept_but_not_handed_in(visit, olena, published):
    where = {"as_": olena, "reference": published.reference, "language": "en"}

    page = visit.post("listings.text", {"title": "Pumps", "then": "hand_in"}, expect=422, **where)
    assert "summary" in page.errors and page.form("/texts/en")["title"] == "Pumps"
    visit.post("listings.text", {"title": "Pumps", "then": "stop"}, **where)

    assert [(text.title, text.waits) for text in texts()] == [("Pumps", False)]


def test_what_was_missing_is_added_on_the_same_page(visit, olena, published):
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    form = visit("listings.text", **where).form("/texts/en")
    page = visit.post("listings.text", {**form, "title": "Pumps", "then": "hand_in"}, expect=422, **where)

    visit.post("listings.text", {**page.form("/texts/en"), **ENGLISH, "then": "hand_in"}, **where)

    assert texts()[0].waits


WRONG = {
    "too long": "слово " * 2000,
    "NUL": "a\0b",
    "right to left": "abc\u202edef",
    "html": "<b>Школа</b>",
    "formula": "=HYPERLINK(1)",
    "far too much": "ж" * 60_000,
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_text_comes_back_with_a_sentence_and_is_not_kept(visit, olena, published, wrong):
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    typed = {**dict.fromkeys(ENGLISH, WRONG[wrong]), "then": "hand_in"}

    page = visit.post("listings.text", typed, expect=422, **where)

    assert set(ENGLISH) <= set(page.errors)
    assert all(page.form("/texts/en")[name] for name in ENGLISH)
    assert texts() == []


def test_what_is_typed_is_kept_as_one_goes(visit, olena, published):
    where = {"as_": olena, "reference": published.reference, "language": "en"}

    first = visit.post("listings.autosave_text", {"title": "Pum", "version": "0"}, expect=200, **where)
    again = visit.post(
        "listings.autosave_text",
        {"title": "Pumps", "version": first.response.json["version"]},
        expect=200,
        **where,
    )
    stale = visit.post("listings.autosave_text", {"title": "Old", "version": "0"}, expect=409, **where)

    assert again.response.json["saved"].startswith("Saved")
    assert stale.response.json["saved"].startswith("Not saved")
    assert [text.title for text in texts()] == ["Pumps"]


def test_a_stale_tab_keeps_what_was_typed(visit, olena, published):
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    visit.post("listings.autosave_text", {"title": "Newer", "version": "0"}, expect=200, **where)

    page = visit.post(
        "listings.text", {"title": "Older", "version": "0", "then": "stop"}, expect=409, **where
    )

    assert "This has changed in the meantime" in page.text
    assert page.form("/texts/en")["title"] == "Older"
    assert texts()[0].title == "Newer"


def test_a_strange_language_and_the_listings_own_are_no_pages(visit, olena, published):
    for language in ("uk", "tlh", "x" * 50):
        visit("listings.text", as_=olena, reference=published.reference, language=language, expect=404)


def test_a_visitor_with_an_old_page_gets_the_new_text(visit, published, marta):
    etag = visit("listings.show", reference=published.reference).response.headers["ETag"]
    waits = text_of(published, "en", waits=True)
    visit.post("listings.pass_text", as_=marta, text_id=waits.id)

    page = visit("listings.show", reference=published.reference, headers={"If-None-Match": etag})

    assert page.h1 == waits.title


def test_an_offer_is_translated_too(visit, jan, marta):
    published = offer(by=jan, status="published")
    typed = {"title": "Training", "summary": "In short.", "shares": "What we know.", "then": "hand_in"}

    visit.post("listings.text", typed, as_=jan, reference=published.reference, language="en")
    visit.post("listings.pass_text", as_=marta, text_id=texts()[0].id)

    assert "What we know." in visit("listings.show", reference=published.reference).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "machine"},
        {"service": "LibreTranslate"},
        {"title": ""},
        {"passed_at": None},
        {"source": "nobody"},
    ],
)
def test_the_database_knows_what_a_text_is(published, wrong):
    text = text_of(published, "en")

    with pytest.raises(IntegrityError):
        db.session.execute(update(ListingText).where(ListingText.id == text.id).values(**wrong))
    db.session.rollback()


def test_a_language_is_public_once(published):
    text_of(published, "en")

    with pytest.raises(IntegrityError):
        text_of(published, "en")
    db.session.rollback()


def test_a_discarded_draft_takes_its_texts_along(visit, olena):
    draft = need(by=olena)
    text_of(draft, "en", public=False)

    visit.post("listings.discard", as_=olena, reference=draft.reference)

    assert texts() == []


def test_the_page_of_languages_says_how_each_stands(visit, olena, published, clock):
    text_of(published, "en")
    text_of(published, "de", waits=True)
    clock.shift(timedelta(days=1))
    db.session.execute(update(Listing).values(problem="Тепер інакше."))

    page = visit("listings.texts", as_=olena, reference=published.reference)

    assert "The original has changed" in page.words(".inbox a")[1]
    assert "Waits for a moderator" in page.words(".inbox a")[0]
