"""A text in another language between its people and the moderators."""

from tests.factories.accounts import person
from tests.factories.listings import need
from tests.factories.texts import text_of, texts


def test_what_is_public_stays_while_it_is_mended(visit, olena, marta, published):
    text_of(published, "en", title="First words")
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    form = visit("listings.text", **where).form("/texts/en")

    visit.post("listings.text", {**form, "title": "Better words", "then": "hand_in"}, **where)
    assert visit("listings.show", reference=published.reference).h1 == "First words"
    visit.post("listings.pass_text", as_=marta, text_id=texts()[-1].id)

    assert visit("listings.show", reference=published.reference).h1 == "Better words"
    assert len(texts()) == 1


def test_a_text_that_waits_can_be_taken_back(visit, olena, marta, published):
    waits = text_of(published, "en", waits=True)
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    visit.post("listings.autosave_text", {"title": "Sly"}, expect=409, **where)

    visit.post("listings.take_back_text", **where)

    assert not texts()[0].waits and texts()[0].title == waits.title
    visit.post("listings.pass_text", as_=marta, text_id=waits.id, expect=404)


def test_marta_returns_a_translation_and_says_why(visit, olena, marta, published, letters):
    waits = text_of(published, "en", waits=True)
    visit.post("listings.return_text", {"note": ""}, as_=marta, text_id=waits.id, expect=422)

    visit.post("listings.return_text", {"note": "The number is missing."}, as_=marta, text_id=waits.id)

    assert "The number is missing." in letters(to=olena.email)[0].text
    page = visit("listings.text", as_=olena, reference=published.reference, language="en")
    assert "The number is missing." in page.notice


def test_two_moderators_decide_once(visit, marta, bohdan, published):
    waits = text_of(published, "en", waits=True)
    visit.post("listings.pass_text", as_=marta, text_id=waits.id)

    page = visit.post("listings.return_text", {"note": "No."}, as_=bohdan, text_id=waits.id, expect=409)

    assert "no longer waits" in page.text
    assert texts()[0].is_public


def test_a_moderator_decides_on_what_she_has_read(visit, marta, published):
    waits = text_of(published, "en", waits=True)

    visit.post("listings.pass_text", {"version": "99"}, as_=marta, text_id=waits.id, expect=409)

    assert texts()[0].waits


def test_nobody_decides_on_her_own(visit, cast):
    moderator = person("Iryna", moderator=True, editor_of=cast.hromada)
    waits = text_of(need(by=cast.olena, status="published"), "en", waits=True)

    page = visit("listings.text_case", as_=moderator, text_id=waits.id)
    visit.post("listings.pass_text", as_=moderator, text_id=waits.id, expect=403)

    assert "Publish" not in page.buttons
    assert texts()[0].waits


def test_a_text_is_removed_and_the_original_is_read_again(visit, olena, published):
    text_of(published, "en")
    where = {"as_": olena, "reference": published.reference, "language": "en"}
    assert "gone for good" in visit("listings.remove_text", **where).text

    visit.post("listings.remove_text", **where)

    assert visit("listings.show", reference=published.reference).h1 == published.title
    assert "pumps" not in published.words_title


def test_what_waits_is_not_shown_of_what_is_hidden(visit, olena, marta):
    text_of(need(by=olena, status="hidden"), "en", waits=True)

    assert "Nothing waits" in visit("listings.texts_waiting", as_=marta).text
