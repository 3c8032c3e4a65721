"""What every page is looked over for in the browser."""

import re
from enum import Enum
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page, Route

from tests.page import build_of

# A context whose pages are looked over takes it as an init script: sent with each page, it would be a sixth of the work.
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
ASK = {"resultTypes": ["violations"], "preload": False, "elementRef": False}
_JUDGED: set[tuple[object, ...]] = set()
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)


class Rules(Enum):
    """Which of axe's rules are asked: the options that say so."""

    ALL = dict[str, Any]()
    BUILD = {"rules": {"color-contrast": {"enabled": False}}}  # without what takes more than half the time
    LOOK = {"runOnly": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]}
    SIZE = {"runOnly": ["target-size", "scrollable-region-focusable"]}  # what depends on the words, too


def violations(
    page: Page, *, rules: Rules = Rules.ALL, scheme: str = "", html: str | None = None
) -> list[str]:
    """What axe finds on this page as it stands (in a browser that runs scripts).

    A page of the very same build, in whatever words, was judged before in this size and `scheme`, and is let through.
    `html` is the page's content, if it is at hand.
    """
    state = _state(page, html or page.content(), rules, scheme)
    if state in _JUDGED:
        return []
    ask = ASK | rules.value
    found = [
        f"axe {rule['id']}: {node['html'][:200]} | {' '.join(node['failureSummary'].split())[:300]}"
        for rule in page.evaluate("ask => axe.run(document, ask).then(found => found.violations)", ask)
        for node in rule["nodes"][:3]
    ]
    if not found:
        _JUDGED.add(state)
    return found


def _state(page: Page, html: str, rules: Rules, scheme: str = "") -> tuple[object, ...]:
    return page.viewport_size["width"], scheme, rules, build_of(html)  # type: ignore[index]


def violations_without_scripts(page: Page, mirror: Page) -> list[str]:
    """The same for a page whose browser runs no scripts, and so no axe: its HTML is laid before one that does.

    Its colours are those of the page with scripts, and judged there.
    """
    html = SCRIPTS.sub("", page.content())
    if _state(mirror, html, Rules.BUILD) in _JUDGED:
        return []
    address = page.url.split("#")[0]

    def lay(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    mirror.route(address, lay)
    mirror.goto(address)
    mirror.unroute(address)
    return violations(mirror, rules=Rules.BUILD, html=html)


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
