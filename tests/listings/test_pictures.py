"""Pictures of a listing: described before it is handed in, put in order without a script, the first on the card."""

import io

import pytest

from marketplace.core.db import db
from marketplace.listings import actions, cards, meter
from tests.factories.files import jpeg
from tests.factories.listings import need


@pytest.fixture
def listing(cast):
    """A need with three pictures; the second says nothing."""
    made = need(by=cast.olena, beneficiaries_count=200)
    for words in ("Перша", "", "Третя"):
        actions.attach(made, jpeg(), words, cast.olena)
    db.session.commit()
    return made


def titles(listing):
    db.session.expire_all()
    return [picture.title for picture in listing.pictures]


def move(visit, cast, listing, number, to, **how):
    where = {"reference": listing.reference, "attachment_id": listing.pictures[number - 1].id}
    return visit.post("listings.move_attachment", {"to": to}, as_=cast.olena, **where, **how)


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ((3, "first"), ["Третя", "Перша", ""]),
        ((3, "earlier"), ["Перша", "Третя", ""]),
        ((1, "later"), ["", "Перша", "Третя"]),
        ((1, "earlier"), ["Перша", "", "Третя"]),
        ((3, "later"), ["Перша", "", "Третя"]),
    ],
)
def test_olena_puts_her_pictures_in_order(visit, cast, listing, moved, order):
    move(visit, cast, listing, *moved)

    assert titles(listing) == order


def test_a_picture_that_was_moved_is_where_the_page_comes_back_to(visit, cast, listing):
    third = listing.pictures[2].id

    answer = move(visit, cast, listing, 3, "first", follow=False)
    page = visit(answer.location, as_=cast.olena)

    assert answer.location.endswith(f"#file-{third}")
    assert page.words(f"#file-{third}[tabindex='-1'] h3") == ["Picture 1 of 3"]
    assert page.words(f"#file-{third} .tag") == ["Cover"]


def test_each_picture_is_offered_where_it_can_go_and_each_button_says_whose_it_is(visit, cast, listing):
    page = visit("listings.edit", as_=cast.olena, reference=listing.reference, step=6)

    places = [page.words(f"#file-{picture.id} form[action$='/move'] button") for picture in listing.pictures]
    assert places == [
        ["Later (picture 1)"],
        ["Make it the cover (picture 2)", "Later (picture 2)"],
        ["Make it the cover (picture 3)", "Earlier (picture 3)"],
    ]


def test_a_place_that_there_is_not_is_refused(visit, cast, listing):
    move(visit, cast, listing, 1, "sideways", expect=422)

    assert titles(listing) == ["Перша", "", "Третя"]


def test_the_first_picture_is_on_the_card(cast, listing):
    actions.arrange(listing.pictures[2], "first", cast.olena)

    card = cards.card_of(listing)

    assert (card.picture, card.picture_title) == (listing.pictures[0].id, "Третя")


def test_a_new_picture_comes_after_the_others_even_when_one_was_removed(cast, listing):
    actions.detach(listing.pictures[0], cast.olena)
    actions.attach(listing, jpeg(), "Нова", cast.olena)
    db.session.commit()

    assert titles(listing) == ["", "Третя", "Нова"]


def test_it_is_not_handed_in_before_each_picture_has_words_and_the_page_says_which_lacks_them(
    visit, cast, listing
):
    second = listing.pictures[1].id
    where = {"as_": cast.olena, "reference": listing.reference}

    page = visit.post("listings.submit", expect=422, **where)
    link = page.css(f"[role=alert] a[href$='/edit/6#title-{second}']")[0]
    visit.post("listings.describe_attachment", {"title": "Друга"}, attachment_id=second, **where)
    visit.post("listings.submit", **where)

    assert link.get_text() == "Describe picture 2 in words, for those who cannot see it."
    assert listing.status == "submitted"


def test_the_meter_names_the_picture_too(visit, cast, listing):
    page = visit("listings.edit", as_=cast.olena, reference=listing.reference, step=6)

    assert "Describe picture 2 in words" in " ".join(page.words(".meter a"))
    assert [lack.step for lack in meter.undescribed(listing)] == [6]


def test_marta_cannot_publish_a_picture_without_words(visit, cast, listing):
    listing.status, listing.submitted_at = "submitted", listing.created_at
    db.session.commit()
    where = {"as_": cast.marta, "reference": listing.reference}
    visit.post("moderation.take", **where)

    page = visit.post("moderation.publish", expect=409, **where)

    assert "Describe picture 2 in words" in page.text
    assert listing.status == "submitted"


def test_wrong_words_come_back_with_a_sentence_and_are_not_kept(visit, cast, listing):
    first = listing.pictures[0]
    where = {"as_": cast.olena, "reference": listing.reference, "attachment_id": first.id}

    for wrong in ("", "a\0b", "<b>Насос</b>", "ж" * 161, "abc\u202edef", "ж" * 500_000):
        page = visit.post("listings.describe_attachment", {"title": wrong}, expect=422, **where)

        assert f"title-{first.id}" in page.errors
    assert page.form(f"/files/{first.id}/describe")["title"] == "ж" * 500_000
    assert titles(listing)[0] == "Перша"


def test_no_file_at_all_is_told_beside_its_field(visit, cast, listing):
    where = {"as_": cast.olena, "reference": listing.reference}

    picture = visit.post("listings.add_picture", {"title": "Опис"}, expect=422, **where)
    document = visit.post("listings.add_document", {"name": "", "locale": ""}, expect=422, **where)

    assert picture.errors["file"].endswith("Choose a file first.")
    assert set(document.errors) == {"document", "name", "locale"}


def test_files_of_what_is_handed_in_stay_as_they_are(visit, cast, listing):
    listing.status, listing.submitted_at = "submitted", listing.created_at
    db.session.commit()

    move(visit, cast, listing, 3, "first", expect=409)
    visit.post(
        "listings.add_picture",
        files={"file": (io.BytesIO(jpeg()), "x.jpg")},
        as_=cast.olena,
        reference=listing.reference,
        expect=409,
    )

    assert titles(listing) == ["Перша", "", "Третя"]
