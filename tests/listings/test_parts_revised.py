"""The parts of a need that is public already: new words, one more, one less, another order; no promise is broken."""

import pytest

from marketplace.core.db import db
from marketplace.core.errors import Refused
from marketplace.listings import actions, queries
from marketplace.moderation import actions as moderation
from tests.factories.handoff import answer
from tests.factories.listings import need, revision

STEP = 5


@pytest.fixture
def public(olena):
    return need(by=olena, status="published", parts=["Насоси", "Труби", "Навчання"])


def at(listing, by):
    return {"as_": by, "reference": listing.reference, "step": STEP}


def typed(visit, listing, by, **words):
    """What the form of the parts would send, with these words typed into it."""
    return visit("listings.edit", **at(listing, by)).form(f"/edit/{STEP}") | words


def hands_in(visit, listing, by, **words):
    visit.post("listings.edit", typed(visit, listing, by, **words), **at(listing, by))
    return visit.post("listings.hand_in_revision", as_=by, reference=listing.reference)


def publishes(visit, listing, by, expect=303):
    change = queries.active_revision(listing)
    page = visit.post("moderation.take_revision", as_=by, revision_id=change.id)
    sent = page.form("/publish")
    return visit.post("moderation.publish_revision", sent, as_=by, revision_id=change.id, expect=expect)


def titles(listing):
    db.session.expire_all()
    return [part.title for part in listing.parts]


def test_a_slip_is_mended_at_once_and_the_part_stays_what_it_is(visit, olena, public):
    ids = [part.id for part in public.parts]

    page = hands_in(visit, public, olena, part2_title="Труба")

    assert "1 small change is public now." in page.text
    assert titles(public) == ["Насоси", "Труба", "Навчання"]
    assert [part.id for part in public.parts] == ids
    assert "труба" in public.words_text.split()


def test_other_words_and_one_part_more_wait_and_marta_sees_them_word_by_word(visit, olena, marta, public):
    kept = public.parts[0].id
    words = {"part1_title": "Насоси для трьох сіл", "part1_quantity": "3 насоси", "part4_title": "Кошторис"}
    page = hands_in(visit, public, olena, **words)
    assert "A moderator reads the change" in page.text
    assert "Кошторис" not in visit("listings.show", reference=public.reference).text
    assert "Кошторис" in visit("listings.preview", as_=olena, reference=public.reference).text

    case = visit("moderation.revision", as_=marta, revision_id=queries.active_revision(public).id)
    assert case.words("section.panel h3") == ["Part 1", "Part 1: how much", "Part 4 is new"]
    assert case.words("ins") == ["[new: для трьох сіл ]", "[new: 3 насоси ]", "[new: Кошторис ]"]
    publishes(visit, public, marta)

    assert titles(public) == ["Насоси для трьох сіл", "Труби", "Навчання", "Кошторис"]
    assert (public.parts[0].id, public.parts[3].status) == (kept, "open")
    assert public.reference in visit("search.index", q="Кошторис").html


def test_those_who_answered_are_told_which_part_is_new(visit, cast, public, letters):
    answer(public, by=cast.jan, parts=[public.parts[0]])

    hands_in(visit, public, cast.olena, part4_title="Кошторис")
    publishes(visit, public, cast.marta)

    [letter] = letters(to=cast.jan.email)
    assert letter.event == "answer_listing_changed"
    assert "Кошторис" in letter.text and "Кошторис" in letter.html


def test_the_order_is_changed_by_a_button_without_a_script_and_at_once(visit, olena, public):
    page = visit.post("listings.edit", typed(visit, public, olena, then="earlier-3"), **at(public, olena))
    form = page.form(f"/edit/{STEP}")
    assert [form[f"part{n}_title"] for n in (1, 2, 3)] == ["Насоси", "Навчання", "Труби"]

    page = visit("listings.revision", as_=olena, reference=public.reference)
    assert page.words("h3") == ["The order of the parts"]
    visit.post("listings.hand_in_revision", as_=olena, reference=public.reference)

    assert titles(public) == ["Насоси", "Навчання", "Труби"]


def test_a_draft_is_put_in_order_by_the_same_button(visit, olena):
    draft = need(by=olena, parts=["Насоси", "Труби"])
    ids = [part.id for part in draft.parts]

    visit.post("listings.edit", typed(visit, draft, olena, then="earlier-2"), **at(draft, olena))

    assert titles(draft) == ["Труби", "Насоси"]
    assert [part.id for part in draft.parts] == ids[::-1]


@pytest.mark.parametrize("wrong", ["earlier-1", "earlier-9", "earlier-", "earlier-x", "earlier-²"])
def test_no_other_row_is_moved(visit, olena, wrong):
    draft = need(by=olena, parts=["Насоси", "Труби"])

    visit.post("listings.edit", typed(visit, draft, olena, then=wrong), **at(draft, olena))

    assert titles(draft) == ["Насоси", "Труби"]


