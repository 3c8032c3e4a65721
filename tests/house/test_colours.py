"""Every pair of colours that meets in a page can be read, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine

SHEET = Path(__file__).resolve().parents[2] / "marketplace" / "static" / "css" / "site.css"

# Text on its ground: 4.5 : 1 at least.
TEXT = [
    *[
        (ink, ground)
        for ink in ("ink", "muted", "blue", "blue-strong", "bad")
        for ground in ("paper", "sheet", "sunk")
    ],
    *[
        ("ink", ground)
        for ground in ("tint", "need-tint", "offer-tint", "good-tint", "wait-tint", "bad-tint")
    ],
    *[("blue", ground) for ground in ("tint", "wait-tint", "good-tint", "bad-tint")],
    *[("blue-strong", "tint"), ("muted", "tint")],
    *[(kind, f"{kind}-tint") for kind in ("need", "offer", "good", "wait", "bad")],
    *[(kind, ground) for kind in ("need", "offer", "good", "wait") for ground in ("paper", "sheet", "sunk")],
    *[("on-blue", "blue"), ("on-blue", "blue-strong"), ("on-sun", "sun")],
    *[("on-deep", "deep"), ("soft-on-deep", "deep"), ("sun", "deep")],
    *[("tile-low", f"tile-{level}") for level in (0, 1, 2)],
    *[("tile-high", f"tile-{level}") for level in (3, 4)],
]
# The edge of a control and the outer line of the focus ring: 3 : 1 at least.
EDGES = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("ink", "paper"),
    ("blue", "paper"),
    ("blue", "sheet"),
    ("bad", "sheet"),
]


def tokens(scheme: str) -> dict[str, str]:
    """The colours by name; the dark ones lie over the light ones."""
    sheet = SHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else {**found, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(scheme):
    colour = tokens(scheme)

    pale = {
        (a, b): round(contrast(colour[a], colour[b]), 2)
        for a, b in TEXT
        if contrast(colour[a], colour[b]) < 4.5
    }

    assert pale == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_focus_rings_stand_out(scheme):
    colour = tokens(scheme)

    pale = {
        (a, b): round(contrast(colour[a], colour[b]), 2)
        for a, b in EDGES
        if contrast(colour[a], colour[b]) < 3
    }

    assert pale == {}


def test_one_of_the_two_rings_of_focus_is_seen_on_any_ground():
    for scheme in ("light", "dark"):
        colour = tokens(scheme)
        for ground in ("paper", "sheet", "sunk", "tint", "deep"):
            assert (
                max(contrast(colour["sun"], colour[ground]), contrast(colour["ink"], colour[ground])) >= 3
            ), ground


def test_the_sheet_is_light_enough_for_a_weak_line():
    assert SHEET.stat().st_size < 30_720
