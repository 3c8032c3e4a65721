"""Changing what is public in the browser: the same pages as for writing, and one that says what is different."""

from io import BytesIO

import pytest
from PIL import Image

from marketplace.core.db import db
from marketplace.listings import queries
from marketplace.listings.models import Revision
from tests.factories.listings import expired, need, revision

PROBLEM = "Насоси стоять, і три села щодня чекають на воду з цистерни біля школи."


@pytest.fixture
def public(olena):
    return need(by=olena, status="published")


def where(listing, who, step=2):
    return {"as_": who, "reference": listing.reference, "step": step}


def picture(title):
    file = BytesIO()
    Image.new("RGB", (32, 24), "steelblue").save(file, "JPEG")
    file.seek(0)
    return {"data": {"title": title}, "files": {"file": (file, "a.jpg")}}


def test_the_page_of_what_is_public_leads_to_the_form_which_shows_the_public_text(visit, olena, public):
    page = visit("listings.show", as_=olena, reference=public.reference)
    assert any(link.endswith(f"{public.reference}/edit/1") for link in page.links)

    form = visit("listings.edit", **where(public, olena)).form("/edit/2")

    assert form["problem"] == public.problem


def test_a_step_is_kept_beside_the_public_text(visit, olena, public):
    visit.post("listings.edit", {"problem": PROBLEM}, **where(public, olena))

    assert visit("listings.edit", **where(public, olena)).form("/edit/2")["problem"] == PROBLEM
    assert PROBLEM in visit("listings.preview", as_=olena, reference=public.reference).text
    assert PROBLEM not in visit("listings.show", reference=public.reference).html


def test_what_is_typed_is_kept_as_one_goes(visit, olena, public):
    typed = {"problem": PROBLEM, "version": "0"}
    answer = visit.post("listings.autosave", typed, expect=200, **where(public, olena)).response.json

    assert answer["saved"].startswith("Saved")
    assert (
        answer["version"] == visit("listings.edit", **where(public, olena)).form("/edit/2")["version"] != "0"
    )
    visit.post("listings.autosave", typed, expect=409, **where(public, olena))


def test_a_stale_tab_gets_its_text_back(visit, olena, public):
    old = visit("listings.edit", **where(public, olena)).form("/edit/2")
    visit.post("listings.edit", {**old, "problem": "З іншої вкладки"}, **where(public, olena))

    page = visit.post("listings.edit", {**old, "problem": PROBLEM}, expect=409, **where(public, olena))

    assert page.form("/edit/2")["problem"] == PROBLEM
    visit.post("listings.edit", page.form("/edit/2"), **where(public, olena))
    assert queries.active_revision(public).changes["problem"][1] == PROBLEM


@pytest.mark.parametrize("wrong", ["слово " * 400, "a\0b", "abc\u202edef", "<b>Школа</b>", "ж" * 500_000])
def test_wrong_text_comes_back_with_a_sentence(visit, olena, public, wrong):
    page = visit.post("listings.edit", {"problem": wrong}, expect=422, **where(public, olena))

    assert "problem" in page.errors
    assert queries.active_revision(public) is None


def test_the_page_of_the_change_says_what_is_at_once_and_what_waits(visit, olena, public):
    visit.post("listings.edit", {"problem": "Старі насоси зупиняються щомісяця."}, **where(public, olena))
    visit.post("listings.edit", {"beneficiaries_count": "200"}, **where(public, olena, 3))

    page = visit("listings.revision", as_=olena, reference=public.reference)

    assert page.words("section.panel h3") == ["The problem", "How many people"]
    assert page.words("section.panel .status") == ["Public at once", "A moderator reads it first"]
    assert page.words("del") == ["[left out: щотижня. ]", "[before: Not said ]"]
    assert page.words("ins") == ["[new: щомісяця. ]", "[now: 200 ]"]


def test_handing_in_says_what_became_of_it(visit, olena, public):
    visit.post("listings.edit", {"problem": "Старі насоси зупиняються щомісяця."}, **where(public, olena))
    visit.post("listings.edit", {"beneficiaries_count": "200"}, **where(public, olena, 3))
    form = visit("listings.revision", as_=olena, reference=public.reference).form("hand-in")

    page = visit.post("listings.hand_in_revision", form, as_=olena, reference=public.reference)

    assert "1 small change is public now." in page.text
    assert "A change waits for a moderator" in page.notice
    public_page = visit("listings.show", reference=public.reference)
    assert "щомісяця" in public_page.text
    assert "200" not in public_page.words("dl.facts")[0]


def test_a_change_that_was_saved_since_it_was_looked_over_is_shown_again(visit, olena, public):
    visit.post("listings.edit", {"problem": PROBLEM}, **where(public, olena))
    form = visit("listings.revision", as_=olena, reference=public.reference).form("hand-in")
    visit.post("listings.edit", {"problem": f"{PROBLEM} І вночі."}, **where(public, olena))

    page = visit.post("listings.hand_in_revision", form, as_=olena, reference=public.reference, expect=409)

    assert "І вночі." in page.text
    assert not queries.active_revision(public).is_waiting


def test_what_lacks_something_is_not_handed_in(visit, olena, public):
    visit.post("listings.edit", {"problem": ""}, **where(public, olena))

    page = visit.post("listings.hand_in_revision", as_=olena, reference=public.reference, expect=422)

    assert page.errors == {} and "Tell what the problem is." in page.text


def test_while_it_waits_the_form_leads_to_the_change_where_it_is_taken_back(visit, olena, public):
    revision(public, by=olena, problem=PROBLEM)

    page = visit("listings.edit", expect=303, **where(public, olena))
    assert page.location.endswith("/revision")
    visit.post("listings.edit", {"problem": "Інше"}, expect=409, **where(public, olena))
    visit.post("listings.edit_revision", as_=olena, reference=public.reference)

    assert visit("listings.edit", **where(public, olena)).form("/edit/2")["problem"] == PROBLEM


