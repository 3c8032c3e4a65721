"""Answering, the inbox, and the introduction, as the cast walks through them."""

import pytest
from sqlalchemy import func, select

from marketplace.core import history
from marketplace.core.clock import today
from marketplace.core.db import db
from marketplace.handoff.models import Answer, Reveal
from tests.factories.accounts import PASSWORD, person
from tests.factories.handoff import answer, introduced
from tests.factories.listings import expired, need, offer
from tests.factories.organisations import city

WORDS = {"proposal": "We train six engineers.", "about": "A water company.", "locale": "en"}


@pytest.fixture
def listing(olena):
    return need(by=olena, status="published")


def stored():
    return db.session.scalar(select(func.count()).select_from(Answer))


def filled(page, **more):
    return {**page.form("/answer"), **WORDS, **more}


# Answering


def test_jan_answers_a_need_and_olena_has_a_letter(visit, listing, jan, olena, letters):
    page = visit("handoff.new", as_=jan, reference=listing.reference)
    form = filled(page, unclear="How deep?", first_step="A call", first_step_on=str(today()))

    page = visit.post("handoff.new", form, as_=jan, reference=listing.reference)

    assert "Your answer is sent" in page.notice
    assert "We train six engineers." in page.text
    [letter] = letters(to=olena.email)
    assert (letter.event, letter.locale) == ("answer_received", "uk")
    assert "We train six engineers." in letter.text
    assert jan.card.email not in letter.text + letter.html
    assert jan.email not in letter.text + letter.html
    assert not letter.reply_to


def test_a_double_click_makes_one_answer(visit, listing, jan, olena, letters):
    page = visit("handoff.new", as_=jan, reference=listing.reference)

    visit.post("handoff.new", filled(page), as_=jan, reference=listing.reference)
    page = visit.post("handoff.new", filled(page), as_=jan, reference=listing.reference)

    assert "We train six engineers." in page.text
    assert stored() == 1
    assert len(letters(to=olena.email)) == 1


def test_a_second_answer_is_shown_the_first_and_keeps_its_words(visit, listing, jan):
    page = visit("handoff.new", as_=jan, reference=listing.reference)
    visit.post("handoff.new", filled(page), as_=jan, reference=listing.reference)

    again = visit("handoff.new", as_=jan, reference=listing.reference, expect=303)
    other = filled(page, proposal="Something else.")
    refused = visit.post("handoff.new", other, as_=jan, expect=409, reference=listing.reference)

    assert "/answers/" in again.location
    assert "answered already" in refused.notice
    assert refused.form("/answer")["proposal"] == "Something else."
    assert stored() == 1


@pytest.mark.parametrize(("status", "expect"), [("declined", 200), ("withdrawn", 200), ("accepted", 303)])
def test_after_a_refusal_one_may_answer_again(visit, listing, jan, status, expect):
    answer(listing, by=jan, status=status)

    visit("handoff.new", as_=jan, reference=listing.reference, expect=expect)


def test_an_unverified_organisation_is_told_why_it_cannot_answer_and_keeps_its_words(visit, listing):
    newcomer = person("Rasa", owner_of=city("Alytaus miesto savivaldybė", verified=False))

    page = visit("handoff.new", as_=newcomer, reference=listing.reference)
    refused = visit.post("handoff.new", WORDS, as_=newcomer, expect=409, reference=listing.reference)

    assert "Only a verified organisation can answer" in page.notice
    assert "Send the answer" not in page.buttons
    assert refused.form("/answer")["proposal"] == WORDS["proposal"]
    assert stored() == 0


@pytest.mark.parametrize("who", ["olena", "marta"])
def test_neither_the_author_nor_a_moderator_can_answer(visit, cast, listing, who):
    visit.post("handoff.new", WORDS, as_=getattr(cast, who), expect=409, reference=listing.reference)

    assert stored() == 0


def test_a_reader_cannot_answer(visit, listing, cast):
    reader = person("Ieva", reader_of=cast.city)

    visit.post("handoff.new", WORDS, as_=reader, expect=409, reference=listing.reference)

    assert stored() == 0


