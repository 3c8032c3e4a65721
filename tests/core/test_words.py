"""Words as they are compared, and Ukrainian in Latin letters."""

import pytest

from marketplace.core.words import fold, romanise, sort_key, tokens

# The examples of the table in resolution 55 of the Cabinet of Ministers, and places of the register.
ROMANISED = {
    "Алушта": "Alushta", "Андрій": "Andrii", "Борщагівка": "Borshchahivka", "Борисенко": "Borysenko",
    "Вінниця": "Vinnytsia", "Володимир": "Volodymyr", "Гадяч": "Hadiach", "Богдан": "Bohdan",
    "Згурський": "Zghurskyi", "Ґалаґан": "Galagan", "Ґорґани": "Gorgany", "Донецьк": "Donetsk",
    "Дмитро": "Dmytro", "Рівне": "Rivne", "Олег": "Oleh", "Есмань": "Esman", "Єнакієве": "Yenakiieve",
    "Гаєвич": "Haievych", "Короп'є": "Koropie", "Житомир": "Zhytomyr", "Жанна": "Zhanna",
    "Жежелів": "Zhezheliv", "Закарпаття": "Zakarpattia", "Казимирчук": "Kazymyrchuk", "Медвин": "Medvyn",
    "Михайленко": "Mykhailenko", "Іванків": "Ivankiv", "Іващенко": "Ivashchenko", "Їжакевич": "Yizhakevych",
    "Кадиївка": "Kadyivka", "Мар'їне": "Marine", "Йосипівка": "Yosypivka", "Стрий": "Stryi",
    "Олексій": "Oleksii", "Київ": "Kyiv", "Коваленко": "Kovalenko", "Лебедин": "Lebedyn", "Леонід": "Leonid",
    "Миколаїв": "Mykolaiv", "Маринич": "Marynych", "Ніжин": "Nizhyn", "Наталія": "Nataliia",
    "Одеса": "Odesa", "Онищенко": "Onyshchenko", "Полтава": "Poltava", "Петро": "Petro",
    "Решетилівка": "Reshetylivka", "Рибчинський": "Rybchynskyi", "Суми": "Sumy", "Соломія": "Solomiia",
    "Тернопіль": "Ternopil", "Троць": "Trots", "Ужгород": "Uzhhorod", "Уляна": "Uliana", "Фастів": "Fastiv",
    "Філіпчук": "Filipchuk", "Харків": "Kharkiv", "Христина": "Khrystyna", "Біла Церква": "Bila Tserkva",
    "Стеценко": "Stetsenko", "Чернівці": "Chernivtsi", "Шевченко": "Shevchenko", "Шостка": "Shostka",
    "Кишеньки": "Kyshenky", "Щербухи": "Shcherbukhy", "Гоща": "Hoshcha", "Гаращенко": "Harashchenko",
    "Юрій": "Yurii", "Корюківка": "Koriukivka", "Яготин": "Yahotyn", "Ярошенко": "Yaroshenko",
    "Костянтин": "Kostiantyn", "Знам'янка": "Znamianka", "Феодосія": "Feodosiia", "Згорани": "Zghorany",
    "Розгон": "Rozghon", "Гусятинська": "Husiatynska", "Щастя": "Shchastia", "Нью-Йорк": "Niu-York",
    "Кам’янець-Подільський": "Kamianets-Podilskyi", "ЗГУРСЬКИЙ": "ZGHURSKYI",
}  # fmt: skip


@pytest.mark.parametrize(("ukrainian", "latin"), ROMANISED.items())
def test_ukrainian_is_romanised_by_resolution_55(ukrainian, latin):
    assert romanise(ukrainian) == latin


def test_a_letter_typed_in_two_pieces_is_one_letter():
    assert romanise("Нои\u0306") == "Noi"
    assert fold("Кии\u0306в") == "кийв"


@pytest.mark.parametrize("apostrophe", list("’'`ʼ′‘ʹ‛´"))
def test_every_apostrophe_folds_away(apostrophe):
    assert fold(f"Кам{apostrophe}янка") == "камянка"
    assert romanise(f"Кам{apostrophe}янка") == "Kamianka"


def test_folding_takes_case_and_accents_but_no_ukrainian_letter():
    assert fold("ŠIAULIŲ Straße") == "siauliu strasse"
    assert fold("ЇЖАК, Ґанок, Йод") == "їжак, ґанок, йод"


def test_tokens_are_the_folded_words():
    assert tokens("Андріївська, Бахчисарайський р-н") == ["андріївська", "бахчисарайський", "р", "н"]


def test_ukrainian_names_sort_as_in_a_dictionary():
    names = ["Юрівка", "Єланець", "Гоща", "Ґорґани", "Дергачі", "Іванків", "Естонія", "Їжачки", "Ждани"]

    names.sort(key=lambda name: sort_key(name, "uk"))

    assert names == [
        "Гоща",
        "Ґорґани",
        "Дергачі",
        "Естонія",
        "Єланець",
        "Ждани",
        "Іванків",
        "Їжачки",
        "Юрівка",
    ]


def test_lithuanian_names_sort_as_in_a_dictionary():
    names = ["Zarasai", "Čekija", "Danija", "Cezaris", "Šveicarija", "Ispanija", "Ypatija", "Jonava"]

    names.sort(key=lambda name: sort_key(name, "lt"))

    assert names == ["Cezaris", "Čekija", "Danija", "Ispanija", "Ypatija", "Jonava", "Šveicarija", "Zarasai"]


def test_other_languages_sort_without_accents():
    names = ["Österreich", "Polen", "Åland"]

    names.sort(key=lambda name: sort_key(name, "de"))

    assert names == ["Åland", "Österreich", "Polen"]
