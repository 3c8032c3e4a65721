"""The tile maps of the first page: where each oblast stands, and how dark a tile is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marketplace.core.i18n import current_locale
from marketplace.core.ui import country
from marketplace.core.words import sort_key
from marketplace.organisations.codes import OBLASTS

# Column, row, letters in Cyrillic and Latin: every oblast once, neighbours stay neighbours. Within recognised borders.
PLACES = {
    "UA-07": (1, 0, "Вол", "Vol"), "UA-56": (2, 0, "Рів", "Riv"), "UA-18": (3, 0, "Жит", "Zhy"),
    "UA-32": (4, 0, "Кив", "KyO"), "UA-74": (5, 0, "Чрг", "Chn"), "UA-59": (6, 0, "Сум", "Sum"),
    "UA-46": (0, 1, "Льв", "Lvi"), "UA-61": (1, 1, "Тер", "Ter"), "UA-68": (2, 1, "Хмл", "Khm"),
    "UA-05": (3, 1, "Він", "Vin"), "UA-30": (4, 1, "Київ", "Kyiv"), "UA-71": (5, 1, "Чрк", "Chk"),
    "UA-53": (6, 1, "Пол", "Pol"), "UA-63": (7, 1, "Хар", "Kha"), "UA-09": (8, 1, "Луг", "Luh"),
    "UA-21": (0, 2, "Зак", "Zak"), "UA-26": (1, 2, "ІвФ", "IvF"), "UA-77": (2, 2, "Чрв", "Chv"),
    "UA-35": (5, 2, "Кір", "Kir"), "UA-12": (6, 2, "Дні", "Dni"), "UA-14": (7, 2, "Дон", "Don"),
    "UA-51": (4, 3, "Оде", "Ode"), "UA-48": (5, 3, "Мик", "Myk"), "UA-65": (6, 3, "Хрс", "Khe"),
    "UA-23": (7, 3, "Зап", "Zap"), "UA-43": (6, 4, "Крим", "Cri"), "UA-40": (6, 5, "Сев", "Sev"),
}  # fmt: skip
# The same for Europe, a tile a country (organisations.codes.COUNTRIES and Ukraine).
COUNTRIES = {
    "IS": (1, 0), "NO": (5, 0), "SE": (6, 0), "FI": (7, 0), "EE": (7, 1), "DK": (5, 2), "LV": (7, 2),
    "IE": (1, 3), "GB": (2, 3), "NL": (4, 3), "DE": (5, 3), "PL": (6, 3), "LT": (7, 3),
    "BE": (4, 4), "LU": (5, 4), "CZ": (6, 4), "SK": (7, 4), "UA": (8, 4),
    "FR": (3, 5), "CH": (4, 5), "LI": (5, 5), "AT": (6, 5), "HU": (7, 5), "RO": (8, 5), "MD": (9, 5),
    "PT": (1, 6), "ES": (2, 6), "MC": (3, 6), "IT": (4, 6), "SI": (5, 6), "HR": (6, 6), "RS": (7, 6),
    "BG": (8, 6), "GE": (10, 6), "AZ": (11, 6), "AD": (2, 7), "SM": (4, 7), "BA": (6, 7), "ME": (7, 7),
    "MK": (8, 7), "TR": (9, 7), "AM": (10, 7), "MT": (4, 8), "AL": (7, 8), "GR": (8, 8), "CY": (9, 8),
}  # fmt: skip
DARKEST = 4


@dataclass(frozen=True)
class Tile:
    """One place: where it stands on the grid, what it says, where it leads."""

    column: int
    row: int
    code: str
    name: str
    value: int
    url: str
    level: int  # 0 (nothing) to 4

    @property
    def place_in_the_dictionary(self) -> tuple[tuple[int, str], ...]:
        """By what the table beside the map is sorted: «Є» and «І» are no letters after «Я»."""
        return sort_key(self.name, current_locale())


def of_ukraine(needs: Mapping[str, int], link: Callable[[str], str]) -> list[Tile]:
    """A tile for each oblast, with the number of open needs there; `link` makes the address of a place's list."""
    in_cyrillic = current_locale() == "uk"
    darkest = max(needs.values(), default=0)
    return [
        Tile(
            column,
            row,
            cyrillic if in_cyrillic else latin,
            str(OBLASTS[code]),
            needs.get(code, 0),
            link(code),
            _level(needs.get(code, 0), darkest),
        )
        for code, (column, row, cyrillic, latin) in PLACES.items()
    ]


def of_europe(offers: Mapping[str, int], link: Callable[[str], str]) -> list[Tile]:
    """A tile for each country that offers something, none for the others: nobody is to be shamed by a nought."""
    darkest = max(offers.values(), default=0)
    there = {code: COUNTRIES[code] for code in offers if code in COUNTRIES}
    # Rows and columns without anybody close up.
    columns = sorted({column for column, _ in there.values()})
    rows = sorted({row for _, row in there.values()})
    return [
        Tile(
            columns.index(column),
            rows.index(row),
            code,
            country(code),
            offers[code],
            link(code),
            _level(offers[code], darkest),
        )
        for code, (column, row) in sorted(there.items(), key=lambda place: (place[1][1], place[1][0]))
    ]


def _level(value: int, darkest: int) -> int:
    return -(-DARKEST * value // darkest) if value else 0
