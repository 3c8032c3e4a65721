"""A listing on paper and in a messenger: two languages side by side, its own words as they are, nobody's contacts."""

import pytest

from marketplace.core.db import db
from marketplace.listings import actions
from marketplace.listings.sheet import languages, sheet
from tests.factories.files import jpeg
from tests.factories.listings import expired, need, offer

LONG = "Водогін, що його прокладено в сімдесяті роки, протікає щотижня. " * 60


@pytest.mark.parametrize(
    ("own", "reader", "spoken"),
    [
        ("uk", "en", ("uk", "en")),
        ("uk", "lt", ("uk", "lt")),
        ("uk", "uk", ("uk", "en")),
        ("en", "en", ("en", "uk")),
        ("lt", "uk", ("lt", "uk")),
        ("nl", "uk", ("en", "uk")),
        ("nl", "en", ("en", "uk")),
    ],
)
def test_which_two_languages_stand_side_by_side(own, reader, spoken):
    assert languages(own, reader) == spoken


def test_jan_prints_a_need_in_its_language_and_his(visit, cast):
    listing = need(by=cast.olena, status="published", gives_back="Літній табір")

    page = visit("listings.print_", as_=cast.jan, reference=listing.reference, locale="lt")

    assert page.h1 == listing.title
    assert [half["lang"] for half in page.css(".pair dl")] == ["uk", "lt"]
    assert "Протягом трьох місяців" in page.words(".pair dl[lang=uk]")[0]
    assert "Per tris mėnesius" in page.words(".pair dl[lang=lt]")[0]
    assert "Що ми можемо дати взамін" in page.words(".passages h2")[0]
    assert page.css(".passages p[lang=uk]")[0].get_text() == "Літній табір"


def test_the_code_leads_to_the_public_page_and_wears_no_style(visit, cast):
    listing = need(by=cast.olena, status="published")

    page = visit("listings.print_", reference=listing.reference)

    assert page.words("figcaption") == [f"http://127.0.0.1:8000/en/listings/{listing.reference}"]
    assert page.css("figure svg path")
    assert not page.css("figure svg [style], figure svg style")


def test_olena_prints_a_draft_for_her_mayor_without_a_code(visit, cast):
    listing = need(by=cast.olena)

    page = visit("listings.print_", as_=cast.olena, reference=listing.reference)

    assert "carries no QR code" in page.notice
    assert not page.css("figure")
    for endpoint in ("listings.print_", "listings.messenger"):
        visit(endpoint, as_=cast.jan, reference=listing.reference, expect=404)
    visit("listings.messenger", as_=cast.olena, reference=listing.reference, expect=404)


def test_short_texts_are_set_large_and_long_ones_small(cast):
    short = sheet(need(by=cast.olena), "en")
    longer = sheet(need(by=cast.olena, problem=LONG[:2000], result=LONG[:800]), "en")
    longest = sheet(need(by=cast.olena, problem=LONG, result=LONG, done_so_far=LONG), "en")

    assert (short.setting, short.is_shortened) == ("ample", False)
    assert longer.setting in ("roomy", "close") and not longer.is_shortened
    assert (longest.setting, longest.is_shortened) == ("tight", True)


def test_where_not_all_fits_the_short_texts_stay_whole_and_the_page_says_so(visit, cast):
    listing = need(by=cast.olena, status="published", problem=LONG, result=LONG, gives_back="Літній табір")

    page = visit("listings.print_", reference=listing.reference)

    texts = page.words(".passages p")
    assert texts[0] == "Літній табір"
    assert [text for text in texts if text.endswith("…")] == [texts[1], texts[3]]
    assert "Shortened to fit the page" in page.words(".paper footer")[0]


def test_a_cover_stands_on_the_page_while_there_is_room(cast):
    listing = need(by=cast.olena)
    actions.attach(listing, jpeg(), "Насосна", cast.olena)
    db.session.commit()
    assert sheet(listing, "en").has_picture

    listing.problem = listing.result = listing.done_so_far = LONG

    assert not sheet(listing, "en").has_picture


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(10, 20, "€10 to €20"), (None, 20, "up to €20"), (10, None, "from €10"), (None, None, None)],
)
def test_a_budget_is_said_as_on_the_page(cast, low, high, said):
    listing = need(by=cast.olena, budget_min=low, budget_max=high)

    assert dict(sheet(listing, "en").halves[1].facts).get("Budget") == said


def test_a_city_is_named_in_the_message_and_a_hromada_by_its_place(visit, cast):
    asked = need(by=cast.olena, status="published", gives_back="Літній\n\nтабір", beneficiaries="Діти")
    given = offer(by=cast.jan, status="published", learns="Civilinė sauga")

    of_need = visit("listings.messenger", reference=asked.reference).css("textarea")[0].get_text()
    of_offer = (
        visit("listings.messenger", reference=given.reference, locale="uk").css("textarea")[0].get_text()
    )

    lines = of_need.strip().splitlines()
    assert lines[0] == "Need: Насоси для водогону"
    assert lines[1].startswith("Where: ")
    assert {
        "About: Water and sanitation",
        "Help sought: Training",
        "Who benefits: Діти",
        "Gives back: Літній табір",
    } <= set(lines)
    assert lines[-2:] == ["", f"http://127.0.0.1:8000/en/listings/{asked.reference}"]
    assert "Open until " in of_need
    assert "Kauno miesto savivaldybė" in of_offer and "Civilinė sauga" in of_offer


def test_the_message_stands_in_the_page_without_a_script_and_the_button_has_the_same(visit, cast):
    listing = need(by=cast.olena, status="published")

    page = visit("listings.messenger", reference=listing.reference)

    area, button = page.css("textarea[readonly]")[0], page.css("button[data-copy][hidden]")[0]
    assert area.get_text().strip() == str(button["data-copy"]).strip()
    assert area["lang"] == "uk"


def test_what_is_over_is_passed_on_no_more(visit, cast):
    gone = expired(by=cast.olena)

    visit("listings.messenger", reference=gone.reference, expect=404)
    visit("listings.print_", reference=gone.reference, expect=404)


def test_a_region_only_place_is_no_nearer_on_paper_and_in_the_message(visit, cast):
    listing = need(by=cast.olena, status="published", region_only=True)

    for endpoint in ("listings.print_", "listings.messenger"):
        page = visit(endpoint, reference=listing.reference)
        assert "raion" not in page.text
