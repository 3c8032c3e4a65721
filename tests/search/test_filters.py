from marketplace.core.db import db
from marketplace.core.freshness import public_changed
from marketplace.search import queries
from marketplace.search.filters import NEWEST, RELEVANCE, Filters
from marketplace.search.queries import Search
from tests.factories.listings import need, offer


def test_an_address_is_read_and_written_back_unchanged(app):
    address = {
        "kind": ["need"],
        "sector": ["energy", "water_sanitation"],
        "place": ["UA-74", "LT"],
        "q": ["школа"],
    }

    filters = Filters.read(address)

    written = filters.address()
    assert Filters.read({k: v if isinstance(v, list) else [v] for k, v in written.items()}) == filters
    assert filters.chosen["place"] == ("UA-74", "LT")
    assert filters.words == ("школа",)


def test_the_usual_sort_and_empty_fields_are_not_in_the_address(app):
    filters = Filters.read({"q": [""], "sort": ["newest"], "kind": [""]})

    assert filters.address() == {}
    assert filters.is_empty


def test_unknown_values_are_left_out_and_named(app):
    filters = Filters.read({"sector": ["energy", "alchemy"], "sort": ["backwards"]})

    assert filters.chosen == {"sector": ("energy",)}
    assert filters.sort == NEWEST
    assert filters.ignored == ("alchemy", "backwards")
    assert "“alchemy” is not one of the choices" in filters.notes()[0]


def test_with_words_the_best_match_comes_first_unless_another_order_is_asked_for(app):
    assert Filters.read({"q": ["bus"]}).sort == RELEVANCE
    assert Filters.read({"q": ["bus"], "sort": ["closing"]}).sort == "closing"
    assert Filters.read({"sort": ["relevance"]}).sort == NEWEST


def test_one_value_or_a_whole_facet_can_be_taken_off(app):
    filters = Filters.read({"sector": ["energy", "housing"], "q": ["bus"]})

    assert filters.without("sector", "energy").chosen == {"sector": ("housing",)}
    assert filters.without("sector").chosen == {}
    assert filters.without("q").words == ()
    assert filters.without("q").sort == NEWEST


def test_a_very_long_text_is_cut_and_the_reader_told(app):
    filters = Filters.read({"q": ["слово " * 2000]})

    assert len(filters.typed) <= 200
    assert "Only the first 12 words" in filters.notes()[0]


def test_an_organisation_is_named_by_its_number_and_only_few_of_them(cast):
    address = {"organisation": [str(cast.hromada.id), "kaunas", "٣", "9" * 12, *"1234567"]}

    filters = Filters.read(address)

    assert len(filters.chosen["organisation"]) == 5
    assert filters.on[0].label == cast.hromada.shown_name
    assert {"kaunas", "٣", "9" * 12} <= set(filters.ignored)


def test_an_organisation_that_is_gone_finds_nothing_rather_than_everything(cast):
    need(by=cast.olena, status="published")
    offer(by=cast.jan, status="published")
    cast.city.verified_at = cast.city.verified_by = cast.city.verified_by_id = None
    public_changed()
    db.session.commit()

    filters = Filters.read({"organisation": [str(cast.city.id)]})

    assert [on.label for on in filters.on] == ["an organisation that is not here"]
    assert queries.newest(Search.begin(filters, "en")) == []
