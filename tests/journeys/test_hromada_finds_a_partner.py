"""The whole story over HTTP: a hromada registers, writes, mends; a city answers; they are introduced by letters."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.core.db import db
from marketplace.core.outbox import Letter
from marketplace.handoff.models import Answer, Reveal
from marketplace.listings.models import Listing
from marketplace.organisations import register
from tests.page import Page
from tests.visit import Visit

KATOTTG = min(code for code, row in register.all_hromadas().items() if row.region == "UA-59")
PASSWORD = "кришталевий місток над тихою річкою"
HER_CARD = {
    "name": "Ірина Гай",
    "role": "Голова",
    "telephone": "+380 44 278 11 22",
    "email": "iryna.card@hromada.example",
}


def link(letter: Letter) -> str:
    """The button of a letter, as a path."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", letter.text)
    assert found, letter.text
    return found.group(1)


def is_sound(letter: Letter) -> None:
    """Text and HTML say the same, in the reader's language, with the same links."""
    links = re.findall(r"https?://[^\s<>]+", letter.text)
    assert all(address.rstrip(".") in letter.html for address in links), letter.event
    assert f'lang="{letter.locale}"' in letter.html
    assert letter.subject and "\n" not in letter.subject
    assert "{{" not in letter.text + letter.html and "%(" not in letter.text + letter.html


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (320, 240), "steelblue").save(file, "JPEG")
    file.seek(0)
    return file


@pytest.fixture
def iryna(visit: Visit, letters: Any) -> User:
    """Registered and confirmed by her letter, in the browser of nobody; from then on she has her own."""
    form = {"name": "Ірина Гай", "email": "iryna@hromada.example", "password": PASSWORD, "locale": "uk"}
    visit.post("accounts.register", form, locale="uk")
    visit.post(link(letters(to=form["email"])[-1]), {})
    signed_in = visit.post("accounts.sign_in", {"email": form["email"], "password": PASSWORD}, locale="uk")
    assert signed_in.soup.html and signed_in.soup.html["lang"] == "uk"
    visit.post("accounts.sign_out")
    return db.session.scalars(select(User).filter_by(email=form["email"])).one()


def test_a_hromada_finds_a_partner(visit, letters, cast, iryna):
    visit.post("organisations.register_hromada", {"katottg": KATOTTG}, as_=iryna)
    hromada = iryna.memberships[0].organisation
    visit.post("accounts.card", HER_CARD, as_=iryna)
    proof = {"how": "signed_letter", "on": "2026-11-23", "note": "Лист у теці 7."}
    visit.post("organisations.verify", proof, as_=cast.marta, organisation_id=hromada.id)

    listing = writes(visit, iryna, hromada)
    returns(visit, cast.marta, listing)
    mends(visit, iryna, listing)
    publishes(visit, cast.bohdan, listing)
    answer = answers(visit, cast.jan, listing)
    accepts(visit, iryna, answer)

    assert [letter.event for letter in letters(to=iryna.email)] == [
        "account_confirm",
        "organisation_verified",
        "listing_submitted",
        "listing_returned",
        "listing_submitted",
        "listing_published",
        "answer_received",
        "introduction",
    ]
    for letter in letters():
        is_sound(letter)
    they_are_introduced(letters, iryna, cast.jan)
    only_they_see_it(visit, cast, iryna, answer)


def writes(visit: Visit, iryna: User, hromada: Any) -> Listing:
    begun = {"kind": "need", "organisation": str(hromada.id), "locale": "uk"}
    visit.post("listings.new", begun, as_=iryna)
    listing = db.session.scalars(select(Listing).filter_by(organisation_id=hromada.id)).one()
    steps: list[dict[str, Any]] = [
        {"title": "Насоси для водогону", "summary": "Дванадцять сіл без води.", "locale": "uk"},
        {"problem": "Насоси зупиняються щотижня."},
        {"beneficiaries": "Мешканці громади"},
        {
            "sectors": ["water_sanitation"],
            "helps": ["training"],
            "format": "online",
            "languages": ["uk"],
            "urgency": "soon",
            "place": "hromada",
        },
        {"result": "Вода цілодобово."},
    ]
    for number, facts in enumerate(steps, 1):
        visit.post("listings.edit", facts, as_=iryna, reference=listing.reference, step=number)
    brought = {"file": (picture(), "pump.jpg")}
    visit.post(
        "listings.add_picture", {"title": "Насосна"}, files=brought, as_=iryna, reference=listing.reference
    )
    visit.post("listings.edit", {"contact": str(iryna.id)}, as_=iryna, reference=listing.reference, step=6)
    page = visit.post("listings.submit", as_=iryna, reference=listing.reference)
    assert "Handed in" in page.text
    return listing


