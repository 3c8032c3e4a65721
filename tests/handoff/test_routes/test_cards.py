"""Acceptance, and whose card is shown to whom."""

import pytest
from sqlalchemy import func, select

from marketplace.core import history
from marketplace.core.db import db
from marketplace.handoff.models import Answer, Reveal
from tests.factories.accounts import PASSWORD, person
from tests.factories.handoff import answer, introduced
from tests.factories.listings import expired, need, offer
from tests.factories.organisations import city
from tests.handoff.forms import WORDS, filled


def canary(user, number):
    user.card.email, user.card.telephone = f"canary{number}@cards.example", f"+380 99 123 45 {number:02}"


def leaks(page):
    return [word for word in ("@cards.example", "99 123", "99123") if word in page.html]


def test_acceptance_introduces_the_two_and_nobody_else(visit, listing, cast, letters):
    olena, jan = cast.olena, cast.jan
    colleagues = person("Ганна", editor_of=cast.hromada), person("Ieva", owner_of=cast.city)
    for number, user in enumerate((olena, jan, *colleagues)):
        canary(user, number)
    row = answer(listing, by=jan)
    page = visit("handoff.accept", as_=olena, answer_id=row.id)
    assert not leaks(page)

    page = visit.post("handoff.accept", page.form("/accept"), as_=olena, answer_id=row.id)

    assert "canary1@cards.example" in page.html
    assert "canary0@cards.example" not in page.html
    his = visit("handoff.show", as_=jan, answer_id=row.id)
    assert "canary0@cards.example" in his.html
    assert "canary1@cards.example" not in his.html
    for colleague in colleagues:
        seen = visit("handoff.show", as_=colleague, answer_id=row.id)
        assert not leaks(seen)
        assert f"The card of {olena.name} is shown to {jan.name}" in seen.text
    to_olena, to_jan = letters(to=olena.email)[0], letters(to=jan.email)[0]
    assert (to_olena.event, to_olena.locale, to_olena.reply_to) == (
        "introduction",
        "uk",
        "canary1@cards.example",
    )
    assert (to_jan.event, to_jan.locale, to_jan.reply_to) == ("introduction", "lt", "canary0@cards.example")
    assert "+380 99 123 45 01" in to_olena.text
    assert "+380 99 123 45 01" in to_olena.html
    assert len(letters()) == 2
    events = [row.event for row in db.session.scalars(history.of(db.session.get(Answer, row.id)))]
    assert events == ["accept", "contacts_disclosed", "contacts_disclosed"]
    assert db.session.scalar(select(func.count()).select_from(Reveal)) == 2


@pytest.mark.parametrize("who", ["olena", "jan", "petra", "stefan", "marta", "nobody"])
def test_no_card_is_on_any_page_before_acceptance(visit, cast, listing, who):
    for number, name in enumerate(("olena", "jan", "petra", "stefan", "marta", "bohdan")):
        canary(getattr(cast, name), number)
    offered = offer(by=cast.jan, status="published")
    rows = [answer(listing, by=cast.jan), answer(offered, by=cast.olena, status="asked_back")]
    rows += [answer(need(by=cast.olena, status="published"), by=cast.stefan, status="declined")]
    person = getattr(cast, who)
    client = visit.client(person)

    addresses = [visit.address("handoff.inbox"), visit.address("handoff.inbox", side="sent")]
    addresses += [
        visit.address(f"handoff.{page}", answer_id=row.id) for row in rows for page in ("show", "accept")
    ]
    addresses += [visit.address("handoff.new", reference=listing.reference)]
    for address in addresses:
        html = client.get(address).get_data(as_text=True)
        assert "@cards.example" not in html
        assert "99 123" not in html


def test_the_contact_of_the_listing_is_the_one_who_is_introduced(visit, listing, cast):
    iryna = person("Ірина", editor_of=cast.hromada)
    listing.contact = iryna
    row = answer(listing, by=cast.jan)

    page = visit("handoff.accept", as_=cast.olena, answer_id=row.id)
    visit.post("handoff.accept", page.form("/accept"), as_=cast.olena, answer_id=row.id)

    pairs = {(reveal.of_id, reveal.to_id) for reveal in db.session.scalars(select(Reveal))}
    assert pairs == {(iryna.id, cast.jan.id), (cast.jan.id, iryna.id)}
    assert cast.jan.card.email not in visit("handoff.show", as_=cast.olena, answer_id=row.id).html


def test_nobody_of_another_organisation_can_be_introduced(visit, listing, cast):
    row = answer(listing, by=cast.jan)

    form = {"contact": str(cast.stefan.id)}
    visit.post("handoff.accept", form, as_=cast.olena, expect=422, answer_id=row.id)

    assert db.session.scalar(select(Reveal)) is None


def test_without_a_card_of_theirs_nothing_is_accepted(visit, listing, cast):
    cast.jan.card = None
    row = answer(listing, by=cast.jan)

    page = visit("handoff.accept", as_=cast.olena, answer_id=row.id)
    visit.post(
        "handoff.accept", {"contact": str(cast.olena.id)}, as_=cast.olena, expect=409, answer_id=row.id
    )

    assert "no contact card at present" in page.text
    assert db.session.get(Answer, row.id).status == "sent"


def test_without_a_card_of_ours_the_way_to_it_is_shown(visit, listing, cast):
    cast.olena.card = None
    row = answer(listing, by=cast.jan)

    page = visit("handoff.accept", as_=cast.olena, answer_id=row.id)

    assert "Fill in my contact card" in page.text