def test_an_open_part_that_nobody_answered_for_is_removed_after_a_moderator_has_read_it(
    visit, olena, jan, marta, public
):
    answer(public, by=jan, parts=[public.parts[1]], status="declined")

    hands_in(visit, public, olena, part2_title="")
    case = visit("moderation.revision", as_=marta, revision_id=queries.active_revision(public).id)
    assert case.words("section.panel h3") == ["Part 2 is removed"]
    assert case.words("del") == ["[left out: Труби ]"]
    publishes(visit, public, marta)

    assert titles(public) == ["Насоси", "Навчання"]


@pytest.mark.parametrize("how", ["promised", "covered", "answered"])
def test_what_somebody_relies_on_is_not_removed(visit, olena, jan, public, how):
    pumps = public.parts[0]
    if how == "covered":
        actions.cover(pumps, olena)
    else:
        answer(public, by=jan, status="accepted" if how == "promised" else "sent", parts=[pumps])
    db.session.commit()
    page = visit("listings.edit", **at(public, olena))
    assert "This part cannot be removed." in page.text

    sent = page.form(f"/edit/{STEP}") | {"part1_title": "", "result": "Нове"}
    page = visit.post("listings.edit", sent, expect=422, **at(public, olena))

    said = "Decide on the answer first" if how == "answered" else "Open it again first"
    assert said in page.errors["part1_title"]
    assert page.form(f"/edit/{STEP}")["result"] == "Нове"
    assert page.form(f"/edit/{STEP}")["part1_title"] == "Насоси"
    assert queries.active_revision(public) is None


def test_a_form_that_has_lost_a_promised_part_says_so(visit, olena, jan, public):
    answer(public, by=jan, status="accepted", parts=[public.parts[0]])
    sent = typed(visit, public, olena)

    page = visit.post("listings.edit", sent | {"part1_id": ""}, expect=422, **at(public, olena))

    assert "Насоси: It is promised or covered" in page.text


def test_a_promised_part_gets_other_words_only_after_a_moderator_has_read_them(
    visit, olena, jan, marta, public
):
    answer(public, by=jan, status="accepted", parts=[public.parts[0]])

    page = hands_in(visit, public, olena, part1_title="Насосы")
    assert "A moderator reads the change" in page.text
    assert titles(public)[0] == "Насоси"
    publishes(visit, public, marta)

    assert titles(public)[0] == "Насосы"
    assert public.parts[0].status == "promised"


@pytest.mark.parametrize("how", ["promised", "answered"])
def test_what_is_promised_while_a_change_waits_is_not_removed_by_it(visit, cast, public, how):
    hands_in(visit, public, cast.olena, part1_title="")
    answer(public, by=cast.jan, status="accepted" if how == "promised" else "sent", parts=[public.parts[0]])

    page = publishes(visit, public, cast.marta, expect=409)

    assert "This part cannot be removed" in page.notice and "Насоси" in page.notice
    assert titles(public) == ["Насоси", "Труби", "Навчання"]
    assert queries.active_revision(public).is_waiting


def test_what_is_covered_while_a_change_waits_does_not_stop_it(visit, olena, marta, public):
    hands_in(visit, public, olena, part2_title="Десять труб")
    visit.post("listings.cover", as_=olena, reference=public.reference, part_id=public.parts[0].id)

    publishes(visit, public, marta)

    assert [(part.title, part.status) for part in public.parts][:2] == [
        ("Насоси", "covered"),
        ("Десять труб", "open"),
    ]


def test_strange_numbers_of_parts_are_new_parts(visit, olena, public):
    other = need(by=olena, status="published", parts=["Чуже"])
    wanted = [other.parts[0].id, "x", "9" * 30]
    sent = typed(visit, public, olena, **{f"part{n + 4}_title": f"Ще {n}" for n in range(3)})

    sent |= {f"part{n + 4}_id": str(key) for n, key in enumerate(wanted)}
    visit.post(
        "listings.edit", sent | {"part7_title": "Двічі", "part7_id": sent["part1_id"]}, **at(public, olena)
    )

    rows = queries.active_revision(public).changes["parts"][1]
    assert [row["id"] for row in rows] == [part.id for part in public.parts] + [None] * 4
    assert titles(other) == ["Чуже"]


def test_a_need_in_one_piece_is_split_later(visit, olena, marta):
    whole = need(by=olena, status="published")

    hands_in(visit, whole, olena, part1_title="Насоси", part2_title="Навчання")
    publishes(visit, whole, marta)

    assert titles(whole) == ["Насоси", "Навчання"]
    assert "Parts: 0 of 2 covered" in visit("listings.show", reference=whole.reference).text


def test_the_verb_itself_keeps_promises(app, cast):
    public = need(by=cast.olena, status="published", parts=["Насоси", "Труби"])
    change = revision(
        public,
        by=cast.olena,
        parts=[{"id": public.parts[1].id, "title": "Труби", "detail": "", "quantity": ""}],
    )
    actions.cover(public.parts[0], cast.olena)

    with app.test_request_context("/"), pytest.raises(Refused, match="cannot be removed"):
        moderation.publish_revision(change, by=cast.marta)