def test_without_a_contact_card_nobody_answers(visit, listing, jan):
    jan.card = None

    page = visit("handoff.new", as_=jan, reference=listing.reference)
    visit.post("handoff.new", WORDS, as_=jan, expect=409, reference=listing.reference)

    assert "Fill in your contact card first" in page.notice
    assert stored() == 0


def test_nobody_is_asked_to_sign_in_and_keeps_the_words(visit, listing):
    visit("handoff.new", expect=303, reference=listing.reference)
    page = visit.post("handoff.new", WORDS, expect=401, reference=listing.reference)

    assert WORDS["proposal"] in page.html
    assert stored() == 0


def test_somebody_who_speaks_for_two_chooses(visit, listing, jan, cast):
    from marketplace.organisations.models import Membership

    second = city("Klaipėdos miesto savivaldybė")
    db.session.add(Membership(user=jan, organisation=second, role="editor"))

    page = visit("handoff.new", as_=jan, reference=listing.reference)
    visit.post("handoff.new", filled(page, organisation=str(second.id)), as_=jan, reference=listing.reference)
    refused = filled(page, organisation=str(cast.hromada.id))

    assert db.session.scalars(select(Answer)).one().organisation_id == second.id
    visit.post("handoff.new", refused, as_=jan, expect=422, reference=listing.reference)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected"])
def test_what_was_never_public_takes_no_answer(visit, olena, jan, status):
    listing = need(by=olena, status=status)

    visit("handoff.new", as_=jan, expect=404, reference=listing.reference)
    visit.post("handoff.new", WORDS, as_=jan, expect=404, reference=listing.reference)


@pytest.mark.parametrize("status", ["paused", "closed", "hidden", "expired"])
def test_what_is_public_no_more_takes_no_answer_and_the_words_are_kept(visit, olena, jan, cast, status):
    listing = expired(by=olena) if status == "expired" else need(by=olena, status=status)
    form = {**WORDS, "organisation": str(cast.city.id)}

    visit("handoff.new", as_=jan, expect=404, reference=listing.reference)
    page = visit.post("handoff.new", form, as_=jan, expect=409, reference=listing.reference)

    assert "takes no answers any more" in page.text
    assert WORDS["proposal"] in page.html
    assert stored() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"proposal": ""}, "proposal"),
        ({"about": "   "}, "about"),
        ({"proposal": "word " * 201}, "proposal"),
        ({"proposal": "x" * 1_000_000}, "proposal"),
        ({"about": "a\0b"}, "about"),
        ({"about": "a\u202eb"}, "about"),
        ({"unclear": "<script>alert(1)</script>"}, "unclear"),
        ({"proposal": "=cmd|' /C calc'!A0"}, "proposal"),
        ({"proposal": "Write to jan@kaunas.lt"}, "proposal"),
        ({"about": "Call +370 600 00000 today"}, "about"),
        ({"first_step": "A call"}, "first_step_on"),
        ({"first_step_on": "2026-12-01"}, "first_step"),
        ({"first_step": "A call", "first_step_on": "2026-11-22"}, "first_step_on"),
        ({"first_step": "A call", "first_step_on": "tomorrow"}, "first_step_on"),
        ({"first_step": "x" * 301, "first_step_on": "2026-12-01"}, "first_step"),
        ({"locale": "xx"}, "locale"),
    ],
)
def test_an_answer_that_is_not_right_comes_back_with_what_was_typed(visit, listing, cast, wrong, field):
    jan, form = cast.jan, {**WORDS, "organisation": str(cast.city.id), **wrong}

    page = visit.post("handoff.new", form, as_=jan, expect=422, reference=listing.reference)

    assert field in page.errors
    assert stored() == 0
    assert page.form("/answer")["about" if field == "proposal" else "proposal"]


def test_twenty_answers_an_hour_are_enough(visit, olena, jan, cast):
    form = {**WORDS, "organisation": str(cast.city.id)}
    listings = [need(by=olena, status="published") for _ in range(21)]

    for listing in listings[:20]:
        visit.post("handoff.new", form, as_=jan, follow=False, reference=listing.reference)
    page = visit.post("handoff.new", form, as_=jan, expect=429, reference=listings[20].reference)

    assert page.response.headers["Retry-After"]
    assert form["proposal"] in page.html
    assert "What do you propose?" in page.words("label")
    assert stored() == 20