def test_a_card_can_be_withdrawn(visit, listing, olena, jan):
    row = introduced(listing, by=jan, to=olena)
    page = visit("handoff.show", as_=olena, answer_id=row.id)

    visit.post("handoff.withdraw_card", page.form("/withdraw-card"), as_=olena, answer_id=row.id)

    assert olena.card.email not in visit("handoff.show", as_=jan, answer_id=row.id).html
    hers = visit("handoff.show", as_=olena, answer_id=row.id)
    assert jan.card.email in hers.html
    assert "withdrawn" in hers.text
    assert [r.event for r in db.session.scalars(history.of(row))] == ["contacts_withdrawn"]


def test_who_has_left_the_organisation_sees_no_card_any_more(visit, listing, olena, jan, cast):
    row = introduced(listing, by=jan, to=olena)
    db.session.delete(jan.memberships[0])

    visit("handoff.show", as_=jan, expect=404, answer_id=row.id)


def test_reading_changes_nothing(visit, listing, olena, jan):
    row = answer(listing, by=jan)
    version = row.version

    for endpoint in ("show", "accept"):
        visit(f"handoff.{endpoint}", as_=olena, answer_id=row.id)

    assert db.session.get(Answer, row.id).version == version
    assert db.session.scalar(select(func.count()).select_from(history.HistoryRow)) == 0


@pytest.mark.parametrize("status", ["hidden", "expired"])
def test_somebody_else_cannot_read_what_is_hidden_by_sending_an_answer(visit, olena, jan, status):
    facts = {"title": "Прихована назва", "summary": "Прихований зміст"}
    listing = expired(by=olena, **facts) if status == "expired" else need(by=olena, status=status, **facts)

    for form in ({}, {"proposal": "We train six engineers."}, {**WORDS, "first_step": "A call"}):
        page = visit.post("handoff.new", form, as_=jan, reference=listing.reference, expect=409)

        assert "Прихован" not in page.html
        assert all(words in page.html for words in form.values())


@pytest.mark.parametrize("what", ["listing", "asking", "answering"])
def test_no_contacts_are_given_where_trust_was_withdrawn(visit, listing, cast, letters, what):
    row = answer(listing, by=cast.jan)
    body = {"asking": cast.hromada, "answering": cast.city}.get(what)
    if body is None:
        listing.status, listing.decision_reason = "hidden", "outside_scope"
    else:
        body.verified_by = body.verified_at = body.verified_by_id = None
    db.session.commit()
    chosen = {"contact": str(cast.olena.id), "version": str(row.version)}

    visit.post("handoff.accept", chosen, as_=cast.olena, answer_id=row.id, expect=409)

    assert db.session.get_one(Answer, row.id).status == "sent"
    assert db.session.scalars(select(Reveal)).all() == []
    assert letters() == []


def test_whoever_has_seen_the_page_before_sees_the_new_count(visit, listing, olena, jan):
    before = visit("listings.show", reference=listing.reference).response.headers["ETag"]
    form = filled(visit("handoff.new", as_=jan, reference=listing.reference))

    visit.post("handoff.new", form, as_=jan, reference=listing.reference)
    page = visit("listings.show", reference=listing.reference, headers={"If-None-Match": before})
    first_page = visit("pages.home").response.headers["ETag"]
    [row] = db.session.scalars(select(Answer)).all()
    visit.post("handoff.accept", {"contact": str(olena.id)}, as_=olena, answer_id=row.id)

    assert "1 organisation has answered." in page.text
    visit("pages.home", headers={"If-None-Match": first_page}, expect=200)


@pytest.mark.parametrize("how", ["withdraws", "leaves"])
def test_our_copies_of_a_card_go_with_it(visit, listing, cast, letters, how):
    olena, jan = cast.olena, cast.jan
    row = answer(listing, by=jan)
    other = answer(listing, by=person("Ieva", owner_of=city("Klaipėda")))
    for one in (row, other):
        visit.post("handoff.accept", {"contact": str(olena.id)}, as_=olena, answer_id=one.id)
    olena.card.email = "new.card@hromada.example"  # what was sent says the old one
    db.session.commit()

    if how == "withdraws":
        visit.post("handoff.withdraw_card", as_=olena, answer_id=row.id)
    else:
        visit.post("accounts.leave", {"password": PASSWORD}, as_=olena)

    assert [letter for letter in letters(to=jan.email) if letter.event == "introduction"] == []
    still = [letter for letter in letters() if "card.olena@hromada.example" in letter.text + letter.html]
    assert len(still) == (1 if how == "withdraws" else 0)
    withdrawn = db.session.scalars(select(Reveal).where(Reveal.withdrawn_at.is_not(None))).all()
    assert {reveal.of_id for reveal in withdrawn} == {olena.id}
    assert len(withdrawn) == (1 if how == "withdraws" else 2)


def test_what_people_wrote_is_out_of_reach_of_htmx(visit, listing, olena, jan):
    words = "Words of theirs"
    row = answer(listing, by=jan, proposal=words, about=words, unclear=words, first_step=words)
    visit.post("handoff.ask_back", {"body": words, "locale": "uk"}, as_=olena, answer_id=row.id)
    form = {"reason": "later", "note": words}
    visit.post("handoff.decline", form, as_=olena, answer_id=row.id)

    page = visit("handoff.show", as_=jan, answer_id=row.id)

    told = page.soup.find_all(string=lambda text: words in text)
    assert len(told) == 6
    assert all(one.find_parent(attrs={"data-hx-disable": True}) for one in told)
