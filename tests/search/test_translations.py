"""Finding a listing by what its texts in other languages say, and what a card says of that."""

import numpy as np
import pytest
from sqlalchemy import select

from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.search import indexing, retrieval
from marketplace.search.embedder import DIMENSIONS
from marketplace.search.models import ListingVectors
from marketplace.search.vectors import cosines, whole
from tests.factories.listings import need
from tests.factories.texts import text_of


class Model:
    """An embedder for tests: a text about water points one way, any other another way."""

    name = "for tests"

    def query(self, text):
        return self.passages([text])[0]

    def passages(self, texts):
        vectors = np.full((len(texts), DIMENSIONS), 0.001, dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, 7 if "water" in text.casefold() else 300] = 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def model(monkeypatch):
    model = Model()
    monkeypatch.setattr(indexing, "embedder", lambda: model)
    monkeypatch.setattr(retrieval, "embedder", lambda: model)
    retrieval.forget()
    return model


def reads() -> ListingVectors:
    db.session.commit()
    while indexing.index_next():
        pass
    db.session.expire_all()
    return db.session.scalars(select(ListingVectors)).one()


@pytest.fixture
def listing(olena):
    return need(by=olena, status="published", problem="Коротко.", result="Добре.")


def near(model, listing) -> float:
    return cosines(model.query("water"), [listing.id])[listing.id]


def test_the_meaning_of_a_text_is_read_when_it_is_published_and_forgotten_when_it_is_removed(
    app, olena, marta, model, listing
):
    before, far = reads().translations, near(model, listing)
    text = text_of(listing, "en", waits=True, title="Water for all")
    assert reads().translations == before == 0

    actions.pass_text(text, marta)
    assert reads().translations == 1
    close = near(model, listing)
    actions.remove_text(listing, "en", olena)

    assert reads().translations == 0
    assert close > far + 0.5
    assert near(model, listing) == pytest.approx(far)


def test_it_is_read_anew_when_a_moderator_passes_other_words(app, olena, marta, model, listing):
    text_of(listing, "en", title="Books for all", summary="Books.", problem="Books.", result="Books.")
    reads()
    far = near(model, listing)
    draft = actions.save_text(listing, "en", {"title": "Water for all"}, olena)
    actions.hand_in_text(draft, olena)

    actions.pass_text(draft, marta)
    reads()

    assert near(model, listing) > far + 0.2


def test_a_machines_text_is_read_too(app, model, listing):
    text_of(listing, "en", machine=True, title="Water for all")

    assert reads().translations == 1


def test_of_many_languages_some_are_read_and_those_of_the_site_first(app, model, listing):
    for locale in ("de", "fr", "pl", "it", "lt", "es"):
        text_of(listing, locale, title="Water" if locale == "lt" else "Books", summary="Books")

    row = reads()

    assert row.translations == indexing.MOST_TRANSLATIONS
    assert len(whole(row.vectors)) >= 2 + 2 * row.translations
    assert near(model, listing) > 0.2


def test_what_is_near_in_one_language_only_is_among_the_nearest(app, olena, model, listing):
    for number in range(5):
        need(by=olena, status="published", title=f"Інше {number}")
    text_of(listing, "en", title="Water for all")
    db.session.commit()
    while indexing.index_next():
        pass

    assert retrieval.matrix.nearest(model.query("water"), 1) == [listing.id]


# What the card says


def why(page):
    return page.words(".card-why")


def test_a_word_of_another_language_is_shown_where_the_card_does_not_have_it(visit, listing):
    text_of(
        listing,
        "en",
        problem="Every week the old waterworks of three villages stand still, and nobody can mend them.",
    )

    page = visit("search.index", locale="uk", q="waterworks")

    [line] = page.css(".card-why")
    assert [one.get_text() for one in line.select("span[lang=en] mark")] == ["waterworks"]
    assert "англійська" in line.get_text()


def test_a_word_of_the_original_is_shown_under_a_translated_card(visit, listing):
    text_of(listing, "en")

    page = visit("search.index", locale="en", q="водогону")

    assert "In another language (Ukrainian): Насоси для водогону" in why(page)


def test_a_card_that_shows_the_word_itself_says_nothing_more(visit, listing):
    text_of(listing, "en", title="Waterworks", problem="The waterworks stand still.")

    page = visit("search.index", locale="en", q="waterworks")

    assert page.words(".card mark") == ["Waterworks"]
    assert why(page) == []


def test_nor_does_one_whose_own_text_has_it_further_below(visit, listing):
    text_of(listing, "en", problem="The waterworks stand still.")

    assert why(visit("search.index", locale="en", q="waterworks")) == []


def test_what_somebody_wrote_is_no_part_of_the_page(visit, listing):
    text_of(listing, "en", problem="The <b>waterworks</b> & its <script>alert(1)</script> pumps")

    page = visit("search.index", locale="uk", q="waterworks")

    assert "<script>alert" not in page.html
    assert "&lt;b&gt;" in str(page.css(".card-why")[0])