# Sight


@pytest.mark.parametrize("who", ["marta", "bohdan", "petra", "stefan"])
def test_a_foreign_answer_is_not_there(visit, cast, listing, who):
    row = answer(listing, by=cast.jan)
    stranger = getattr(cast, who)

    visit("handoff.show", as_=stranger, expect=404, answer_id=row.id)
    for move in ("accept", "ask_back", "reply", "decline", "withdraw", "withdraw_card"):
        refused = 403 if stranger.is_moderator and move != "withdraw_card" else 404
        visit.post(f"handoff.{move}", {"body": "x"}, as_=stranger, expect=refused, answer_id=row.id)

    assert db.session.get(Answer, row.id).status == "sent"


def test_no_number_in_the_address_is_too_large(visit, jan):
    visit("handoff.show", as_=jan, expect=404, answer_id=10**20)


def test_the_inbox_has_both_sides_and_says_what_waits(visit, listing, olena, jan):
    answer(listing, by=jan)

    hers, his = visit("handoff.inbox", as_=olena), visit("handoff.inbox", as_=jan, side="sent")

    assert "Waiting for you" in hers.words(".inbox .unread")[0]
    assert "Waiting for a reply" in his.words(".inbox li")[0]
    assert not his.css(".unread")
    assert "No answers yet" in visit("handoff.inbox", as_=jan).text
    assert "not answered anything yet" in visit("handoff.inbox", as_=olena, side="sent").text


def test_the_inbox_is_filtered_by_state_and_paged(visit, olena, jan):
    for number in range(23):
        answer(need(by=olena, status="published", title=f"Потреба {number}"), by=jan)
    answer(need(by=olena, status="published", title="Відмова"), by=jan, status="declined")

    first = visit("handoff.inbox", as_=olena, state="sent")
    second = visit(first.css("a[rel=next]")[0]["href"], as_=olena)

    assert (len(first.css(".inbox li")), len(second.css(".inbox li"))) == (20, 3)
    assert "Відмова" in visit("handoff.inbox", as_=olena, state="declined").text
    assert "Відмова" not in visit("handoff.inbox", as_=olena, state="waiting").text
    assert "Nothing in this state" in visit("handoff.inbox", as_=olena, state="withdrawn").text
    visit("handoff.inbox", as_=olena, state="nonsense", side="nonsense", page="nonsense")


def test_somebody_without_an_organisation_has_an_empty_inbox(visit, app):
    assert "No answers yet" in visit("handoff.inbox", as_=person("Nova")).text


# The conversation


def test_olena_asks_back_and_jan_replies(visit, listing, olena, jan, letters):
    row = answer(listing, by=jan)
    page = visit("handoff.show", as_=olena, answer_id=row.id)

    asked = {**page.form("/ask-back"), "body": "Скільки інженерів?", "locale": "uk"}
    visit.post("handoff.ask_back", asked, as_=olena, answer_id=row.id)
    page = visit("handoff.show", as_=jan, answer_id=row.id)
    page = visit.post(
        "handoff.reply", {**page.form("/reply"), "body": "Šeši.", "locale": "lt"}, as_=jan, answer_id=row.id
    )

    assert page.words(".thread .message:not(.mine)")[0].endswith("Скільки інженерів?")
    assert [tag["lang"] for tag in page.css(".thread .message > div")] == ["uk", "lt"]
    assert db.session.get(Answer, row.id).status == "sent"
    assert [(letter.event, letter.to_address, letter.locale) for letter in letters()] == [
        ("answer_asked_back", jan.email, "lt"),
        ("answer_replied", olena.email, "uk"),
    ]


