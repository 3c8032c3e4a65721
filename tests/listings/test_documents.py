"""Documents: written anew without their author, attachments and scripts; named, with language and size."""

import io
import re
import time

import pytest
from pypdf import PdfReader

from marketplace.core import storage
from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.files import BadFile, documents, judge
from marketplace.listings.files.pdf import plain_jpeg, plain_jpeg2000
from tests.factories.files import SECRET, bomb, jpeg, pdf, telling_pdf
from tests.factories.listings import need

GONE = (
    "/Info /ID /Author /Metadata /EmbeddedFiles /EmbeddedFile /Filespec /JavaScript /JS /Launch /OpenAction /AA /AcroForm "
    "/XFA /Thumb /PieceInfo /LastModified /FileAttachment /Text /Contents( /PA"
).split()


def test_a_document_is_written_anew_without_what_it_knew_and_did():
    content = telling_pdf()
    assert SECRET.encode() in content

    cleaned = judge(content, "document").content

    page = PdfReader(io.BytesIO(cleaned)).pages[0]
    names = re.sub(
        rb"/XObject << /Metadata \d+ 0 R|/Metadata Do", b"", cleaned.replace(b"\n", b" ")
    )  # a picture's name stays
    assert not [name for name in GONE if f"{name} ".encode() in names]
    for trace in (SECRET.encode(), SECRET.encode("utf-16-be"), b"pypdf", b"adobe", b"8BIM", b"Exif", b"GPS"):
        assert trace not in cleaned
    assert set(page["/Resources"]["/XObject"]) == {"/Metadata", "/Packed"}


def test_what_a_reader_needs_of_a_document_stays():
    reader = PdfReader(io.BytesIO(judge(telling_pdf(), "document").content))

    page = reader.pages[0]
    kinds = [annotation.get_object()["/Subtype"] for annotation in page["/Annots"]]
    links = [one.get_object().get("/A", {}).get("/URI") for one in page["/Annots"]]
    assert b"Do" in page.get_contents().get_data()
    assert [image.image.size for image in page.images] == [(60, 40), (60, 40)]
    assert reader.trailer["/Root"]["/Lang"] == "uk"
    assert reader.outline[0].title == "Розділ"
    assert kinds == ["/Link", "/Link", "/Link", "/Highlight", "/Stamp"]
    assert links == ["https://example.org/plan", None, None, None, None]


def test_a_document_written_twice_is_the_same():
    once = judge(telling_pdf(), "document").content

    assert judge(once, "document").content == once


REFUSED = {
    "encrypted": (pdf(encrypted=True), "protected by a password"),
    "too many pages": (pdf(301), "too many pages"),
    "no page": (pdf(0), "damaged"),
    "a bomb": (bomb(), "damaged|complicated"),
    "cut short": (telling_pdf()[:900], "damaged"),
    "a head and nothing": (b"%PDF-1.7\n%%EOF\n", "damaged"),
    "a picture": (jpeg(), "Send a PDF here"),
    "html": (b"<html><script>alert(1)</script></html>", "Send a PDF here"),
    "empty": (b"", "empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_good_document_is_refused_in_a_sentence_and_the_words_stay(visit, cast, name):
    listing, (content, sentence) = need(by=cast.olena), REFUSED[name]

    page = visit.post(
        "listings.add_document",
        {"name": "Кошторис", "locale": "uk"},
        files={"document": (io.BytesIO(content), "../x.pdf")},
        as_=cast.olena,
        reference=listing.reference,
        expect=422,
    )

    assert any(part in page.errors["document"] for part in sentence.split("|"))
    assert page.form("/documents")["name"] == "Кошторис"
    assert listing.attachments == []


def test_a_document_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "LONGEST", 0.01)

    began = time.monotonic()
    with pytest.raises(BadFile, match="too complicated"):
        judge(pdf(), "document")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "too complicated"),
        ("raise SystemExit(12)", "too complicated"),
        ("raise SystemExit(1)", "damaged"),
        ("import os; print('%PDF-', sorted(os.environ))", "SECRET_KEY"),
    ],
)
def test_a_parser_that_dies_harms_nobody_and_knows_no_secret(monkeypatch, tmp_path, program, sentence):
    monkeypatch.setenv("SECRET_KEY", "canary")
    (tmp_path / "pdf.py").write_text(program)
    monkeypatch.setattr(documents.pdf, "__file__", str(tmp_path / "pdf.py"))

    if sentence == "SECRET_KEY":
        assert b"SECRET_KEY" not in judge(pdf(), "document").content
        return
    with pytest.raises(BadFile, match=sentence):
        judge(pdf(), "document")


