"""What is small in a change, and what a moderator reads first: the table."""

import pytest

from marketplace.listings.material import is_material

LONG = " ".join(f"слово{chr(1072 + n % 30)}{chr(1072 + n // 30)}" for n in range(60))


def with_words(changed: int) -> str:
    """The long text with so many of its words written anew."""
    return " ".join(f"інше{word[-2:]}" if n < changed else word for n, word in enumerate(LONG.split()))


def part(key, title, quantity="", detail=""):
    return {"id": key, "title": title, "detail": detail, "quantity": quantity}


PUMPS, TRAINING = part(1, "Насоси для села", "3 насоси", "Сталеві насоси."), part(2, "Навчання")
SMALL = {
    "nothing": ("problem", "Старі насоси.", "Старі насоси."),
    "a comma and a capital": ("problem", "старі насоси стоять", "Старі насоси, стоять."),
    "the apostrophe": ("problem", "п'ять сіл без води", "п’ять сіл без води"),
    "a slip": ("problem", "Старі насосы зупиняються щотижня.", "Старі насоси зупиняються щотижня."),
    "three words of a short text": ("problem", "Старі насоси часто стоять", "Давні помпи нерідко стоять"),
    "three words more": ("result", "Вода в усіх селах", "Чиста вода в усіх селах громади завжди"),
    "a tenth of a long text": ("problem", LONG, with_words(6)),
    "a slip in the title": ("title", "Насоси для водогну", "Насоси для водогону"),
    "two letters swapped in the title": ("title", "Насоси для водогоун", "Насоси для водогону"),
    "two slips in a long word of the title": ("title", "Водопостачаня сіл", "Водопостачання сіл"),
    "a small word in the title": ("title", "Насоси для водогону", "Насоси на водогону"),
    "the order of the help": ("helps", ["training", "mentoring"], ["mentoring", "training"]),
    "the language it is written in": ("locale", "en", "uk"),
    "how far the project is": ("stage", "idea", "preparation"),
    "who talks to partners": ("contact_id", 1, 2),
    "the order of the parts": ("parts", [PUMPS, TRAINING], [TRAINING, PUMPS]),
    "a slip in the title of a part": ("parts", [part(1, "Насосы")], [part(1, "Насоси")]),
    "a slip in how much of it": ("parts", [part(1, "Труби", "3 насосы")], [part(1, "Труби", "3 насоси")]),
    "a word in the sentence about a part": ("parts", [PUMPS], [{**PUMPS, "detail": "Нові сталеві насоси."}]),
    "a slip in a line of evidence": ("principles", {"green": "Менше газy"}, {"green": "Менше газу"}),
}
MATERIAL = {
    "four words of a short text": ("problem", "Старі насоси часто стоять", "Давні помпи нерідко чекають"),
    "more than a tenth of a long text": ("problem", LONG, with_words(7)),
    "a number": ("problem", "Потрібно 3 насоси", "Потрібно 5 насосів"),
    "a number in a long text": ("problem", f"{LONG} 12 сіл", f"{LONG} 120 сіл"),
    "a number that is new": ("problem", "Потрібні насоси для села", "Потрібні 2 насоси для села"),
    "another currency": ("costs", "Місто платить 100 €", "Місто платить 100 $"),
    "an address": ("problem", "Старі насоси стоять", "Старі насоси стоять shop.example"),
    "an e-mail address": ("problem", "Старі насоси стоять", "Старі насоси стоять me@shop.example"),
    "a link": ("problem", "Старі насоси стоять", "Старі насоси стоять https://shop.example/x"),
    "only the address": ("result", "На сайті one.example", "На сайті one. example"),
    "a text begun": ("gives_back", "", "Табір"),
    "a text emptied": ("problem", "Старі насоси", ""),
    "a main word of the title": ("title", "Насоси для водогону", "Насоси для школи"),
    "a main word less": ("title", "Насоси для водогону села", "Насоси для водогону"),
    "a main word that looks alike": ("title", "Clean water", "Clean waste"),
    "a number in the title": ("title", "Насоси для 3 сіл", "Насоси для 4 сіл"),
    "the kind of help": ("helps", ["training"], ["training", "equipment_gift"]),
    "what it is about": ("sectors", ["health"], ["energy"]),
    "the place": ("place", "region", "hromada"),
    "where the work takes place": ("format", "online", "in_europe"),
    "the languages of work": ("languages", ["uk"], ["uk", "en"]),
    "how urgent it is": ("urgency", "soon", "now"),
    "the last day": ("open_until", "2027-01-01", "2027-02-01"),
    "from when": ("available_from", None, "2027-02-01"),
    "how many people": ("beneficiaries_count", 200, 2000),
    "how many people, for the first time": ("beneficiaries_count", None, 200),
    "the budget": ("budget_max", 1000, 2000),
    "how many partners at once": ("capacity_cases", 2, None),
    "the oblasts preferred": ("preferred_regions", [], ["UA-74"]),
    "the code of the project": ("dream_code", "", "DREAM-UA-120326-4A7C19E2"),
    "a part more": ("parts", [PUMPS], [PUMPS, part(None, "Навчання")]),
    "the first part": ("parts", [], [part(None, "Навчання")]),
    "a part less": ("parts", [PUMPS, TRAINING], [TRAINING]),
    "a part in the place of another": ("parts", [PUMPS], [part(None, "Насоси для села", "3 насоси")]),
    "another title of a part": ("parts", [PUMPS], [{**PUMPS, "title": "Труби для села"}]),
    "how much of a part": ("parts", [PUMPS], [{**PUMPS, "quantity": "4 насоси"}]),
    "what of a part": ("parts", [PUMPS], [{**PUMPS, "quantity": "3 помпи"}]),
    "a sentence about a part": ("parts", [TRAINING], [part(2, "Навчання", detail="Шестеро людей.")]),
    "a slip in a part that is promised or covered": ("parts", [part(7, "Насосы")], [part(7, "Насоси")]),
    "one principle more": ("principles", {"green": ""}, {"green": "", "smart": ""}),
    "another line of evidence": ("principles", {"green": "Менше газу"}, {"green": "Сонячні панелі на школі"}),
}


@pytest.mark.parametrize("change", SMALL)
def test_it_is_small(change):
    assert not is_material(*SMALL[change], taken={7})


@pytest.mark.parametrize("change", MATERIAL)
def test_a_moderator_reads_it_first(change):
    assert is_material(*MATERIAL[change], taken={7})


@pytest.mark.parametrize("change", ["a slip", "three words of a short text", "a slip in the title"])
def test_what_is_small_there_is_small_back(change):
    field, before, after = SMALL[change]

    assert not is_material(field, after, before)


def test_a_word_without_an_end_is_not_small():
    assert is_material("problem", "Старі насоси", "ж" * 4000)


def test_a_text_of_300_words_is_judged_even_if_all_are_alike():
    assert is_material("problem", "а б в г " * 75, "г в б а " * 75)
