"""The register of hromadas: found by a few letters, in either script."""

import pytest

from marketplace.core.i18n import speaking
from marketplace.organisations import register


def names(typed, most=12):
    return [hromada.name for hromada in register.search(typed, most)]


def test_every_hromada_is_there_once_with_its_place():
    hromadas = register.all_hromadas()

    assert len(hromadas) == 1774
    assert all(hromada.place for hromada in hromadas.values())


@pytest.mark.parametrize("typed", ["гусятин", "Гусятинська", "HUSIATYN", "husiat", "Gusyatin", "Husjatyn"])
def test_a_hromada_is_found_in_both_scripts_and_foreign_spellings(typed):
    assert names(typed)[0] == "Гусятинська"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kharkov", "Харківська"),
        ("Charkiw", "Харківська"),
        ("Lwów", "Львівська"),
        ("Černihiv", "Чернігівська"),
        ("Tschernihiw", "Чернігівська"),
        ("Николаев", "Миколаївська"),
        ("Uzhgorod", "Ужгородська"),
        ("Odessa", "Одеська"),
    ],
)
def test_a_city_is_found_by_the_name_that_others_give_it(typed, name):
    assert name in names(typed)[:3]


@pytest.mark.parametrize("apostrophe", list("’'`ʼ"))
def test_any_apostrophe_will_do_and_none_too(apostrophe):
    wanted = register.search("Кам’янець-Подільська")

    assert register.search(f"Кам{apostrophe}янець-Подільська") == wanted
    assert register.search("Камянець-Подільська") == wanted
    assert wanted[0].name == "Кам’янець-Подільська"


@pytest.mark.parametrize(
    "typed",
    [
        "Андріївська, Бахчисарайський",
        "Андріївська громада, Бахчисарайський район",
        "Бахчисарайський Андріївка",
        "andriivka bakhchysarai",
        "Андріївська Крим",
    ],
)
def test_raion_and_oblast_part_hromadas_of_one_name(typed):
    found = register.search(typed)

    assert found[0].katottg == "UA01020010000048857"


def test_names_that_occur_twice_are_both_found():
    assert len({h.region for h in register.search("Андріївська") if h.name == "Андріївська"}) > 1


def test_a_name_that_begins_so_stands_before_one_that_only_contains_it():
    found = names("білоц")

    assert found[0] == "Білоцерківська"


def test_an_oblast_alone_gives_its_hromadas():
    assert {h.region for h in register.search("Чернігівщина")} == {"UA-74"}


@pytest.mark.parametrize("typed", ["", " ", "а", "''", "%", "\0", "zzzzqq", "<b>", "х" * 10_000])
def test_what_means_nothing_finds_nothing(typed):
    assert register.search(typed) == []


def test_the_hromadas_of_an_oblast_stand_by_raion_in_ukrainian_order():
    chernihiv = register.of_region("UA-74")

    assert len(chernihiv) > 50
    assert [h.raion for h in chernihiv] == sorted(
        (h.raion for h in chernihiv),
        key=["Корюківський", "Ніжинський", "Новгород-Сіверський", "Прилуцький", "Чернігівський"].index,
    )


def test_a_raion_is_said_in_letters_that_the_reader_can_read(app):
    hromada = register.all_hromadas()["UA01020010000048857"]

    with app.test_request_context(), speaking("lt"):
        assert hromada.shown_raion.startswith("Bakhchysaraiskyi")
        assert hromada.shown_name == "Andriivska hromada"


def test_kyiv_has_no_raion(app):
    with app.test_request_context():
        assert register.search("Київ")[0].place == "Kyiv"