def returns(visit: Visit, marta: User, listing: Listing) -> None:
    page = visit.post("moderation.take", as_=marta, reference=listing.reference)
    form = {
        **page.form("/return"),
        "return-note": "Скільки людей?",
        "return-beneficiaries_count_reason": "missing_facts",
    }
    visit.post("moderation.return_", form, as_=marta, reference=listing.reference)


def mends(visit: Visit, iryna: User, listing: Listing) -> None:
    page = visit("listings.show", as_=iryna, reference=listing.reference)
    assert "Скільки людей?" in page.text
    assert any("/edit/3#beneficiaries_count" in address for address in page.links)
    facts = {"beneficiaries": "Мешканці громади", "beneficiaries_count": "3400"}
    visit.post("listings.edit", facts, as_=iryna, reference=listing.reference, step=3)
    visit.post("listings.submit", as_=iryna, reference=listing.reference)
    visit("listings.show", expect=404, reference=listing.reference)


def publishes(visit: Visit, bohdan: User, listing: Listing) -> None:
    visit.post("moderation.take", as_=bohdan, reference=listing.reference)
    visit.post(
        "moderation.publish", {"version": str(listing.version)}, as_=bohdan, reference=listing.reference
    )
    assert listing.title in visit("search.index").text
    assert listing.title in visit("search.index", q="водогону").text
    assert listing.title not in visit("search.index", sector="education").text


def answers(visit: Visit, jan: User, listing: Listing) -> Answer:
    form = visit("handoff.new", as_=jan, reference=listing.reference).form("/answer")
    words = {"proposal": "Six engineers train with ours.", "about": "A water company.", "locale": "en"}
    page: Page = visit.post("handoff.new", {**form, **words}, as_=jan, reference=listing.reference)
    assert "Your answer is sent" in page.html
    assert HER_CARD["email"] not in page.html
    return db.session.scalars(select(Answer).filter_by(listing_id=listing.id)).unique().one()


def accepts(visit: Visit, iryna: User, answer: Answer) -> None:
    before = visit("handoff.show", as_=iryna, answer_id=answer.id)
    assert "card.canary" not in before.html and answer.author.card.email not in before.html
    form = visit("handoff.accept", as_=iryna, answer_id=answer.id).form("/accept")
    chosen = {**form, "contact": str(iryna.id)}
    after = visit.post("handoff.accept", chosen, as_=iryna, answer_id=answer.id)
    assert answer.author.card.email in after.html


def they_are_introduced(letters: Any, iryna: User, jan: User) -> None:
    hers, his = letters(to=iryna.email)[-1], letters(to=jan.email)[-1]
    assert (hers.event, his.event) == ("introduction", "introduction")
    assert (hers.reply_to, his.reply_to) == (jan.card.email, iryna.card.email)
    assert (hers.locale, his.locale) == ("uk", "lt")
    assert jan.card.telephone in hers.text
    assert iryna.card.telephone in his.text
    shown = db.session.scalars(select(Reveal)).all()
    assert {(row.of_id, row.to_id) for row in shown} == {(iryna.id, jan.id), (jan.id, iryna.id)}


def only_they_see_it(visit: Visit, cast: Any, iryna: User, answer: Answer) -> None:
    for other in (cast.stefan, cast.petra, cast.marta, cast.bohdan):
        visit("handoff.show", as_=other, answer_id=answer.id, expect=404)
    visit("handoff.show", answer_id=answer.id, expect=303)
    public = visit("listings.show", reference=answer.listing.reference)
    for card in (iryna.card, cast.jan.card):
        assert card.email not in public.html and card.telephone not in public.html
