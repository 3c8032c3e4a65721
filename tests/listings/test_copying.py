"""A new draft like an old one."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from marketplace.core import history, storage
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.codes import ListingStatus
from marketplace.listings.models import Listing
from marketplace.listings.texts import Shown, texts_of
from tests.factories.accounts import person
from tests.factories.files import telling_pdf
from tests.factories.handoff import answer
from tests.factories.listings import need, offer
from tests.factories.texts import text_of


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "JPEG")
    return target.getvalue()


def newest() -> Listing:
    return db.session.scalars(db.select(Listing).order_by(Listing.id.desc())).unique().first()  # type: ignore[return-value]


def copied(visit, listing, by):
    return visit.post("listings.copy", as_=by, reference=listing.reference)


def test_a_copy_says_the_same_and_is_a_draft_of_its_own(visit, olena, jan):
    old = need(
        by=olena,
        status="published",
        title="Насоси для водогону",
        gives_back="Табір",
        sectors=["energy", "water_sanitation"],
        parts=["Насоси", "Навчання"],
        open_until=today() + timedelta(days=30),
        region_only=True,
    )
    answer(old, by=jan, status="accepted", parts=[old.parts[0]])

    page = copied(visit, old, olena)
    new = newest()

    assert f"This is a copy of {old.reference}. Dates, answers and history were not copied." in page.text
    assert page.form("/edit/1")["title"] == "Насоси для водогону"
    assert (new.status, new.gives_back, new.problem) == ("draft", "Табір", old.problem)
    assert (new.sectors, new.helps, new.languages) == (old.sectors, old.helps, old.languages)
    assert new.reference != old.reference
    assert new.region_only
    assert (new.open_until, new.published_at, new.expires_on, new.submitted_at) == (None, None, None, None)
    assert [(p.title, p.status, p.taken_by_id) for p in new.parts] == [
        ("Насоси", "open", None),
        ("Навчання", "open", None),
    ]
    assert [part.status for part in old.parts] == ["promised", "open"]
    assert [row.event for row in db.session.scalars(history.of(new))] == ["copy"]
    assert "насоси" in new.words_title


def test_the_dates_of_an_offer_stay_behind_and_its_capacity_comes_along(visit, jan):
    old = offer(
        by=jan,
        status="closed",
        capacity_cases=2,
        available_from=today(),
        available_until=today(),
        costs="Mes",
    )

    copied(visit, old, jan)
    new = newest()

    assert (new.capacity_cases, new.costs) == (2, "Mes")
    assert (new.available_from, new.available_until, new.close_reason) == (None, None, None)


@pytest.mark.parametrize("first_gone", ["the copy", "the old one"])
def test_whichever_goes_first_the_other_keeps_its_picture(visit, olena, first_gone):
    old = need(by=olena)
    actions.attach(old, picture(), "Насосна", olena)
    db.session.commit()
    copied(visit, old, olena)
    new = newest()
    [theirs], [ours] = old.attachments, new.attachments
    assert ours.stored_as != theirs.stored_as
    assert ours.title == "Насосна"
    gone, left = (new, old) if first_gone == "the copy" else (old, new)

    visit.post("listings.discard", as_=olena, reference=gone.reference)

    [row] = left.attachments
    assert all(storage.read(name) for name in row.stored_names)
    visit("listings.attachment", as_=olena, reference=left.reference, attachment_id=row.id)


def test_without_room_the_text_is_copied_and_the_files_are_not(visit, olena, monkeypatch):
    old = need(by=olena)
    actions.attach(old, picture(), "Насосна", olena)
    db.session.commit()
    monkeypatch.setattr(actions.copying, "MOST_OF_ORGANISATION", 10)

    page = copied(visit, old, olena)

    assert "Pictures and documents were not copied" in page.text
    assert newest().attachments == []
    assert len(old.attachments) == 1


@pytest.mark.parametrize("status", ListingStatus)
def test_one_may_copy_in_any_state(visit, olena, status):
    old = need(by=olena, status=status)
    page = visit("listings.show", as_=olena, reference=old.reference)
    assert "Copy it" in page.buttons

    copied(visit, old, olena)

    assert newest().status == "draft"
    assert old.status == status


def test_only_writers_of_its_organisation_copy(visit, cast):
    old = need(by=cast.olena, status="published")
    reader = person("Ганна", reader_of=cast.hromada)
    count = db.session.scalar(db.select(db.func.count()).select_from(Listing))

    for who, expect in ((cast.jan, 404), (cast.stefan, 404), (cast.marta, 403), (reader, 403), (None, 401)):
        visit.post("listings.copy", as_=who, reference=old.reference, expect=expect)

    assert db.session.scalar(db.select(db.func.count()).select_from(Listing)) == count
    assert "Copy it" not in visit("listings.show", as_=cast.jan, reference=old.reference).buttons


def test_who_has_left_is_not_the_contact_of_a_copy(visit, cast):
    old = need(by=cast.olena, status="published")
    old.contact = cast.stefan
    db.session.commit()

    copied(visit, old, cast.olena)

    assert newest().contact == cast.olena


# In more languages


def test_texts_in_other_languages_come_along_as_drafts_to_be_checked(visit, olena, marta):
    old = need(by=olena, status="published", parts=["Насоси"])
    actions.attach(old, picture(), "Насосна", olena)
    of_part, of_picture = f"part{old.parts[0].id}_title", f"picture{old.pictures[0].id}"
    text_of(old, "en", problem="They stop.", **{of_part: "Pumps", of_picture: "The pump house"})
    text_of(old, "lt", machine=True)

    page = copied(visit, old, olena)
    new = newest()

    assert "Its text in 1 other language was copied too" in page.text
    [text] = db.session.scalars(texts_of(new))
    assert (text.locale, text.is_public, text.problem) == ("en", False, "They stop.")
    assert text.words(f"part{new.parts[0].id}_title") == "Pumps"
    assert text.words(f"picture{new.pictures[0].id}") == "The pump house"
    assert not Shown(new, text).is_stale
    page = visit("listings.texts", as_=olena, reference=new.reference)
    assert "Being written; nobody else sees it yet" in page.text
    assert len(list(db.session.scalars(texts_of(old)))) == 2

    visit.post("listings.submit", as_=olena, reference=new.reference)
    visit.post("moderation.publish", as_=marta, reference=new.reference)
    page = visit("listings.show", reference=new.reference)
    assert page.words("#parts b[lang=en]") == ["Pumps"]


def test_what_was_stale_is_stale_in_the_copy_and_what_was_being_mended_comes_along(visit, olena):
    old = need(by=olena, status="published")
    text_of(old, "en", problem="Public words.")
    text_of(old, "en", public=False, problem="Better words.")
    db.session.execute(db.update(Listing).where(Listing.id == old.id).values(problem="Тепер інакше."))

    copied(visit, old, olena)

    [text] = db.session.scalars(texts_of(newest()))
    assert text.problem == "Better words."
    assert Shown(newest(), text).is_stale


def test_without_room_for_pictures_the_texts_come_along(visit, olena, monkeypatch):
    old = need(by=olena, status="published")
    actions.attach(old, picture(), "Насосна", olena)
    text_of(old, "en")
    monkeypatch.setattr(actions.copying, "MOST_OF_ORGANISATION", 10)

    copied(visit, old, olena)

    [text] = db.session.scalars(texts_of(newest()))
    assert text.title and text.more == {}


def test_a_copied_document_keeps_its_language_and_that_it_was_written_anew(visit, olena):
    old = need(by=olena)
    document = actions.attach(old, telling_pdf(), "Kostenplan", olena, kind="document", locale="de")
    db.session.commit()

    copied(visit, old, olena)

    [again] = newest().documents
    assert (again.title, again.locale) == ("Kostenplan", "de")
    assert again.rewritten_at == document.rewritten_at is not None
    page = visit("listings.preview", as_=olena, reference=newest().reference)
    assert "(PDF, German," in page.text
    assert storage.read(again.stored_as) == storage.read(document.stored_as)