def test_a_double_click_is_told(visit, olena, public):
    revision(public, by=olena)
    visit.post("listings.withdraw_revision", as_=olena, reference=public.reference)

    page = visit.post("listings.withdraw_revision", as_=olena, reference=public.reference, expect=409)

    assert page.h1 == "This has changed in the meantime"


def test_what_has_expired_is_renewed_before_it_is_changed(visit, olena):
    gone = expired(by=olena)

    assert visit("listings.edit", expect=303, **where(gone, olena)).location.endswith(gone.reference)
    visit.post("listings.edit", {"problem": PROBLEM}, expect=409, **where(gone, olena))


def test_pictures_of_what_is_public_are_public_at_once_with_their_words(visit, olena, public):
    bare = visit.post(
        "listings.add_picture", **picture(""), as_=olena, reference=public.reference, expect=422
    )
    assert "Describe the picture in words" in bare.text

    visit.post("listings.add_picture", **picture("Насосна"), as_=olena, reference=public.reference)

    assert visit("listings.show", reference=public.reference).css("img[alt='Насосна']")


def test_a_page_kept_by_a_browser_is_fresh_after_a_small_change(visit, olena, public):
    first = visit("listings.show", reference=public.reference).response.headers["ETag"]
    visit.post("listings.edit", {"problem": "Старі насоси зупиняються щомісяця."}, **where(public, olena))
    visit.post("listings.hand_in_revision", as_=olena, reference=public.reference)

    asked = {"If-None-Match": first}
    assert "щомісяця" in visit("listings.show", reference=public.reference, headers=asked).text


def test_a_moderator_sees_the_difference_word_by_word_and_publishes(visit, olena, marta, public):
    change = revision(public, by=olena, problem="Старі насоси зупиняються щодня.", budget_max=5000)
    [line] = visit("moderation.queue", as_=marta).words("tbody tr")
    assert "Change" in line

    page = visit("moderation.revision", as_=marta, revision_id=change.id)
    assert page.css("p.difference[lang=uk] del") and page.words("ins") == ["[new: щодня. ]", "[now: €5,000 ]"]
    page = visit.post("moderation.take_revision", as_=marta, revision_id=change.id)
    page = visit.post("moderation.publish_revision", page.form("/publish"), as_=marta, revision_id=change.id)

    assert "The change is public" in page.notice
    assert "щодня" in visit("listings.show", reference=public.reference).text
    assert "Change" in visit("moderation.decided", as_=marta).text


def test_a_moderator_returns_it_with_remarks_about_what_has_changed_only(visit, olena, marta, public):
    change = revision(public, by=olena, problem=PROBLEM)
    page = visit.post("moderation.take_revision", as_=marta, revision_id=change.id)
    form = page.form("/return")
    assert {name for name in form if name.endswith("_reason")} == {"return-problem_reason"}

    form |= {"return-note": "Скільки сіл?", "return-problem_reason": "missing_facts"}
    visit.post("moderation.return_revision", form, as_=marta, revision_id=change.id)

    page = visit("listings.revision", as_=olena, reference=public.reference)
    assert "Скільки сіл?" in page.notice and "Facts are missing" in page.notice
    assert "Facts are missing" in visit("listings.edit", **where(public, olena)).text
    assert "Changes that came back" in visit("pages.desk", as_=olena).text


def test_two_moderators_cannot_decide_the_same_change(visit, olena, marta, bohdan, public):
    change = revision(public, by=olena)
    visit.post("moderation.publish_revision", as_=marta, revision_id=change.id)
    form = {"return-note": "Зовсім не те.", "return-problem_reason": "other", "return-problem_note": "x"}

    page = visit.post("moderation.return_revision", form, as_=bohdan, revision_id=change.id, expect=409)

    assert "Марта Гнатюк has already decided." in page.notice
    assert "Зовсім не те." in page.text


def test_a_change_that_a_colleague_holds_shows_no_buttons(visit, olena, marta, bohdan, public):
    change = revision(public, by=olena)
    visit.post("moderation.take_revision", as_=marta, revision_id=change.id)

    page = visit("moderation.revision", as_=bohdan, revision_id=change.id)
    refused = visit.post("moderation.publish_revision", as_=bohdan, revision_id=change.id, expect=409)

    assert not {"Take this case", "Publish the change"} & set(page.buttons)
    assert "Марта Гнатюк has taken this case until 11:30." in refused.notice
    visit.post("moderation.release_revision", as_=marta, revision_id=change.id)
    assert "Take this case" in visit("moderation.revision", as_=bohdan, revision_id=change.id).buttons


def test_the_queue_is_by_age_whatever_it_is_that_waits(visit, cast, clock):
    need(by=cast.olena, status="submitted", title="Найдавніша", days_ago=9)
    change = revision(need(by=cast.olena, status="published", title="Змінена"), by=cast.olena)
    need(by=cast.olena, status="submitted", title="Новіша", days_ago=-1)

    page = visit("moderation.queue", as_=cast.marta)

    assert page.words("[data-case]") == ["Найдавніша", "Змінена", "Новіша"]
    assert page.css("[data-case]")[1]["href"].endswith(f"/moderation/revisions/{change.id}")
    assert "3 wait" in page.text
    assert "3 cases wait for a decision." in visit("pages.desk", as_=cast.marta).text


def test_a_draft_of_a_change_is_no_case(visit, olena, marta, public):
    draft = revision(public, by=olena, status="draft")

    visit("moderation.revision", as_=marta, revision_id=draft.id, expect=404)
    assert db.session.get(Revision, draft.id).status == "draft"
