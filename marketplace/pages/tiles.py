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
IN_A_ROW = 9
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
    """A tile for each country that offers something, by name in the reader's language."""
    darkest = max(offers.values(), default=0)
    names = sorted(
        ((country(code), code) for code in offers), key=lambda named: sort_key(named[0], current_locale())
    )
    return [
        Tile(i % IN_A_ROW, i // IN_A_ROW, code, name, offers[code], link(code), _level(offers[code], darkest))
        for i, (name, code) in enumerate(names)
    ]


def _level(value: int, darkest: int) -> int:
    return -(-DARKEST * value // darkest) if value else 0
