"""What every page is looked over for in the browser."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page, Route

from tests.page import build_of

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
ASK = {"resultTypes": ["violations"], "preload": False, "elementRef": False}
OF_THE_LOOK = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
_JUDGED: set[tuple[object, ...]] = set()
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)


@cache
def axe() -> str:
    return AXE.read_text()


def violations(page: Page, *, whole: bool = True, scheme: str = "") -> list[str]:
    """What axe finds on this page as it stands (in a browser that runs scripts).

    Not `whole`: only by the rules that depend on size and colours. A page of the very same build, in whatever words, was
    judged before in this size and `scheme`, and is let through.
    """
    state = _state(page, page.content(), scheme, whole=whole)
    if state in _JUDGED:
        return []
    found = _asked(page, whole=whole)
    if not found:
        _JUDGED.add(state)
    return found


def _state(page: Page, html: str, scheme: str, *, whole: bool) -> tuple[object, ...]:
    return page.viewport_size["width"], scheme, whole, build_of(html)  # type: ignore[index]


def _asked(page: Page, *, whole: bool) -> list[str]:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(axe())
    ask = ASK if whole else {**ASK, "runOnly": OF_THE_LOOK}
    found = page.evaluate("ask => axe.run(document, ask).then(found => found.violations)", ask)
    return [
        f"axe {rule['id']}: {node['html'][:200]} | {' '.join(node['failureSummary'].split())[:300]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def violations_without_scripts(page: Page, mirror: Page) -> list[str]:
    """The same for a page whose browser runs no scripts, and so no axe: its HTML is laid before one that does."""
    html = SCRIPTS.sub("", page.content())
    if _state(mirror, html, "", whole=True) in _JUDGED:
        return []
    address = page.url.split("#")[0]

    def lay(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    mirror.route(address, lay)
    mirror.goto(address)
    mirror.unroute(address)
    return violations(mirror)


def overflow(page: Page) -> list[str]:
    """What sticks out to the side, if the page can be scrolled sideways."""
    return [
        f"wider than the screen: {html}"
        for html in page.evaluate(
            """() => {
                const root = document.documentElement;
                if (root.scrollWidth <= root.clientWidth) return [];
                return [...document.querySelectorAll('body *')]
                    .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
                    .slice(0, 4).map(e => e.outerHTML.slice(0, 160));
            }"""
        )
    ]


def hidden_focus(page: Page) -> dict[str, Any]:
    """Where the keyboard is: what it is, and whether one sees that."""
    return dict(
        page.evaluate(
            """() => {
                const e = document.activeElement, box = e.getBoundingClientRect(), look = getComputedStyle(e);
                return {
                    what: e.outerHTML.slice(0, 160),
                    seen: box.width > 0 && box.height > 0 && look.visibility !== 'hidden',
                };
            }"""
        )
    )