def test_a_declined_side_learns_why(visit, listing, olena, jan, letters):
    row = answer(listing, by=jan)
    visit.post("handoff.decline", {"note": "Дякуємо"}, as_=olena, expect=422, answer_id=row.id)

    form = {"reason": "already_covered", "note": "Дякуємо, вже є партнер."}
    visit.post("handoff.decline", form, as_=olena, answer_id=row.id)
    page = visit("handoff.show", as_=jan, answer_id=row.id)

    assert "It is covered already" in page.notice
    assert "Дякуємо, вже є партнер." in page.notice
    [letter] = letters(to=jan.email)
    assert letter.event == "answer_declined"
    assert "Дякуємо, вже є партнер." in letter.text


def test_jan_withdraws_his_answer(visit, listing, olena, jan, letters):
    row = answer(listing, by=jan)
    page = visit("handoff.show", as_=jan, answer_id=row.id)

    visit.post("handoff.withdraw", page.form("/withdraw"), as_=jan, answer_id=row.id)

    assert db.session.get(Answer, row.id).status == "withdrawn"
    assert [letter.event for letter in letters(to=olena.email)] == ["answer_withdrawn"]


@pytest.mark.parametrize("move", ["ask_back", "reply"])
@pytest.mark.parametrize("body", ["", "x" * 1_000_000, "a\0b", "<b>x</b>", "mail jan@kaunas.lt"])
def test_words_that_are_not_right_come_back(visit, listing, cast, move, body):
    olena, jan = cast.olena, cast.jan
    row = answer(listing, by=jan, status="sent" if move == "ask_back" else "asked_back")
    sender = olena if move == "ask_back" else jan

    page = visit.post(
        f"handoff.{move}", {"body": body, "locale": "en"}, as_=sender, expect=422, answer_id=row.id
    )

    assert "body" in page.errors
    assert len(db.session.get(Answer, row.id).messages) == 0


@pytest.mark.parametrize("version", ["0", "x", "9" * 30])
def test_a_stale_tab_is_told_and_its_words_are_kept(visit, listing, olena, jan, version):
    row = answer(listing, by=jan)
    form = {"body": "Скільки?", "locale": "uk", "version": version}

    page = visit.post("handoff.ask_back", form, as_=olena, expect=409, answer_id=row.id)

    assert "changed since you opened it" in page.text
    assert "Скільки?" in page.html


# What each may do in each state: the table of moves, by hand

MAY = {
    "sent": {"olena": {"accept", "ask_back", "decline"}, "jan": {"withdraw"}},
    "asked_back": {"olena": {"accept", "decline"}, "jan": {"reply", "withdraw"}},
    "accepted": {"olena": set(), "jan": set()},
    "declined": {"olena": set(), "jan": set()},
    "withdrawn": {"olena": set(), "jan": set()},
}
SENT = {
    "accept": {},
    "ask_back": {"body": "Скільки?", "locale": "uk"},
    "reply": {"body": "Six.", "locale": "en"},
    "decline": {"reason": "later"},
    "withdraw": {},
}


@pytest.mark.parametrize("who", ["olena", "jan"])
@pytest.mark.parametrize("move", SENT)
@pytest.mark.parametrize("status", MAY)
def test_only_the_moves_of_the_table_are_done(visit, cast, status, move, who):
    listing = need(by=cast.olena, status="published")
    row = answer(listing, by=cast.jan, status=status)
    form = {**SENT[move], "contact": str(cast.olena.id)} if move == "accept" else SENT[move]
    hers = {"accept", "ask_back", "decline"}
    expect = 303 if move in MAY[status][who] else 409 if (move in hers) == (who == "olena") else 404

    visit.post(f"handoff.{move}", form, as_=getattr(cast, who), expect=expect, follow=False, answer_id=row.id)

    assert (db.session.get(Answer, row.id).status == status) == (expect != 303)


def test_a_reader_sees_and_does_nothing(visit, listing, jan, cast):
    reader = person("Ганна", reader_of=cast.hromada)
    row = answer(listing, by=jan)

    page = visit("handoff.show", as_=reader, answer_id=row.id)
    visit.post("handoff.decline", {"reason": "later"}, as_=reader, expect=403, answer_id=row.id)

    assert "Only owners and editors" in page.text
    assert "Decline" not in page.buttons


# The introduction


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
