"""The pictures of the demonstration: calm drawings, made when it is filled, so that the repository carries none."""

from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from marketplace.core import storage
from marketplace.listings.files import Judged
from marketplace.listings.files.pictures import stored
from marketplace.listings.models import Attachment, Listing

WIDE, HIGH = 960, 600
FINER = 2  # drawn larger and made smaller: then edges are smooth
SKY, DUSK, SUN, FAR, NEAR, GRASS = "#cfe0ee", "#f3dfc0", "#ffc72c", "#a9c2b4", "#7fa58e", "#5d8a6d"
INK, WALL, ROOF, WOOD, GLASS, PAPER = "#29385a", "#f4ead6", "#a95a3c", "#b98a5e", "#8fb7d6", "#fffaf0"

Draw = ImageDraw.ImageDraw


class Pen:
    """Draws in the measures of the small picture."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def box(self, x: int, y: int, width: int, height: int, colour: str, *, round_: int = 0) -> None:
        at = [FINER * side for side in (x, y, x + width, y + height)]
        self._draw.rounded_rectangle(at, FINER * round_, fill=colour)

    def disc(self, x: int, y: int, radius: int, colour: str) -> None:
        self._draw.ellipse(
            [FINER * side for side in (x - radius, y - radius, x + radius, y + radius)], fill=colour
        )

    def shape(self, *points: tuple[int, int], colour: str) -> None:
        self._draw.polygon([(FINER * x, FINER * y) for x, y in points], fill=colour)

    def line(self, *points: tuple[int, int], colour: str = INK, width: int = 6) -> None:
        self._draw.line([(FINER * x, FINER * y) for x, y in points], fill=colour, width=FINER * width)

    def country(self, sky: str = SKY) -> None:
        """A wide land under a sky."""
        self.box(0, 0, WIDE, HIGH, sky)
        self.disc(770, 140, 55, SUN)
        self._hill(-200, 330, 900, FAR)
        self._hill(400, 350, 1000, FAR)
        self._hill(-100, 420, 800, NEAR)
        self._hill(420, 440, 900, NEAR)
        self.box(0, 500, WIDE, 100, GRASS)

    def _hill(self, x: int, y: int, width: int, colour: str) -> None:
        self._draw.ellipse([FINER * side for side in (x, y, x + width, y + 400)], fill=colour)

    def windows(self, x: int, y: int, across: int, down: int, colour: str = GLASS) -> None:
        for column in range(across):
            for row in range(down):
                self.box(x + 70 * column, y + 80 * row, 42, 54, colour, round_=4)


def library(pen: Pen) -> None:
    """Shelves full of books, a window, a table."""
    pen.box(0, 0, WIDE, HIGH, WALL)
    pen.box(0, 520, WIDE, 80, WOOD)
    colours = (ROOF, INK, NEAR, SUN, GLASS, "#7a4b6b")
    for shelf, top in enumerate((110, 240, 370)):
        pen.box(80, top + 100, 560, 14, WOOD)
        for book in range(24 - 7 * (shelf == 1)):
            height = 62 + (book * 37 + shelf * 11) % 34
            pen.box(90 + 22 * book, top + 100 - height, 17, height, colours[(book + 2 * shelf) % 6], round_=2)
    pen.box(715, 90, 170, 230, GLASS, round_=6)
    pen.line((800, 90), (800, 320), colour=PAPER, width=8)
    pen.line((715, 205), (885, 205), colour=PAPER, width=8)
    pen.box(690, 430, 200, 16, WOOD)
    pen.line((710, 446), (710, 540), (710, 446), colour=WOOD, width=12)
    pen.line((870, 446), (870, 540), colour=WOOD, width=12)
    pen.shape((740, 428), (790, 416), (840, 428), (790, 424), colour=ROOF)


def grove(pen: Pen) -> None:
    """Young trees in rows upon a hill."""
    pen.country()
    for row, (y, size) in enumerate(((420, 18), (470, 26), (535, 36))):
        for x in range(60 + 50 * (row % 2), WIDE, 110):
            pen.line((x, y), (x, y + 2 * size), colour=WOOD, width=size // 6)
            pen.line((x + size // 2, y - size // 2), (x + size // 2, y + 2 * size), colour=PAPER, width=3)
            pen.disc(x, y, size, ("#3f7a55", "#4d8a62", "#356b49")[(x + row) % 3])


def school(pen: Pen) -> None:
    """A school under a red roof, two of its windows boarded up."""
    pen.country()
    pen.box(190, 240, 580, 270, WALL)
    pen.shape((170, 245), (480, 150), (790, 245), colour=ROOF)
    pen.windows(225, 275, 3, 2)
    pen.windows(565, 275, 3, 2)
    pen.box(445, 390, 70, 120, INK, round_=4)
    pen.disc(480, 215, 22, PAPER)
    for x in (240, 380):
        pen.line((x - 15, 280), (x + 27, 324), colour=INK, width=5)  # windows that are boarded up
        pen.line((x + 27, 280), (x - 15, 324), colour=INK, width=5)


def bus(pen: Pen) -> None:
    """A yellow bus on a road through fields."""
    pen.country(DUSK)
    pen.box(0, 510, WIDE, 90, "#6d7280")
    for x in range(40, WIDE, 160):
        pen.box(x, 552, 80, 8, PAPER)
    pen.box(210, 290, 560, 210, "#e8b21f", round_=26)
    for x in range(240, 640, 100):
        pen.box(x, 320, 80, 76, GLASS, round_=8)
    pen.box(650, 320, 95, 76, GLASS, round_=12)
    pen.box(210, 425, 560, 12, INK)
    for x in (330, 650):
        pen.disc(x, 500, 46, INK)
        pen.disc(x, 500, 20, WALL)


def workshop(pen: Pen) -> None:
    """Five at a long table, before a screen."""
    pen.box(0, 0, WIDE, HIGH, WALL)
    pen.box(0, 500, WIDE, 100, WOOD)
    pen.box(280, 70, 400, 210, INK, round_=10)
    pen.line((320, 240), (410, 170), (480, 205), (570, 120), (640, 140), colour=SUN, width=8)
    pen.box(170, 400, 620, 26, WOOD, round_=6)
    for number, x in enumerate((220, 350, 480, 610, 740)):
        pen.disc(x, 330, 34, ("#d8a47f", "#c68863", "#e0b394")[number % 3])
        pen.box(x - 46, 366, 92, 60, (NEAR, ROOF, GLASS, SUN, FAR)[number], round_=22)
    pen.box(170, 408, 620, 40, WOOD, round_=6)


def street(pen: Pen) -> None:
    """A street by night under four lamps."""
    pen.box(0, 0, WIDE, HIGH, "#33436b")
    pen.disc(800, 110, 34, PAPER)
    for x, top in ((40, 300), (230, 250), (430, 320), (640, 270), (810, 310)):
        pen.box(x, top, 130, 230, "#22304f")
        pen.box(x + 30, top + 40, 26, 34, SUN if x % 4 else "#3d4d78", round_=2)
        pen.box(x + 78, top + 40, 26, 34, "#3d4d78", round_=2)
    pen.box(0, 510, WIDE, 90, "#4a5368")
    for x in (150, 380, 610, 840):
        pen.shape((x + 40, 250), (x - 30, 512), (x + 110, 512), colour="#566083")
        pen.line((x, 512), (x, 240), (x + 44, 240), colour="#11182b", width=7)
        pen.disc(x + 42, 250, 13, SUN)


# By the line of content/listings.jsonl, counted from 0: what is shown, and the same in the listing's own words.
SHOWN: dict[int, tuple[tuple[Callable[[Pen], None], str], ...]] = {
    0: (
        (library, "Такою була наша бібліотека: три довгі полиці книжок, вікно, стіл із розгорнутою книгою"),
        (workshop, "Гурток читання: п’ятеро за довгим столом, позаду екран"),
    ),
    18: ((bus, "Жовтий шкільний автобус на дорозі серед полів"),),
    22: ((grove, "Молоді деревця рядами на пагорбі, кожне прив’язане до кілка"),),
    102: ((school, "Двоповерхова школа під червоним дахом, два вікна забиті дошками навхрест"),),
    136: ((library, "Полиці з книгами в читальній залі, під вікном стіл"),),
    36: ((street, "Vakaro gatvė: keturi žibintai šviečia žemyn, virš tamsių namų mėnulis"),),
    37: ((workshop, "Penki gyventojai prie ilgo stalo, ekrane už jų kylanti kreivė"),),
    40: ((bus, "Żółty autobus szkolny na drodze wśród pól, widziany z boku"),),
    44: ((library, "Kirjaston hyllyt täynnä kirjoja, ikkunan alla pöytä ja avoin kirja"),),
}


@cache
def drawn(scene: Callable[[Pen], None]) -> Judged:
    """One of the scenes, as a picture that somebody uploaded would be stored."""
    picture = Image.new("RGB", (FINER * WIDE, FINER * HIGH))
    scene(Pen(ImageDraw.Draw(picture)))
    return stored(picture.resize((WIDE, HIGH), Image.Resampling.LANCZOS))


def hang(listings: list[Listing]) -> None:
    """Give the listings their pictures."""
    for number, shown in SHOWN.items():
        listing = listings[number]
        for position, (scene, words) in enumerate(shown):
            judged = drawn(scene)
            row = Attachment(
                kind=judged.kind,
                stored_as=storage.random_name(judged.suffix),
                media_type=judged.media_type,
                size=judged.size,
                width=judged.width,
                height=judged.height,
                title=words,
                position=position,
                added_by_id=listing.author_id,
                added_at=listing.created_at,
            )
            storage.write(row.stored_as, judged.content)
            storage.write(row.small_as, judged.small or b"")
            listing.attachments.append(row)