def test_a_picture_in_a_document_keeps_its_pixels_and_adobes_mark():
    adobe = b"\xff\xee\x00\x0eAdobe\0d\0\0\0\0\x01"
    content = jpeg(telling=True)

    plain = plain_jpeg(content[:2] + adobe + content[2:])

    assert adobe in plain
    assert SECRET.encode() not in plain
    assert plain.endswith(b"\xff\xd9")
    assert plain_jpeg(b"no picture") == b"no picture"


def test_a_jpeg_2000_loses_its_boxes_of_metadata():
    def box(kind, content, long=False):
        if long:
            return (1).to_bytes(4) + kind + (16 + len(content)).to_bytes(8) + content
        return (8 + len(content)).to_bytes(4) + kind + content

    head, pixels = box(b"jP  ", b"\r\n\x87\n"), b"\0\0\0\0jp2cpixels"
    boxes = box(b"uuid", SECRET.encode()) + box(b"xml ", SECRET.encode(), long=True)

    assert plain_jpeg2000(head + boxes + pixels) == head + pixels
    assert plain_jpeg2000(b"\xff\x4f\xff\x51") == b"\xff\x4f\xff\x51"


def test_the_public_sees_what_a_document_is_before_she_opens_it(visit, cast):
    listing = need(by=cast.olena)
    document = actions.attach(listing, pdf(), "Budget", cast.olena, kind="document", locale="en")
    listing.submitted_at = listing.published_at = listing.created_at
    listing.status, listing.expires_on = "published", listing.expiry_from_now()
    db.session.commit()

    page = visit("listings.show", reference=listing.reference)

    assert "Budget (PDF, English, 1 kB)" in page.text
    assert page.css("a[hreflang=en] span[lang=en]")[0].get_text() == "Budget"
    assert document.rewritten_at is not None


def test_olena_renames_a_document_and_says_its_language(visit, cast):
    listing = need(by=cast.olena)
    document = actions.attach(listing, pdf(), "Кошторис", cast.olena, kind="document", locale="uk")
    where = {"as_": cast.olena, "reference": listing.reference, "attachment_id": document.id}

    visit.post("listings.describe_attachment", {"title": "Budget", "locale": "en"}, **where)
    page = visit.post("listings.describe_attachment", {"title": "", "locale": "tlh"}, expect=422, **where)

    assert (document.title, document.locale) == ("Budget", "en")
    assert {f"title-{document.id}", f"locale-{document.id}"} <= set(page.errors)


def test_a_fifth_document_is_refused(cast):
    listing = need(by=cast.olena)
    for _ in range(4):
        actions.attach(listing, pdf(), "Кошторис", cast.olena, kind="document", locale="uk")

    with pytest.raises(BadFile, match="four"):
        actions.attach(listing, pdf(), "Кошторис", cast.olena, kind="document", locale="uk")


def test_a_document_from_before_is_written_anew_under_a_new_name(cast):
    listing = need(by=cast.olena)
    document = actions.attach(listing, pdf(), "Кошторис", cast.olena, kind="document", locale="uk")
    storage.write(document.stored_as, telling_pdf())
    document.rewritten_at, before = None, document.stored_as
    db.session.commit()

    actions.rewrite(document)
    db.session.commit()

    assert not storage.path_of(before).exists()
    assert SECRET.encode() not in storage.read(document.stored_as)
    assert document.size == len(storage.read(document.stored_as))
