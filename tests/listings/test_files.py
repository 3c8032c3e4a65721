"""Pictures and documents: judged by their content, made harmless, as private as their listing."""

import io

import pytest
from PIL import Image

from marketplace.core import storage
from marketplace.core.db import db
from marketplace.listings import actions, files
from marketplace.listings.files import BadFile, judge
from tests.factories.files import SECRET, chunks, jpeg, pdf, png, webp
from tests.factories.listings import need

TELLING = {"jpeg": jpeg(telling=True), "png": png(), "webp": webp()}


@pytest.mark.parametrize("name", TELLING)
def test_a_picture_is_turned_upright_and_loses_all_it_knew(name):
    assert SECRET.encode() in TELLING[name] or name == "png"  # PNG packs it

    judged = judge(TELLING[name], "picture")

    with Image.open(io.BytesIO(judged.content)) as stored:
        assert (stored.format, stored.size) == ("WEBP", (40, 60))
        assert not dict(stored.getexif())
        assert not stored.getexif().get_ifd(0x8825)
        assert set(stored.info) <= {"loop", "background", "timestamp", "duration"}
    for content in (judged.content, judged.small):
        assert set(chunks(content)) <= {"VP8 ", "VP8L", "VP8X", "ALPH"}
        assert not any(trace in content for trace in (SECRET.encode(), b"thumbnail", b"adobe", b"8BIM"))


def test_a_large_picture_becomes_small_and_smaller():
    judged = judge(jpeg(3000, 1500), "picture")

    assert (judged.width, judged.height) == (1600, 800)
    assert judged.small
    with Image.open(io.BytesIO(judged.small)) as small:
        assert small.size == (640, 320)


BAD = {
    "empty": b"",
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "gif": b"GIF89a<script>alert(1)</script>",
    "truncated jpeg": jpeg()[:300],
    "truncated png": jpeg(fmt="PNG")[:60],
    "pdf": pdf(),
    "zip": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_beside_the_field(visit, cast, name):
    listing = need(by=cast.olena)

    page = visit.post(
        "listings.add_picture",
        files={"file": (io.BytesIO(BAD[name]), "../../x.png"), "title": "Опис"},
        as_=cast.olena,
        reference=listing.reference,
        expect=422,
    )

    assert "file" in page.errors
    assert page.form("/pictures")["title"] == "Опис"
    assert listing.attachments == []


def test_a_pixel_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")

    with pytest.raises(BadFile, match="pixels"):
        judge(bomb.getvalue(), "picture")


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(BadFile, match="10 MB"):
        judge(b"%PDF-" + b"0" * files.MOST_BYTES, "document")


def test_a_seventh_picture_is_refused(cast):
    listing = need(by=cast.olena)
    for _ in range(6):
        actions.attach(listing, jpeg(), "Опис", cast.olena)

    with pytest.raises(BadFile, match="six"):
        actions.attach(listing, jpeg(), "Опис", cast.olena)
    actions.attach(listing, pdf(), "Кошторис", cast.olena, kind="document", locale="uk")
    db.session.commit()


def test_an_organisation_has_its_measure(cast, monkeypatch):
    monkeypatch.setattr(actions.attaching, "MOST_OF_ORGANISATION", 10)

    with pytest.raises(BadFile, match="room"):
        actions.attach(need(by=cast.olena), jpeg(), "Опис", cast.olena)


def test_a_picture_is_as_private_as_its_listing(visit, cast):
    draft, shown = need(by=cast.olena), need(by=cast.olena)
    hers = actions.attach(draft, jpeg(), "Опис", cast.olena)
    theirs = actions.attach(shown, jpeg(), "Опис", cast.olena)
    shown.submitted_at = shown.created_at
    shown.status, shown.published_at, shown.expires_on = (
        "published",
        shown.created_at,
        shown.expiry_from_now(),
    )
    db.session.commit()

    for who in (None, cast.jan, cast.marta):
        visit("listings.attachment", as_=who, reference=draft.reference, attachment_id=hers.id, expect=404)
        visit("listings.attachment", as_=who, reference=shown.reference, attachment_id=hers.id, expect=404)
        visit("listings.attachment", as_=who, reference=shown.reference, attachment_id=theirs.id)
    visit("listings.attachment", as_=cast.olena, reference=draft.reference, attachment_id=hers.id)


def test_a_file_can_do_nothing_in_a_browser(visit, cast):
    listing = need(by=cast.olena)
    picture = actions.attach(listing, jpeg(), "Опис", cast.olena)
    document = actions.attach(listing, pdf(), "Кошторис", cast.olena, kind="document", locale="uk")
    db.session.commit()

    for row, way in ((picture, "inline"), (document, "attachment")):
        page = visit("listings.attachment", as_=cast.olena, reference=listing.reference, attachment_id=row.id)
        headers = page.response.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["Content-Disposition"].startswith(way)
        visit(
            "listings.attachment",
            as_=cast.olena,
            reference=listing.reference,
            attachment_id=row.id,
            headers={"If-None-Match": headers["ETag"]},
            expect=304,
        )


def test_a_file_goes_with_its_row_and_stays_when_that_is_undone(cast):
    listing = need(by=cast.olena)
    picture = actions.attach(listing, jpeg(), "Опис", cast.olena)
    db.session.commit()
    path, small = storage.path_of(picture.stored_as), storage.path_of(picture.small_as)
    assert path.exists()
    assert small.exists()

    actions.detach(picture, cast.olena)
    db.session.rollback()
    assert path.exists()

    actions.detach(listing.attachments[0], cast.olena)
    db.session.commit()
    assert not path.exists()
    assert not small.exists()


def test_a_file_whose_row_never_came_is_gone(cast):
    picture = actions.attach(need(by=cast.olena), jpeg(), "Опис", cast.olena)
    path = storage.path_of(picture.stored_as)
    assert path.exists()

    db.session.rollback()

    assert not path.exists()


def test_only_its_writers_bring_describe_and_remove(visit, cast):
    listing = need(by=cast.olena)
    picture = actions.attach(listing, jpeg(), "Опис", cast.olena)
    db.session.commit()
    where = {"reference": listing.reference, "attachment_id": picture.id}

    visit.post("listings.remove_attachment", as_=cast.jan, expect=404, **where)
    visit.post("listings.move_attachment", {"to": "first"}, as_=cast.jan, expect=404, **where)
    visit.post("listings.describe_attachment", {"title": "Чуже"}, as_=cast.jan, expect=404, **where)
    visit.post("listings.describe_attachment", {"title": "Нове"}, as_=cast.olena, **where)
    assert listing.attachments[0].title == "Нове"
    visit.post("listings.remove_attachment", as_=cast.olena, **where)
    assert listing.attachments == []


def test_nobody_waits_while_a_picture_is_unpacked(visit, cast, monkeypatch):
    listing, held = need(by=cast.olena), []

    def slowly(content, kind):
        held.append(db.session().in_transaction())
        return judge(content, kind)

    monkeypatch.setattr("marketplace.listings.actions.attaching.judge", slowly)
    picture = {"file": (io.BytesIO(jpeg()), "x.jpg")}
    visit.post("listings.add_picture", files=picture, as_=cast.olena, reference=listing.reference)

    assert held == [False]
    db.session.refresh(listing)
    assert len(listing.attachments) == 1
